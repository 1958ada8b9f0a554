import { mapValues } from "../../src/map-values";
import type { Settings } from "../../src/settings";
import { formatPath, quote } from "../../src/settings/faults";
import type { DeployedStack } from "../state/deployed";

/** What ties a stack to specific resources in AWS: the ids that it imports, and the names of its secrets. */
export interface Identities {
  readonly keys: Readonly<Record<string, KeyIdentities>>;
  readonly usagePlans: Readonly<Record<string, Imported>>;
}

interface KeyIdentities {
  readonly enabled: boolean;
  readonly generations: Readonly<Record<string, Imported & { readonly usagePlan?: string }>>;
  /** Its secret, if it has one; without a name if Pulumi makes it up. */
  readonly secret?: { readonly name?: string };
}

interface Imported {
  readonly import?: string;
}

/** The identities in a stack file. */
export function identitiesOf({ keys, usagePlans, secretsManager }: Settings): Identities {
  return {
    usagePlans,
    keys: mapValues(keys, (key) => ({ ...key, secret: secretsManager && { name: key.secretName } })),
  };
}

/** The identities that were last deployed. */
export function deployedIdentities({ keys, plans }: DeployedStack): Identities {
  const usagePlans = mapValues(Object.fromEntries(plans), ({ importId }) => ({ import: importId }));
  const imported = mapValues(Object.fromEntries(keys), ({ generations, secret }) => ({
    enabled: [...generations.values()].some(({ enabled }) => enabled),
    generations: mapValues(Object.fromEntries(generations), ({ importId, usagePlan }) => ({
      import: importId,
      usagePlan,
    })),
    secret,
  }));
  return { keys: imported, usagePlans };
}

/** A line for each change that would replace a resource in AWS that callers use. A key that was off has no callers. */
export function identityChanges(before: Identities, after: Identities): string[] {
  const keys = pairs(before.keys, after.keys).filter(([, key]) => key.enabled);
  return [
    ...keys.flatMap(([name, key, next]) => [
      ...pairs(key.generations, next.generations).flatMap(([id, from, to]) =>
        at(["keys", name, "generations", id, "import"], generationChange(from, to)),
      ),
      ...at(["keys", name, "secretName"], key.secret && next.secret && renaming(key.secret.name, next.secret.name)),
    ]),
    ...pairs(before.usagePlans, after.usagePlans).flatMap(([name, from, to]) =>
      at(["usagePlans", name, "import"], planChange(from, to)),
    ),
  ];
}

/** The paths of the imports that were there before: once they are deployed, they have no effect and should be dropped. */
export function importsToDrop(before: Identities, after: Identities): string[] {
  const stands = (from: Imported, to: Imported) => to.import !== undefined && from.import === to.import;
  return [
    ...pairs(before.keys, after.keys).flatMap(([name, key, next]) =>
      pairs(key.generations, next.generations).flatMap(([id, from, to]) =>
        stands(from, to) ? [formatPath(["keys", name, "generations", id, "import"])] : [],
      ),
    ),
    ...pairs(before.usagePlans, after.usagePlans).flatMap(([name, from, to]) =>
      stands(from, to) ? [formatPath(["usagePlans", name, "import"])] : [],
    ),
  ];
}

type Plan = Imported & { readonly usagePlan?: string };

function generationChange(from: Plan, to: Plan): string | undefined {
  if (to.import === undefined) return undefined;
  if (from.import !== to.import) {
    return `${change(from.import, to.import)}, and would replace the API key of the generation; drop the line, and import ${quote(to.import)} as a new generation`;
  }
  const isMoved = from.usagePlan !== undefined && to.usagePlan !== undefined && from.usagePlan !== to.usagePlan;
  return isMoved
    ? `not dropped yet, while the generation moves from plan ${from.usagePlan} to ${to.usagePlan}, where there is no link to import; drop the line`
    : undefined;
}

function planChange(from: Imported, to: Imported): string | undefined {
  if (to.import === undefined || from.import === to.import) return undefined;
  return `${change(from.import, to.import)}, and would replace the existing usage plan; drop the line, or import ${quote(to.import)} under another name`;
}

function renaming(from: string | undefined, to: string | undefined): string | undefined {
  if (from === to) return undefined;
  return `${change(from, to)}, which would make another secret that no consumer knows, as AWS cannot rename one; keep the name`;
}

function change(from: string | undefined, to: string | undefined): string {
  if (from === undefined) return "added to what exists";
  return to === undefined ? `dropped, it was ${quote(from)}` : `changed from ${quote(from)}`;
}

function at(path: readonly string[], problem: string | undefined): string[] {
  return problem === undefined ? [] : [`${formatPath(path)}: ${problem}`];
}

/** The entries that both have, by name. */
function pairs<T>(before: Readonly<Record<string, T>>, after: Readonly<Record<string, T>>): [string, T, T][] {
  return Object.entries(before).flatMap(([name, from]) =>
    Object.hasOwn(after, name) ? [[name, from, after[name]!]] : [],
  );
}
