import { nextDeployment } from "./guard-advice";
import type { DeployedGeneration, DeployedKey, LastDeployment } from "./last-deployment";
import { mapValues, valueIn } from "./map-values";
import { distance, isEnabled, mayBecome, type Presence } from "./rotation";
import type { Settings } from "./settings";
import { type Fault, formatPath, quote, sortFaults } from "./settings/faults";
import { currentId } from "./settings/generations";

/** What may not follow the last deployment, and what may but is rarely intended. */
export interface Verdict {
  readonly faults: readonly Fault[];
  readonly warnings: readonly string[];
}

/** The part of the settings that is compared with the last deployment. */
export type ComparedSettings = Pick<
  Settings,
  "keys" | "usagePlans" | "deletionProtection" | "region" | "secretsManager"
>;

/** A key that was deployed and is still in the settings. */
interface Rotation {
  readonly name: string;
  readonly last: DeployedKey;
  readonly key: Settings["keys"][string];
}

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
    ...rotations.flatMap(stepFaults),
    ...rotations.flatMap(importFaults),
    ...rotations.flatMap(secretNameFaults),
    ...planImportFaults(last, settings),
    ...regionFaults(last, settings),
  ];
  if (faults.length > 0) return { faults: sortFaults(faults), warnings: [] };
  const warnings = rotations.flatMap((rotation) => keyWarnings(rotation, stack));
  return { faults, warnings: [...warnings, ...standingImports(last, settings), ...kmsKeyWarnings(last, settings)] };
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
  if (Object.hasOwn(settings.keys, name) || generations.length === 0) return [];
  const isUnprotected = last.finished?.deletionProtection === false && !settings.deletionProtection;
  if (last.finished && (isUnprotected || generations.every(({ enabled }) => !enabled))) return [];
  const why = last.finished ? "left out while it is on" : "left out before its last deployment has finished";
  const problem = `${why}; deployed: ${recordOf(last)}\nfirst deploy it with enabled: false, then leave it out`;
  return [{ path: formatPath(["keys", name]), problem }];
}

/** Each generation that is more than one step from where it was left. */
function stepFaults({ name, last, key }: Rotation): Fault[] {
  const wanted = mapValues(key.generations, ({ state }) => state);
  const ids = Object.keys(last.generations).filter(
    (id) => !mayFollow(last.generations[id]!, valueIn(wanted, id) ?? "absent", { last, isOn: key.enabled }),
  );
  if (ids.length === 0) return [];
  const context = { last, isOn: key.enabled };
  const advice = nextDeployment(last, wanted, (generation, to) => mayFollow(generation, to, context));
  return ids.map((id) => {
    const why = objection(last.generations[id]!, valueIn(wanted, id) ?? "absent", last);
    const path = formatPath(["keys", name, "generations", id]);
    return { path, problem: `${why}; deployed: ${recordOf(last)}\n${advice}` };
  });
}

/** True if the next deployment may move a generation there. */
function mayFollow(
  { state, enabled, isLinked }: DeployedGeneration,
  to: Presence,
  { last: { finished }, isOn }: { readonly last: DeployedKey; readonly isOn: boolean },
): boolean {
  // What broke off may have been handed over, but for what was never attached.
  if (to === "absent" && !finished) return state === "staged" && !isLinked;
  if (to === "revoked" || to === state) return true;
  if (state === "revoked") return to === "absent";
  if (to !== "absent" && !isOn) return true;
  if (finished && !enabled && mayBecome("disabled", to)) return true;
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
  return `${step} is ${["no", "one", "two", "three", "four"][count]} steps`;
}

/** The generations of a key as deployed, with their days, and whether its deployment broke off. */
function recordOf(last: DeployedKey): string {
  const off = last.finished?.enabled === false ? ", with enabled: false" : "";
  return `${statesOf(last)}${off}${last.finished ? "" : " (the last deployment of this key did not finish)"}`;
}

function statesOf({ generations }: DeployedKey): string {
  const each = Object.entries(generations).map(([id, { state = "in an unknown state", since }]) =>
    since === undefined ? `${id} ${state}` : `${id} ${state} since ${since}`,
  );
  return each.join(", ");
}

function importFaults({ name, last, key }: Rotation): Fault[] {
  return Object.entries(key.generations).flatMap(([id, { import: wanted, usagePlan }]) => {
    const deployed = valueIn(last.generations, id);
    if (wanted === undefined || deployed === undefined) return [];
    const path = formatPath(["keys", name, "generations", id, "import"]);
    if (deployed.apiKeyId !== undefined && deployed.apiKeyId !== wanted) {
      const problem = `deployed is ${quote(deployed.apiKeyId)}, which this would replace; drop the line, and import ${quote(wanted)} as a new generation`;
      return [{ path, problem }];
    }
    if (!deployed.isLinked || deployed.usagePlan === undefined || deployed.usagePlan === usagePlan) return [];
    const problem = `deployed already, and the generation leaves plan ${deployed.usagePlan}, so there is no link to import; drop the line`;
    return [{ path, problem }];
  });
}

