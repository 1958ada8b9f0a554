import type { Call, KeyView, Observation } from "../../../harness/aws/calls";
import type { KeyFile, KeyFiles } from "./stack-files";

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
