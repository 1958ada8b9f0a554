import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { mapValues } from "../../src/map-values";
import type { Presence } from "../../src/rotation";
import { readSettings, type Settings } from "../../src/settings";
import { listed } from "../../src/settings/complaints";
import { type Fault, formatFaults } from "../../src/settings/faults";
import { currentId, type GenerationSettings } from "../../src/settings/generations";
import { nearest } from "../../src/settings/nearest";
import type { ServiceKeySettings } from "../../src/settings/service-key";
import { type Answer, UsageError } from "../command";
import { editGenerations, keysAreText, leavesKeys } from "../stack-file/edit-generations";
import { commitOf } from "../stack-file/git";
import { versions } from "../stack-file/history";
import { readText } from "../stack-file/read-text";
import { replaceFile } from "../stack-file/replace-file";
import { parseStackFile, readStackFile, type SoundStackFile } from "../stack-file/stack-file";
import { advice } from "./advice";
import type { StepCall } from "./call";
import { legalSteps, outcomeOf } from "./steps";

/**
 * Edits the stack file by one step of a rotation, for all the keys that are asked for or for none.
 *
 * @throws {UsageError} for a key that there is not, and for a file that cannot be read, edited or written.
 */
export function rotateStep(call: StepCall, folder: string): Answer {
  const file = readStackFile(folder, call.stack);
  const refused = (lines: string) => ({ exitCode: 1, stderr: `${lines}\n${file.name} is left as it was` }) as const;
  if (file.faults) return refused(formatFaults(call.stack, file.faults));

  const { changes, problems } = changesOf(call, file.settings, folder);
  if (problems.length > 0) return refused(problems.join("\n"));

  const keys = mapValues(file.settings.keys, (key, name) =>
    Object.hasOwn(changes, name) ? changeKey(key, changes[name]!, call.usagePlan) : key,
  );
  const faults = faultsOf(file, keys);
  if (faults) return refused(formatFaults(call.stack, faults));
  const text = edit(file, keys, call.usagePlan);
  const edited = readBack(file, text, folder);
  if (!isDeepStrictEqual(edited.settings.keys, keys)) throw notEditable(file);

  if (call.dryRun) return { exitCode: 0, stdout: diff(file, text) };
  replaceFile(join(folder, file.name), file.text, text);
  return {
    exitCode: 0,
    stdout: advice({
      call,
      changes,
      before: file.settings,
      after: edited.settings,
      region: file.entries["aws:region"],
    }),
  };
}

type Changes = Readonly<Record<string, Readonly<Record<string, Presence>>>>;

/** What the step changes, and for each key for which it is not legal why, and what is. */
function changesOf(call: StepCall, settings: Settings, folder: string) {
  const changes: Record<string, Changes[string]> = {};
  const problems: string[] = [];
  const usedIds = call.step.startsWith("start") ? idsInHistory(folder, call.stack) : new Map<string, string[]>();
  for (const name of keysOf(call, settings)) {
    const states = mapValues(settings.keys[name]!.generations, ({ state }) => state);
    const outcome = outcomeOf(states, { ...call, usedIds: usedIds.get(name) });
    if (outcome.problem === undefined) changes[name] = outcome.changes;
    else problems.push(`${name}: ${outcome.problem}; legal now: ${legalSteps(states).join(", ")}`);
  }
  return { changes, problems };
}

/** The key with its generations changed. A new one is on the given plan or, as a moved key stays moved, on the current one's. */
function changeKey(
  key: ServiceKeySettings,
  changes: Changes[string],
  usagePlan: string | undefined,
): ServiceKeySettings {
  const plan = usagePlan ?? key.generations[currentId(key)]!.usagePlan;
  const generations = new Map<string, GenerationSettings>(Object.entries(key.generations));
  for (const [id, state] of Object.entries(changes)) {
    if (state === "absent") generations.delete(id);
    else generations.set(id, { ...(generations.get(id) ?? (plan !== undefined && { usagePlan: plan })), state });
  }
  return { ...key, generations: Object.fromEntries(generations) };
}

function keysOf({ key, stack }: StepCall, { keys }: Settings): string[] {
  const names = Object.keys(keys);
  if (key === undefined) return names;
  if (Object.hasOwn(keys, key)) return [key];
  const near = nearest(key, names);
  const remedy = near === undefined ? `the keys are ${listed(names)}` : `did you mean "${near}"?`;
  throw new UsageError(`stack ${stack} has no key "${key}"; ${remedy}`);
}

/** The ids that each key ever had, as far as git knows: none is given again. */
function idsInHistory(folder: string, stack: string): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { settings } of history(folder, stack)) {
    for (const [name, { generations }] of Object.entries(settings?.keys ?? {})) {
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

function edit(file: SoundStackFile, keys: Settings["keys"], usagePlan: string | undefined): string {
  if (leavesKeys(file)) {
    throw new UsageError("the keys of this stack come from an ESC environment, if it has any: make the step there");
  }
  if (keysAreText(file)) {
    throw new UsageError(
      "keys is JSON text, as `pulumi config set keys` writes it: write it as a map, and make the step again",
    );
  }
  return editGenerations(file, keys, usagePlan);
}

/** The faults that the keys would have, such as a usage plan that there is not. */
function faultsOf(file: SoundStackFile, keys: Settings["keys"]): readonly Fault[] | undefined {
  const entries = { ...file.entries, [`${file.project}:keys`]: JSON.stringify(keys) };
  return readSettings({ project: file.project, entries, isSecret: () => false }).faults;
}

/** The settings that the edited text makes. */
function readBack(file: SoundStackFile, text: string, folder: string): SoundStackFile {
  try {
    const edited = parseStackFile(file.stack, { project: readText(folder, "Pulumi.yaml"), stack: text });
    if (!edited.faults) return edited;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
  }
  throw notEditable(file);
}

function notEditable({ name }: SoundStackFile): UsageError {
  return new UsageError(
    `${name} is written in a form that cannot be edited here; it is left as it was: edit it by hand`,
  );
}

function diff({ name, text: before }: SoundStackFile, after: string): string {
  return createTwoFilesPatch(name, name, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  }).trimEnd();
}