function planImportFaults(last: LastDeployment, { usagePlans }: ComparedSettings): Fault[] {
  return Object.entries(usagePlans).flatMap(([name, { import: wanted }]) => {
    const deployed = valueIn(last.usagePlans, name)?.id;
    if (wanted === undefined || deployed === undefined || deployed === wanted) return [];
    const problem = `deployed is ${quote(deployed)}, which this would replace; drop the line, or import ${quote(wanted)} under another name`;
    return [{ path: formatPath(["usagePlans", name, "import"]), problem }];
  });
}

function secretNameFaults({ name, last, key }: Rotation): Fault[] {
  const deployed = last.secret?.name;
  if (key.secretName === undefined || deployed === undefined || deployed === key.secretName) return [];
  const wasOff = last.finished && Object.values(last.generations).every(({ enabled }) => !enabled);
  if (wasOff || !key.enabled) return [];
  const problem = `deployed is ${quote(deployed)}, and AWS cannot rename a secret: its readers would lose it; keep ${quote(deployed)}, or drop the line`;
  return [{ path: formatPath(["keys", name, "secretName"]), problem }];
}

function regionFaults(last: LastDeployment, { region }: ComparedSettings): Fault[] {
  if (region === undefined || last.region === undefined || region === last.region) return [];
  const problem = `the stack is deployed in ${last.region}, and another Region would replace all its keys; give ${last.region}, and make a stack of its own for ${region}`;
  return [{ path: "aws:region", problem }];
}

/** What may follow, but is noticed by callers or tells that something is left to do. */
function keyWarnings({ name, last, key }: Rotation, stack: string): string[] {
  const path = formatPath(["keys", name]);
  const start = `npm run rotate -- ${stack} ${name} start`;
  const moves = Object.entries(key.generations).flatMap(([id, { state, usagePlan }]) => {
    const deployed = valueIn(last.generations, id);
    const isLive = key.enabled && isEnabled(state) && deployed?.enabled;
    if (!isLive || deployed.usagePlan === undefined || deployed.usagePlan === usagePlan) return [];
    const move =
      usagePlan === undefined
        ? `leaves plan ${deployed.usagePlan} and has none, so its calls are refused`
        : `moves from plan ${deployed.usagePlan} to ${usagePlan}, and its calls are refused for some seconds; without a gap: ${start} --usage-plan ${usagePlan}`;
    return [`${formatPath(["keys", name, "generations", id])}: ${move}`];
  });
  const unfinished = last.finished
    ? []
    : [`${path}: its last deployment did not finish; as far as is known: ${statesOf(last)}`];
  return [...unfinished, ...moves, ...newCurrentWarning({ name, last, key })];
}

function newCurrentWarning({ name, last, key }: Rotation): string[] {
  const id = currentId(key);
  const recorded = Object.entries(last.generations);
  if (recorded.length === 0 || Object.hasOwn(last.generations, id) || !key.enabled) return [];
  // A leaked value is replaced at once.
  const replacesLeaked = recorded.some(
    ([old, { state }]) => state !== "revoked" && valueIn(key.generations, old)?.state === "revoked",
  );
  if (replacesLeaked) return [];
  const path = formatPath(["keys", name, "generations", id]);
  return [
    `${path}: new and handed over at once; API Gateway may refuse a new key for some seconds: start, then promote`,
  ];
}

/** The imports that the last deployment has made. */
function standingImports(last: LastDeployment, { keys, usagePlans }: ComparedSettings): string[] {
  const ofKeys = Object.entries(keys).flatMap(([name, { generations }]) =>
    Object.entries(generations).map(([id, { import: wanted }]) => {
      const deployed = valueIn(valueIn(last.keys, name)?.generations ?? {}, id)?.apiKeyId;
      return { path: ["keys", name, "generations", id, "import"], wanted, deployed };
    }),
  );
  const plans = Object.entries(usagePlans).map(([name, { import: wanted }]) => {
    return { path: ["usagePlans", name, "import"], wanted, deployed: valueIn(last.usagePlans, name)?.id };
  });
  return [...ofKeys, ...plans]
    .filter(({ wanted, deployed }) => wanted !== undefined && wanted === deployed)
    .map(({ path }) => `${formatPath(path)}: deployed: drop the line`);
}

function kmsKeyWarnings({ keys }: LastDeployment, { secretsManager }: ComparedSettings): string[] {
  const deployed = Object.values(keys).find(({ secret }) => secret?.kmsKeyId !== undefined)?.secret?.kmsKeyId;
  if (deployed === undefined || secretsManager === undefined || secretsManager.kmsKeyId !== undefined) return [];
  return [
    `secretsManager.kmsKeyId: dropped, but AWS keeps ${deployed} and every preview shows a change; give alias/aws/secretsmanager`,
  ];
}
