import { nextDeployment } from "./guard/advice";
import { identityFaults } from "./guard/identities";
import { recordOf, type Rotation, staysProtected, wasOff } from "./guard/record";
import { guardWarnings } from "./guard/warnings";
import type { DeployedGeneration, DeployedKey, LastDeployment } from "./last-deployment";
import { mapValues, valueIn } from "./map-values";
import { distance, isEnabled, mayBecome, type Presence } from "./rotation";
import type { Settings } from "./settings";
import { type Fault, formatPath, listed, sortFaults } from "./settings/faults";

/** What may not follow the last deployment, and what may but is rarely intended. */
export interface Verdict {
  readonly faults: readonly Fault[];
  readonly warnings: readonly string[];
}

/** The part of the settings that is compared with the last deployment. */
export type ComparedSettings = Pick<
  Settings,
  "keys" | "usagePlans" | "deletionProtection" | "region" | "regions" | "secretsManager"
>;

/**
 * Says what of the settings may not follow the last deployment. What it lets pass cuts nobody off, whatever the last
 * deployment left unfinished, unless the settings say so: by `revoked`, by `enabled: false`, or by `deletionProtection: false`
 * beforehand.
 *
 * @param settings settings without a fault of their own.
 * @param stack the stack's name, for the commands in the warnings.
 */
export function guard(last: LastDeployment, settings: ComparedSettings, stack: string): Verdict {
  if (isOlderVersion(last)) return { faults: [], warnings: [NOT_COMPARED] };
  const deployed = Object.entries(last.keys);
  const rotations = deployed.flatMap(([name, its]): Rotation[] => {
    const key = valueIn(settings.keys, name);
    return key ? [{ name, last: its, key }] : [];
  });
  const faults = [
    ...deployed.flatMap(([name, its]) => leftOutFaults(name, its, settings)),
    ...regionsLeftOut(last, settings),
    ...plansLeftOut(last, settings),
    ...rotations.flatMap((rotation) => stepFaults(rotation, settings.deletionProtection)),
    ...identityFaults(last, settings, stack),
  ];
  if (faults.length > 0) return { faults: sortFaults(faults), warnings: [] };
  return { faults, warnings: guardWarnings(rotations, last, settings, stack) };
}

const NOT_COMPARED =
  "an older version made the last deployment, so this deployment was not compared with it; the next one will be";

/** True if there are keys, and neither tags nor a finished deployment tell a state of any. */
function isOlderVersion({ keys }: LastDeployment): boolean {
  const all = Object.values(keys);
  const generations = all.flatMap((key) => Object.values(key.generations));
  return generations.length > 0 && all.every((key) => !key.finished) && generations.every(({ state }) => !state);
}

function leftOutFaults(name: string, last: DeployedKey, settings: ComparedSettings): Fault[] {
  const generations = Object.values(last.generations);
  // A first deployment may have broken off when there was nothing but the secret, which is protected.
  if (Object.hasOwn(settings.keys, name) || (generations.length === 0 && !last.secret)) return [];
  const isUnprotected = last.finished?.deletionProtection === false && !settings.deletionProtection;
  if (last.finished && (isUnprotected || wasOff(last))) return [];
  const why = last.finished ? "left out while it is on" : "left out before its last deployment has finished";
  const problem = `${why}; deployed: ${recordOf(last)}\nfirst deploy it with enabled: false, then leave it out`;
  return [{ path: formatPath(["keys", name]), problem }];
}

