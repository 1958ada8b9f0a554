import type { Call, KeyView } from "../../../harness/aws/calls";
import type { StackConfig } from "./engine";
import type { Generations } from "./stack-files";

/** The other Region of a stack in two. */
export const OTHER = "us-east-1";

const throttle = { rateLimit: 5, burstLimit: 10 };

/** A stack file of one key, `one`, in two Regions; the other one is on unless said otherwise. */
export function inTwoRegions(
  generations: Generations,
  regions: object = { [OTHER]: {} },
  more: object = {},
): StackConfig {
  const stages = [
    { apiId: "home", stage: "live" },
    ...Object.keys(regions).map((region) => ({ apiId: "far", stage: "live", region })),
  ];
  return {
    "aws:region": "eu-central-1",
    regions,
    keys: { one: { usagePlan: "basic", generations } },
    usagePlans: { basic: { throttle, apiStages: stages } },
    secretsManager: {},
    ...more,
  };
}

/** A line for each key in each Region, such as `one-1@us-east-1 on, published`; a key that is in no plan says so. */
export function foundIn(keys: readonly KeyView[]): string[] {
  const lines = keys.map((key) => {
    const state = `${key.enabled ? "on" : "off"}${key.plans.length > 0 ? "" : " in no plan"}`;
    return `${placed(key)} ${state}${key.published ? ", published" : ""}`;
  });
  return lines.sort();
}

function placed({ service, generation, region }: KeyView): string {
  return `${service}-${generation}${region === undefined ? "" : `@${region}`}`;
}

/** What a file says of each key: its generations, and the Regions that are on, the stack's own as undefined. */
export interface Wanted {
  readonly keys: Readonly<Record<string, Generations>>;
  readonly on: readonly (string | undefined)[];
}

/**
 * A sentence for each call of a deployment after which an invariant was broken: in a stack of several Regions and both stores,
 * whose keys are all on.
 *
 * - I1: what any store of any Region gives out works in every Region that is on.
 * - I2, I5: what worked in a Region that is on goes on working there, unless the file switches it off and nothing gives it out.
 * - I3: no key is deleted that worked.
 * - I4: what is given out becomes something less only once another value is given out in its place.
 */
export function brokenIn(before: readonly KeyView[], { keys, on }: Wanted, journal: readonly Call[]): string[] {
  const stateOf = ({ service, generation }: KeyView) => keys[service]?.[generation];
  return journal.flatMap(({ action, resource, seen }) => {
    if (!seen) return [];
    const at = (key: KeyView, region: string | undefined) =>
      seen.keys.find((it) => placed(it) === placed({ ...key, region }));
    const problems = [
      ...seen.keys
        .filter(({ published, region }) => published && on.includes(region))
        .flatMap((key) =>
          on
            .filter((region) => !works(at(key, region)))
            .map((region) => `I1: ${placed(key)} is published, and does not work in ${region ?? "the home Region"}`),
        ),
      ...before
        .filter((old) => works(old) && on.includes(old.region))
        .flatMap((old) => {
          const key = at(old, old.region);
          if (!key) return [`I3: ${placed(old)} is gone`];
          const maySwitchOff = ["disabled", "revoked"].includes(stateOf(old) ?? "") && !old.published;
          return works(key) || maySwitchOff ? [] : [`I2, I5: ${placed(old)} does not work any more`];
        }),
      ...before
        .filter(
          (old) => old.published && on.includes(old.region) && stateOf(old) !== "current" && placed(old) === resource,
        )
        .filter(
          (old) =>
            action !== "CreateApiKey" &&
            seen.keys.some((it) => isSame(it, old) && it.published && on.includes(it.region)),
        )
        .map(() => `I4: ${resource} became something less while it is published`),
    ];
    return problems.map((problem) => `${problem} after ${action} ${resource}`);
  });
}

function isSame(one: KeyView, other: KeyView): boolean {
  return one.service === other.service && one.generation === other.generation;
}

function works(key: KeyView | undefined): boolean {
  return key !== undefined && key.enabled && key.plans.length > 0;
}
