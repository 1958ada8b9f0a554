import type { DeployedStage, LastDeployment } from "../last-deployment";
import { valueIn } from "../map-values";
import { isEnabled } from "../rotation";
import type { Settings } from "../settings";
import { formatPath } from "../settings/faults";
import { currentId } from "../settings/generations";
import { type Rotation, statesOf } from "./record";

/** What may follow the last deployment, but is noticed by callers or tells that something is left to do. */
export function guardWarnings(
  rotations: readonly Rotation[],
  last: LastDeployment,
  settings: Pick<Settings, "keys" | "usagePlans" | "regions" | "secretsManager">,
  stack: string,
): string[] {
  const ofKeys = rotations.flatMap((rotation) => [
    ...unfinished(rotation),
    ...planMoves(rotation, stack),
    ...newCurrent(rotation),
  ]);
  return [
    ...ofKeys,
    ...lostStages(rotations, last, settings),
    ...standingImports(last, settings),
    ...droppedKmsKey(last, settings),
  ];
}

function unfinished({ name, last }: Rotation): string[] {
  if (last.finished) return [];
  return [`${formatPath(["keys", name])}: its last deployment did not finish; as far as is known: ${statesOf(last)}`];
}

/** The generations that work and are to go on working: as they were deployed, and the plan that the settings give them. */
function liveIn({ last, key }: Rotation) {
  if (!key.enabled) return [];
  return Object.entries(key.generations).flatMap(([id, { state, usagePlan }]) => {
    const deployed = valueIn(last.generations, id);
    return isEnabled(state) && deployed?.enabled ? [{ id, deployed, usagePlan }] : [];
  });
}

function planMoves(rotation: Rotation, stack: string): string[] {
  const { name } = rotation;
  return liveIn(rotation).flatMap(({ id, deployed, usagePlan }) => {
    if (deployed.usagePlan === undefined || deployed.usagePlan === usagePlan) return [];
    const path = formatPath(["keys", name, "generations", id]);
    if (usagePlan === undefined) return [`${path}: loses its plan ${deployed.usagePlan}, and its calls are refused`];
    const start = `npm run rotate -- ${stack} ${name} start --usage-plan ${usagePlan}`;
    return [
      `${path}: moves from plan ${deployed.usagePlan} to ${usagePlan}, and its calls are refused for some seconds; without a gap: ${start}`,
    ];
  });
}

/** The API stages that a plan opens no longer, though a key that is on stays on it. */
function lostStages(
  rotations: readonly Rotation[],
  last: LastDeployment,
  { usagePlans, regions }: Pick<Settings, "usagePlans" | "regions">,
): string[] {
  const isInUse = (plan: string) =>
    rotations.some((rotation) =>
      liveIn(rotation).some(({ deployed, usagePlan }) => usagePlan === plan && deployed.usagePlan === plan),
    );
  return Object.entries(usagePlans).flatMap(([name, { apiStages = [] }]) => {
    // Which API another stack's output names is known to the deployment alone.
    const isTold = (it: (typeof apiStages)[number]): it is typeof it & DeployedStage =>
      typeof it.apiId === "string" && typeof it.stage === "string";
    if (!apiStages.every(isTold) || !isInUse(name)) return [];
    const opened = new Set(apiStages.map(nameOf));
    return (valueIn(last.usagePlans, name)?.apiStages ?? [])
      .filter(({ region }) => region === undefined || valueIn(regions, region)?.enabled)
      .map(nameOf)
      .filter((stage) => !opened.has(stage))
      .map(
        (stage) =>
          `${formatPath(["usagePlans", name])}: no longer opens ${stage}, and calls of its keys are refused there`,
      );
  });
}

function nameOf({ apiId, stage, region }: DeployedStage): string {
  return `${apiId}/${stage}${region === undefined ? "" : ` in ${region}`}`;
}

function newCurrent({ name, last, key }: Rotation): string[] {
  const id = currentId(key);
  const recorded = Object.entries(last.generations);
  if (recorded.length === 0 || Object.hasOwn(last.generations, id) || !key.enabled) return [];
  // What has leaked is replaced at once.
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
function standingImports(last: LastDeployment, { keys, usagePlans }: Pick<Settings, "keys" | "usagePlans">): string[] {
  const generations = Object.entries(keys).flatMap(([name, key]) =>
    Object.keys(key.generations)
      .filter((id) => key.generations[id]!.import !== undefined)
      .filter((id) => Object.hasOwn(valueIn(last.keys, name)?.generations ?? {}, id))
      .map((id) => ["keys", name, "generations", id, "import"]),
  );
  const secrets = Object.entries(keys)
    .filter(([name, { secretImport }]) => secretImport !== undefined && valueIn(last.keys, name)?.secret !== undefined)
    .map(([name]) => ["keys", name, "secretImport"]);
  const plans = Object.entries(usagePlans)
    .filter(([name, { import: given }]) => given !== undefined && Object.hasOwn(last.usagePlans, name))
    .map(([name]) => ["usagePlans", name, "import"]);
  return [...generations, ...secrets, ...plans].map((path) => `${formatPath(path)}: deployed: drop the line`);
}

function droppedKmsKey({ keys }: LastDeployment, { secretsManager }: Pick<Settings, "secretsManager">): string[] {
  const deployed = Object.values(keys).find(({ secret }) => secret?.kmsKeyId !== undefined)?.secret?.kmsKeyId;
  if (deployed === undefined || secretsManager === undefined || secretsManager.kmsKeyId !== undefined) return [];
  return [
    `secretsManager.kmsKeyId: dropped, but AWS keeps ${deployed} and every preview shows a change; give alias/aws/secretsmanager`,
  ];
}
