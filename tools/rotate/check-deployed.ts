import { isDeepStrictEqual } from "node:util";
import type { Settings } from "../../src/settings";
import { mapValues } from "../../src/map-values";
import { isEnabled } from "../../src/rotation";
import { formatPath } from "../../src/settings/faults";
import { currentId } from "../../src/settings/generations";
import { generationIn } from "../generation-in";
import type { Answer } from "../command";
import { historyFromHead } from "../stack-file/history";
import { formatLocatedFaults } from "../stack-file/located-faults";
import { readStackFile } from "../stack-file/stack-file";
import { type DeployedKey, deployedStack } from "../state/deployed";
import { parseState } from "../state/exported-state";
import { deployedIdentities, identitiesOf, identityChanges, importsToDrop } from "./identities";
import { comparable, jumps, type Keys } from "./jumps";

/**
 * Compares the file of a stack with what was last deployed, as its exported state has it.
 *
 * Exit code 1 with a line for each change that one deployment must not make, and the commit to deploy first.
 *
 * @throws {UsageError} if the file cannot be read, or `exported` is not the state of this stack.
 */
export function checkDeployed(stack: string, allowGap: boolean, folder: string, exported: string): Answer {
  const file = readStackFile(folder, stack);
  if (file.faults) return { exitCode: 1, stderr: formatLocatedFaults(stack, file.faults) };
  const deployed = deployedStack(parseState(exported, file));
  const { keys } = deployed;
  const identities = deployedIdentities(deployed);
  const known = Object.fromEntries(
    [...keys].flatMap(([name, key]) => (key.states ? [[name, asDeployed(key, key.states)]] : [])),
  );
  const problemsOf = (after: Settings) => [
    ...jumps({ stack, before: known, after: after.keys, allowGap }),
    ...identityChanges(identities, identitiesOf(after)),
    ...[...keys].flatMap(([name, key]) => unlikeUnknown(name, key, after.keys)),
  ];
  const lines = problemsOf(file.settings);
  if (lines.length === 0) {
    const toDrop = importsToDrop(identities, identitiesOf(file.settings));
    return {
      exitCode: 0,
      stdout: [
        `${file.name} is one legal step from what is deployed, or none`,
        ...toDrop.map((path) => `${file.name}: ${path}: deployed: drop it`),
      ].join("\n"),
    };
  }
  const isLegal = (after: Settings) => problemsOf(after).length === 0;
  const isDeployed = (after: Settings) => isDeepStrictEqual(comparable(after.keys), known);
  return {
    exitCode: 1,
    stderr: [...lines.map((line) => `${file.name}: ${line}`), ...deployFirst(folder, stack, isLegal, isDeployed)].join(
      "\n",
    ),
  };
}

/** A key as it was last deployed completely. */
function asDeployed({ generations }: DeployedKey, states: NonNullable<DeployedKey["states"]>): Keys[string] {
  const recorded = mapValues(states, (state, id) => ({ state, usagePlan: generations.get(id)?.usagePlan }));
  // A key that is off has its current generation off as well.
  return { enabled: generations.get(currentId({ generations: recorded }))?.enabled ?? true, generations: recorded };
}

/** The problem with a key whose states are not in the exported state, if there is one. */
function unlikeUnknown(name: string, { states, isRecorded, generations }: DeployedKey, after: Keys): string[] {
  // A key whose first deployment has not finished counts as new.
  if (states !== undefined || !isRecorded) return [];
  const key = Object.hasOwn(after, name) ? after[name] : undefined;
  const isSame = (id: string) => {
    const generation = key && generationIn(key, id);
    return generation && generations.get(id)?.enabled === (key.enabled && isEnabled(generation.state));
  };
  const ids = [...new Set([...generations.keys(), ...Object.keys(key?.generations ?? {})])];
  if (ids.every(isSame)) return [];
  const wanted = [...generations].map(([id, { enabled }]) => `${id} (${enabled ? "enabled" : "disabled"})`);
  return [
    `${formatPath(["keys", name])}: what is deployed does not have the states of its generations; first deploy it with exactly ${wanted.join(", ")}`,
  ];
}

/** Names the newest commit that should be deployed first, or from which to go on, if git has one. */
function deployFirst(
  folder: string,
  stack: string,
  isLegal: (after: Settings) => boolean,
  isDeployed: (after: Settings) => boolean,
): string[] {
  const history = historyFromHead(folder, stack);
  if (history === undefined) return [];
  let from = "";
  for (const { last, settings } of history.versions) {
    if (!settings || !isLegal(settings)) continue;
    if (!isDeployed(settings)) {
      return [`deploy commit ${last} first: it is the newest one that is one legal step from what is deployed`];
    }
    from ||= `, from commit ${last}, which is what is deployed`;
  }
  const remedy = `make the steps again, one for each deployment${from}`;
  return [`no commit here is one legal step from what is deployed; ${remedy}`];
}
