/** `npm run rotate -- STACK KEY VERB`: edits a stack file by one step of a rotation. */
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { mapValues } from "../../src/map-values";
import type { Step } from "../../src/rotation";
import { readSettings, type Settings } from "../../src/settings";
import { type Fault, formatFaults, listed } from "../../src/settings/faults";
import { currentId, type GenerationSettings } from "../../src/settings/generations";
import { nearest } from "../../src/settings/nearest";
import type { ServiceKeySettings } from "../../src/settings/service-key";
import { type Answer, UsageError } from "../command";
import type { Day } from "../days";
import type { DeployedSources } from "../deployed";
import { editGenerations } from "../stack-file/edit-generations";
import { formatLocatedFaults } from "../stack-file/located-faults";
import { parseStackFile, readStackFile, readText, replaceFile, type SoundStackFile } from "../stack-file/stack-file";
import { advice } from "./advice";
import { type Changes, legalSteps, outcomeOf } from "./steps";

/** What `npm run rotate` needs besides its arguments. */
export interface Surroundings extends DeployedSources {
  /** The project's folder, with the stack files. */
  readonly folder: string;
  /** The day of the run. */
  readonly today: Day;
  /** True if standard output should be coloured. */
  readonly colour: boolean;
}

/** One step of the rotation of a key, or of every key of a stack. */
export interface StepCall {
  readonly stack: string;
  /** Undefined for every key of the stack. */
  readonly key?: string;
  readonly step: Step;
  readonly id?: string;
  /** The plan of a new generation; without it that of the current one. */
  readonly usagePlan?: string;
  readonly dryRun: boolean;
}

/**
 * Makes a step for a key of a stack file, or for all keys or none, and says what to do next.
 *
 * @throws {UsageError} for a missing key, and for a file that cannot be read, edited or written.
 */
export function rotateStep(call: StepCall, { folder, today }: Pick<Surroundings, "folder" | "today">): Answer {
  const file = readStackFile(folder, call.stack);
  const refused = (lines: string) => ({ exitCode: 1, stderr: `${lines}\n${file.name} is left as it was` }) as const;
  if (file.faults) return refused(formatLocatedFaults(call.stack, file.faults));

  const { changes, problems } = changesOf(call, file.settings);
  if (problems.length > 0) return refused(problems.join("\n"));

  const changed = changeGenerations(file, changes, folder, call.usagePlan);
  if (changed.faults) return refused(formatFaults(call.stack, changed.faults));

  if (call.dryRun) return { exitCode: 0, stdout: diff(file, changed.text) };
  replaceFile(join(folder, file.name), file.text, changed.text);
  const stdout = advice({ call, changes, before: file.settings, after: changed.settings, today });
  return { exitCode: 0, stdout };
}

/**
 * The key that a call names, or every key of the stack.
 *
 * @throws {UsageError} if the stack has no such key.
 */
export function keysOf(
  { key, stack }: { readonly key?: string; readonly stack: string },
  { keys }: Settings,
): string[] {
  const names = Object.keys(keys);
  if (key === undefined) return names;
  if (Object.hasOwn(keys, key)) return [key];
  const near = nearest(key, names);
  const remedy = near === undefined ? `the keys are ${listed(names)}` : `did you mean "${near}"?`;
  throw new UsageError(`stack ${stack} has no key "${key}"; ${remedy}`);
}

/** What the step changes, and why it is not legal for some keys. */
function changesOf(call: StepCall, settings: Settings) {
  const changes: Record<string, Changes[string]> = {};
  const problems: string[] = [];
  for (const name of keysOf(call, settings)) {
    const states = mapValues(settings.keys[name]!.generations, ({ state }) => state);
    const outcome = outcomeOf(states, call);
    if (outcome.problem === undefined) changes[name] = outcome.changes;
    else problems.push(`${name}: ${outcome.problem}; legal now: ${legalSteps(states).join(", ")}`);
  }
  return { changes, problems };
}

function diff({ name, text: before }: SoundStackFile, after: string): string {
  return createTwoFilesPatch(name, name, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  }).trimEnd();
}

/**
 * Changes the generations in the text of a stack file, without writing it; returns the faults if the changed keys have any. An
 * added generation is on the given plan or else on that of the current one, so that a moved key stays moved.
 *
 * @throws {UsageError} for a file that cannot be edited.
 */
export function changeGenerations(
  file: SoundStackFile,
  changes: Changes,
  folder: string,
  usagePlan?: string,
): SoundStackFile | { readonly faults: readonly Fault[] } {
  const keys = mapValues(file.settings.keys, (key, name) =>
    Object.hasOwn(changes, name) ? changeKey(key, changes[name]!, usagePlan) : key,
  );
  const faults = faultsOf(file, keys);
  if (faults) return { faults };
  const edited = readBack(file, editGenerations(file, keys, usagePlan), folder);
  if (!isDeepStrictEqual(edited.settings.keys, keys)) throw notEditable(file);
  return edited;
}

/** A key with its generations changed. */
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

/** The faults that the keys would have, such as a missing usage plan. */
function faultsOf(file: SoundStackFile, keys: Settings["keys"]): readonly Fault[] | undefined {
  const entries = { ...file.entries, [`${file.project}:keys`]: JSON.stringify(keys) };
  return readSettings({ project: file.project, entries, isSecret: () => false }).faults;
}

/** Parses the edited text. */
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
    `${name} is written in a form that cannot be edited here, and is left as it was; edit it by hand`,
  );
}