/** Each Region that is left out while it may still serve callers. */
function regionsLeftOut({ keys }: LastDeployment, { regions }: ComparedSettings): Fault[] {
  const serving = Object.values(keys).flatMap(({ finished, generations }) => {
    // What was switched off by hand is still protected.
    const isOff = (region: string) => finished?.enabled === false || finished?.regions?.[region] === false;
    const copies = Object.values(generations).flatMap((generation) => Object.entries(generation.copies ?? {}));
    return copies
      .filter(([region, { enabled }]) => enabled || !isOff(region))
      .map(([region]) => ({ region, isFinished: finished !== undefined }));
  });
  const names = new Set(serving.map(({ region }) => region));
  const left = [...names].filter((name) => !Object.hasOwn(regions, name));
  return left.map((name) => {
    const isOn = serving.some(({ region, isFinished }) => region === name && isFinished);
    const why = isOn
      ? "left out while keys are on there"
      : "left out before the last deployment of keys there has finished";
    const problem = `${why}\nfirst deploy it with enabled: false, then leave it out`;
    return { path: formatPath(["regions", name]), problem };
  });
}

/** Each plan that is left out while it has keys: the engine would refuse it as protected, in the middle of the deployment. */
function plansLeftOut(last: LastDeployment, { usagePlans }: ComparedSettings): Fault[] {
  const left = Object.keys(last.usagePlans).filter((name) => !Object.hasOwn(usagePlans, name));
  return left.flatMap((name) => {
    const onIt = Object.entries(last.keys).flatMap(([key, { finished, generations }]) =>
      Object.keys(generations)
        .filter((id) => finished?.deletionProtection && generations[id]!.usagePlan === name)
        .map((id) => `${key} ${id}`),
    );
    if (onIt.length === 0) return [];
    const problem = `left out while keys are on it: ${listed(onIt)}\nfirst deploy it without keys, then leave it out`;
    return [{ path: formatPath(["usagePlans", name]), problem }];
  });
}

/** Each generation that is more than one step from where it was left. */
function stepFaults({ name, last, key }: Rotation, deletionProtection: boolean): Fault[] {
  const wanted = mapValues(key.generations, ({ state }) => state);
  const context = { finished: last.finished, isOn: key.enabled, deletionProtection };
  const ids = Object.keys(last.generations).filter(
    (id) => !mayFollow(last.generations[id]!, valueIn(wanted, id) ?? "absent", context),
  );
  if (ids.length === 0) return [];
  const advice = nextDeployment(last, wanted, (generation, to) => mayFollow(generation, to, context));
  return ids.map((id) => {
    const why = objection(last.generations[id]!, valueIn(wanted, id) ?? "absent", last);
    const path = formatPath(["keys", name, "generations", id]);
    return { path, problem: `${why}; deployed: ${recordOf(last)}\n${advice}` };
  });
}

/** What decides, beside its own record, where a generation may go. */
interface Context {
  readonly finished: DeployedKey["finished"];
  /** False if the settings switch the whole key off. */
  readonly isOn: boolean;
  readonly deletionProtection: boolean;
}

/** True if the next deployment may move a generation there. */
function mayFollow(
  { state, enabled, isLinked }: DeployedGeneration,
  to: Presence,
  { finished, isOn, deletionProtection }: Context,
): boolean {
  // What broke off may have been handed over, but for what was never attached, which protection keeps all the same.
  if (to === "absent" && !finished) return state === "staged" && !isLinked && !deletionProtection;
  if (to === "revoked") return true;
  if (state === "revoked") return to === "absent";
  if (to !== "absent" && !isOn) return true;
  const isFree = to !== "absent" || !staysProtected(finished);
  if (finished && !enabled && isFree && mayBecome("disabled", to)) return true;
  return state === undefined ? to !== "absent" && isEnabled(to) : mayBecome(state, to);
}

/** Why a generation may not go there, as a clause. */
function objection({ state }: DeployedGeneration, to: Presence, { finished }: DeployedKey): string {
  const step = `${state ?? "unknown"} -> ${to}`;
  if (state === undefined) return `${step}: its state is not known, so it must stay on or be revoked`;
  if (state === "revoked" && to !== "absent") return `${step}: a revoked generation never comes back`;
  if (to === "absent" && !finished) return `${step} must wait until a deployment of the key has finished`;
  const count = distance(state, to);
  if (count === Infinity) return `${step}: only a new generation is ${to}`;
  return `${step} is ${count === 2 ? "two" : "three"} steps`;
}
