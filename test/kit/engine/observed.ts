import type { Call, KeyView, Observation } from "../../../harness/aws/calls";
import type { Engine, StackConfig } from "./engine";
import type { Generations, KeyFile, KeyFiles } from "./stack-files";

/** A line for each key, with what consumers find, such as `one-1 on in basic, published`. */
export function found(keys: readonly KeyView[]): string[] {
  return keys.map((key) => lineOf(nameOf(key), key.enabled, key.plans.map(planName), key.published));
}

/** The same without what only AWS knows: a creation whose answer was lost leaves a key that is in no plan and was never handed out. */
export function foundByConsumers(keys: readonly KeyView[]): string[] {
  return found(keys.filter(({ plans, handedOut }) => plans.length > 0 || handedOut));
}

/** What consumers should find once these keys are deployed. */
export function expected(keys: KeyFiles): string[] {
  const lines = Object.entries(keys).flatMap(([service, { generations, enabled, usagePlan = "basic" }]) =>
    Object.entries(generations).map(([id, state]) => {
      const on = enabled !== false && state !== "disabled" && state !== "revoked";
      return lineOf(`${service}-${id}`, on, [usagePlan], state === "current");
    }),
  );
  return lines.sort();
}

function lineOf(name: string, enabled: boolean, plans: readonly string[], published: boolean): string {
  const place = plans.length === 0 ? "in no plan" : `in ${plans.join(" and ")}`;
  return `${name} ${enabled ? "on" : "off"} ${place}${published ? ", published" : ""}`;
}

function nameOf({ service, generation }: KeyView): string {
  return `${service}-${generation}`;
}

/** The logical name of a plan, from its AWS name. */
export function planName(awsName: string): string {
  return awsName.replace(/^ai-service-keys-dev-(.*)-[0-9a-f]{7}$/, "$1");
}

/**
 * A sentence for each call of a deployment after which an invariant was broken. Nothing changes between two calls, so this
 * covers every moment. What was broken before the deployment is not held against it.
 *
 * - I1: the published value belongs to a key that is on and in a plan.
 * - I2: every key that was handed out stays on and in a plan, unless the file switches it off.
 * - I3: no key is deleted that was on and in a plan.
 * - I4: the published key becomes something less only once another one is published.
 * - I5: what was published when the last deployment ended or broke off stays on, unless the file revokes it or switches the key off.
 *
 * @param before the keys as they were when the deployment began.
 * @param last the keys as they were when the one before it ended, if somebody changed them by hand since.
 */
export function violations(
  before: readonly KeyView[],
  files: KeyFiles,
  journal: readonly Call[],
  last: readonly KeyView[] = before,
): string[] {
  const working = before.filter(works);
  const given = last.filter(({ published }) => published);
  const isGiven = (key: KeyView) => given.some((it) => nameOf(it) === nameOf(key));
  return journal.flatMap(({ action, resource, seen }) => {
    if (!seen) return [];
    const problems = [
      ...seen.delivered.flatMap((service) => {
        const key = seen.keys.find((it) => it.service === service && it.published);
        const old = before.find((it) => it.service === service && it.published);
        const wasBroken = !works(old) && old?.generation === key?.generation;
        const isMeant = files[service] === undefined || files[service].enabled === false || wasBroken;
        return isMeant || works(key) || isMoving(key, files)
          ? []
          : [`I1: the published key of ${service} does not work`];
      }),
      ...working.flatMap((old) => {
        const name = nameOf(old);
        const key = sameKey(seen, old);
        const file = files[old.service];
        if (key === undefined) return [`I3: ${name} is gone`];
        if (works(key) || isMoving(key, files) || maySwitchOff(old, file, isGiven(old))) return [];
        return [`${isGiven(old) ? "I5" : "I2"}: ${name} does not work any more`];
      }),
      ...tooEarly({ action, resource, seen }, given, files),
    ];
    return problems.map((problem) => `${problem} after ${action} ${resource}`);
  });
}

function works(key: KeyView | undefined): boolean {
  return key !== undefined && key.enabled && key.plans.length > 0;
}

function sameKey({ keys }: Observation, old: KeyView): KeyView | undefined {
  const named = keys.filter((key) => nameOf(key) === nameOf(old));
  return named.find(({ handedOut }) => handedOut) ?? named.find(({ plans }) => plans.length > 0) ?? named.at(-1);
}

/** Moving to another plan leaves a key in none for a moment, which the program warns of. */
function isMoving(key: KeyView | undefined, files: KeyFiles): boolean {
  const wanted = key && files[key.service];
  return (
    wanted !== undefined && key!.enabled && key!.plans.every((plan) => planName(plan) !== (wanted.usagePlan ?? "basic"))
  );
}

function maySwitchOff({ generation }: KeyView, file: KeyFile | undefined, isGiven: boolean): boolean {
  const state = file?.generations[generation];
  return file?.enabled === false || state === "revoked" || (state === "disabled" && !isGiven);
}

function tooEarly({ action, resource, seen }: Call, given: readonly KeyView[], files: KeyFiles): string[] {
  if (action !== "TagResource" && action !== "UpdateApiKey") return [];
  const key = given.find((it) => nameOf(it) === resource);
  const file = key && files[key.service];
  const isLess = file && file.enabled !== false && file.generations[key.generation] !== "current";
  const isPublished = seen!.keys.some((it) => it.published && nameOf(it) === resource);
  return isLess && isPublished ? [`I4: ${resource} was changed while it is still published`] : [];
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
interface Wanted {
  readonly keys: Readonly<Record<string, Generations>>;
  readonly on: readonly (string | undefined)[];
}

/**
 * Deploys a file, and returns its exit code and output, the changes that AWS was asked for, and what they broke for consumers in
 * the Regions that are on; by default only the stack's own is.
 */
export async function deployAcross(
  engine: Engine,
  config: StackConfig,
  on: Wanted["on"] = [undefined],
  ...args: string[]
): Promise<{ code: number | undefined; text: string; calls: string[]; broken: string[] }> {
  const before = await engine.aws.view();
  await engine.aws.journal();
  engine.configure(config);
  const { code, text } = await engine.up(...args);
  const journal = (await engine.aws.journal()).filter(({ seen }) => seen !== undefined);
  const all = Object.entries(config.keys as Record<string, { generations: Generations }>);
  const keys = Object.fromEntries(all.map(([name, { generations }]) => [name, generations]));
  const calls = journal.map(({ action, resource }) => `${action} ${resource}`);
  return { code, text, calls, broken: brokenIn(before, { keys, on }, journal) };
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
          const isMeantOff = ["disabled", "revoked"].includes(stateOf(old) ?? "") && !old.published;
          return works(key) || isMeantOff ? [] : [`I2, I5: ${placed(old)} does not work any more`];
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
