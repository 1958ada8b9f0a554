import type { LastDeployment } from "../last-deployment";
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
  settings: Pick<Settings, "keys" | "usagePlans" | "secretsManager">,
  stack: string,
): string[] {
  const ofKeys = rotations.flatMap((rotation) => [
    ...unfinished(rotation),
    ...planMoves(rotation, stack),
    ...newCurrent(rotation),
  ]);
  return [...ofKeys, ...standingImports(last, settings), ...droppedKmsKey(last, settings)];
}

function unfinished({ name, last }: Rotation): string[] {
  if (last.finished) return [];
  return [`${formatPath(["keys", name])}: its last deployment did not finish; as far as is known: ${statesOf(last)}`];
}

function planMoves({ name, last, key }: Rotation, stack: string): string[] {
  return Object.entries(key.generations).flatMap(([id, { state, usagePlan }]) => {
    const deployed = valueIn(last.generations, id);
    const isLive = key.enabled && isEnabled(state) && deployed?.enabled;
    if (!isLive || deployed.usagePlan === undefined || deployed.usagePlan === usagePlan) return [];
    const path = formatPath(["keys", name, "generations", id]);
    if (usagePlan === undefined) return [`${path}: loses its plan ${deployed.usagePlan}, and its calls are refused`];
    const start = `npm run rotate -- ${stack} ${name} start --usage-plan ${usagePlan}`;
    return [
      `${path}: moves from plan ${deployed.usagePlan} to ${usagePlan}, and its calls are refused for some seconds; without a gap: ${start}`,
    ];
  });
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
