/** `npm run rotate -- STACK KEY VERB`: edits a stack file by one step of a rotation. */
import { join } from "node:path";
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { mapValues } from "../../src/map-values";
import type { Step } from "../../src/rotation";
import type { Settings } from "../../src/settings";
import { listed } from "../../src/settings/faults";
import { formatFaults } from "../../src/settings/faults";
import { nearest } from "../../src/settings/nearest";
import { type Answer, UsageError } from "../command";
import type { Day } from "../days";
import type { DeployedSources } from "../deployed";
import { formatLocatedFaults } from "../stack-file/located-faults";
import { replaceFile } from "../stack-file/replace-file";
import { readStackFile, type SoundStackFile } from "../stack-file/stack-file";
import { advice } from "./advice";
import { type Changes, changeGenerations } from "./change-generations";
import { legalSteps, outcomeOf } from "./steps";

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
