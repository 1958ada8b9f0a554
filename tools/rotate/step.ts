import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { mapValues } from "../../src/map-values";
import { legalSteps, stepOf } from "./steps";
import type { Settings } from "../../src/settings";
import { listed } from "../../src/settings/complaints";
import { formatFaults } from "../../src/settings/faults";
import { nearest } from "../../src/settings/nearest";
import { type Answer, UsageError } from "../command";
import { commitOf } from "../stack-file/git";
import { replaceFile } from "../stack-file/replace-file";
import { advice } from "./advice";
import type { StepCall } from "./call";
import { type Changes, changeSettings, editGenerations, keysAreText, leavesKeys } from "../stack-file/edit-generations";
import { readStack, readStackFile, readText, type StackFile } from "../stack-file/stack-file";
import { versions } from "../stack-file/history";
import { settingsOf } from "../stack-file/settings";

/**
 * Edits the stack file by one step of a rotation, for all the keys that are asked for or for none.
 *
 * @throws {UsageError} for a key that there is not, and for a file that cannot be read, edited or written.
 */
export function rotateStep(call: StepCall, folder: string): Answer {
  const name = `Pulumi.${call.stack}.yaml`;
  const refused = (lines: string) => ({ exitCode: 1, stderr: `${lines}\n${name} is left as it was` }) as const;
  const file = readStackFile(folder, call.stack);
  const { settings, faults } = settingsOf(file);
  if (faults) return refused(formatFaults(call.stack, faults));

  const { changes, problems } = stepsOf(call, settings, folder);
  if (problems.length > 0) return refused(problems.join("\n"));

  const before = readText(folder, name);
  const after = edit(file, before, settings, changes);
  const edited = readBack(call.stack, (each) => (each === name ? after : readText(folder, each)));
  const wanted = changeSettings(settings, changes);
  const entries = { ...edited.entries, [`${file.project}:keys`]: JSON.stringify(wanted.keys) };
  const { faults: wantedFaults } = settingsOf({ ...edited, entries });
  if (wantedFaults) return refused(formatFaults(call.stack, wantedFaults));
  if (!isDeepStrictEqual(settingsOf(edited).settings, wanted)) throw notEditable(name);

  if (call.dryRun) return { exitCode: 0, stdout: diff(name, before, after) };
  replaceFile(join(folder, name), before, after);
  return {
    exitCode: 0,
    stdout: advice({ call, changes, before: settings, after: wanted, region: file.entries["aws:region"] }),
  };
}

/** What the step changes, and for each key for which it is not legal why, and what is. */
function stepsOf(call: StepCall, settings: Settings, folder: string) {
  const changes: Record<string, Changes[string]> = {};
  const problems: string[] = [];
  const usedIds = call.verb === "start" ? idsInHistory(folder, call.stack) : new Map<string, string[]>();
  for (const name of keysOf(call, settings)) {
    const key = settings.keys[name]!;
    const states = mapValues(key.generations, ({ state }) => state);
    const step = stepOf(states, { ...call, usedIds: usedIds.get(name) });
    if (step.problem === undefined) {
      changes[name] = { states: step.changes, usagePlan: call.usagePlan ?? inheritedPlan(key) };
    } else {
      problems.push(`${name}: ${step.problem}; legal now: ${legalSteps(states).join(", ")}`);
    }
  }
  return { changes, problems };
}

function keysOf({ key, stack }: StepCall, { keys }: Settings): string[] {
  const names = Object.keys(keys);
  if (key === undefined) return names;
  if (Object.hasOwn(keys, key)) return [key];
  const near = nearest(key, names);
  const remedy = near === undefined ? `the keys are ${listed(names)}` : `did you mean "${near}"?`;
  throw new UsageError(`stack ${stack} has no key "${key}"; ${remedy}`);
}

/** A key that was moved to another plan stays there: its next generation takes the plan of the current one. */
function inheritedPlan({ generations, usagePlan }: Settings["keys"][string]): string | undefined {
  const current = Object.values(generations).find(({ state }) => state === "current");
  return current?.usagePlan === usagePlan ? undefined : current?.usagePlan;
}

/** The ids that each key ever had, as far as git knows: none is given again. */
function idsInHistory(folder: string, stack: string): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { settings } of history(folder, stack)) {
    for (const [name, { generations }] of Object.entries(settings.keys)) {
      ids.set(name, [...(ids.get(name) ?? []), ...Object.keys(generations)]);
    }
  }
  return ids;
}

function history(folder: string, stack: string) {
  try {
    return versions(folder, commitOf(folder, "HEAD"), stack);
  } catch (error) {
    // Without git, or before the first commit, there is no history to heed.
    if (error instanceof UsageError) return [];
    throw error;
  }
}

function edit({ project, entries }: StackFile, text: string, settings: Settings, changes: Changes): string {
  if (leavesKeys(text, project)) {
    throw new UsageError("the keys of this stack come from an ESC environment, if it has any: make the step there");
  }
  if (keysAreText(text, project)) {
    throw new UsageError(
      "keys is JSON text, as `pulumi config set keys` writes it: write it as a map, and make the step again",
    );
  }
  const given = entries[`${project}:keys`];
  const defaultKeys = (given ? JSON.parse(given) : settings.keys) as Record<string, unknown>;
  return editGenerations({ text, project, settings, defaultKeys }, changes);
}

function readBack(stack: string, textOf: (file: string) => string): StackFile {
  try {
    return readStack(stack, textOf);
  } catch (error) {
    throw error instanceof UsageError ? notEditable(`Pulumi.${stack}.yaml`) : error;
  }
}

function notEditable(name: string): UsageError {
  return new UsageError(
    `${name} is written in a form that cannot be edited here; it is left as it was: edit it by hand`,
  );
}

function diff(name: string, before: string, after: string): string {
  return createTwoFilesPatch(name, name, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  }).trimEnd();
}
