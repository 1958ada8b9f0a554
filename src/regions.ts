import { valueIn } from "./map-values";
import type { Settings } from "./settings";

/** A Region in which every plan, key and published value exists: the stack's own, or a further one. */
export interface Place {
  /** The Region, as an input of each resource there; undefined for the stack's own, which the provider knows. */
  readonly region?: string;
  /** False if every key is switched off here, and nothing waits for what is made here. */
  readonly isOn: boolean;
  /** The KMS keys that encrypt what is published here; undefined for the AWS managed key. */
  readonly kmsKeys: { readonly secret?: string; readonly parameter?: string };
}

type PlaceSettings = Pick<Settings, "regions" | "secretsManager" | "parameterStore">;

/** The stack's own Region, then the further ones in name order. */
export function placesOf({ regions, secretsManager, parameterStore }: PlaceSettings): [Place, ...Place[]] {
  const home = { isOn: true, kmsKeys: { secret: secretsManager?.kmsKeyId, parameter: parameterStore?.kmsKeyId } };
  const others = Object.entries(regions).map(([region, { enabled, kmsKeyId }]) => {
    return { region, isOn: enabled, kmsKeys: { secret: kmsKeyId, parameter: kmsKeyId } };
  });
  return [home, ...others];
}

/**
 * The logical name of a resource: `search-1` in the stack's own Region, `search-1@us-east-1` in another. No name of a key or
 * plan has an `@`, whereas `search-1-us-east-1` is also generation 1 of a key `search-1-us-east`.
 */
export function nameAt(name: string, { region }: Place): string {
  return region === undefined ? name : `${name}@${region}`;
}

/** The id under which a resource is imported: given alone for the stack's own Region, or for each Region by its name. */
export function importAt(
  given: string | Readonly<Record<string, string>> | undefined,
  { region }: Pick<Place, "region">,
  own: string | undefined,
): string | undefined {
  if (typeof given === "string") return region === undefined ? given : undefined;
  const name = region ?? own;
  return name === undefined ? undefined : valueIn(given ?? {}, name);
}

/** As the provider takes an id of another Region than its own. */
export function importIdAt(id: string | undefined, { region }: Place): string | undefined {
  return id === undefined || region === undefined ? id : `${id}@${region}`;
}
