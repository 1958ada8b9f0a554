import type { KeyView } from "../../../harness/aws/observation";
import type { StackConfig } from "./engine";

/** A generation as a configuration wants it. Written without the program's own table, which is what is tested. */
export interface Wanted {
  readonly service: string;
  /** `SERVICE-GENERATION`, the name of its resources. */
  readonly name: string;
  readonly enabled: boolean;
  /** True for the one generation that the stack's outputs name. */
  readonly current: boolean;
  /** True if consumers should find its value in Secrets Manager. */
  readonly published: boolean;
  readonly usagePlan?: string;
}

type State = "staged" | "current" | "grace" | "disabled";

interface KeyConfig {
  readonly enabled?: boolean;
  readonly usagePlan?: string;
  readonly generations?: Readonly<Record<string, State | { readonly state: State; readonly usagePlan?: string }>>;
}

/** All generations of a configuration, sorted by name. */
export function wanted({ keys, secretsManager }: StackConfig): Wanted[] {
  const generations = Object.entries((keys ?? {}) as Readonly<Record<string, KeyConfig>>).flatMap(([service, key]) =>
    Object.entries(key.generations ?? { 1: "current" }).map(([id, given]) => {
      const { state, usagePlan = key.usagePlan } = typeof given === "string" ? { state: given } : given;
      return {
        service,
        name: `${service}-${id}`,
        enabled: key.enabled !== false && state !== "disabled",
        current: state === "current",
        published: state === "current" && secretsManager !== undefined,
        usagePlan,
      };
    }),
  );
  return generations.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The generations of each key as configured. */
export function generationsOf({ keys }: StackConfig): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const all = Object.entries((keys ?? {}) as Readonly<Record<string, KeyConfig>>);
  return Object.fromEntries(all.map(([name, { generations }]) => [name, generations ?? { 1: "current" }]));
}

/** What consumers should find of each generation once a configuration is deployed, in the form of `found`. */
export function expected(config: StackConfig): string[] {
  return wanted(config).map(({ name, enabled, usagePlan, published }) =>
    lineOf(name, enabled, usagePlan === undefined ? [] : [usagePlan], published),
  );
}

/** The key that the stack's outputs should name for each service. */
export function currentKeys(config: StackConfig): Record<string, string> {
  const current = wanted(config).filter((generation) => generation.current);
  return Object.fromEntries(current.map(({ service, name }) => [service, name]));
}

/** A line for each key, with what consumers find, such as `one-1 on in basic, published`. */
export function found(keys: readonly KeyView[]): string[] {
  return keys.map((key) => lineOf(nameOf(key), key.enabled, key.plans.map(planName), key.published));
}

export function nameOf({ service, generation }: KeyView): string {
  return `${service}-${generation}`;
}

/** The logical name of a plan, from its AWS name. */
export function planName(awsName: string): string {
  return awsName.replace(/ai-service-keys-dev-(.*)-[0-9a-f]{7}$/, "$1");
}

function lineOf(name: string, enabled: boolean, plans: readonly string[], published: boolean): string {
  const place = plans.length === 0 ? "in no plan" : `in ${plans.join(" and ")}`;
  return `${name} ${enabled ? "on" : "off"} ${place}${published ? ", published" : ""}`;
}
