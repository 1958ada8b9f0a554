import { join } from "node:path";
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { mapValues } from "../../src/map-values";
import type { Settings } from "../../src/settings";
import { formatFaults } from "../../src/settings/faults";
import type { Answer } from "../command";
import { formatLocatedFaults } from "../stack-file/located-faults";
import { replaceFile } from "../stack-file/replace-file";
import { readStackFile, type SoundStackFile } from "../stack-file/stack-file";
import { advice } from "./advice";
import type { StepCall } from "./call";
import { type Changes, changeGenerations } from "./change-generations";
import { keysOf } from "./keys-of";
import { legalSteps, outcomeOf } from "./steps";
import { idsInHistory } from "./used-ids";

/**
 * Edits the stack file by one step of a rotation, for all the keys that are asked for or for none.
 *
 * @throws {UsageError} for a key that there is not, and for a file that cannot be read, edited or written.
 */
export function rotateStep(call: StepCall, folder: string): Answer {
  const file = readStackFile(folder, call.stack);
  const refused = (lines: string) => ({ exitCode: 1, stderr: `${lines}\n${file.name} is left as it was` }) as const;
  if (file.faults) return refused(formatLocatedFaults(call.stack, file.faults));

  const { changes, problems } = changesOf(call, file.settings, folder);
  if (problems.length > 0) return refused(problems.join("\n"));

  const changed = changeGenerations(file, changes, folder, call.usagePlan);
  if (changed.faults) return refused(formatFaults(call.stack, changed.faults));

  if (call.dryRun) return { exitCode: 0, stdout: diff(file, changed.text) };
  replaceFile(join(folder, file.name), file.text, changed.text);
  return {
    exitCode: 0,
    stdout: advice({
      call,
      changes,
      before: file.settings,
      after: changed.settings,
      region: file.entries["aws:region"],
    }),
  };
}

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

function diff({ name, text: before }: SoundStackFile, after: string): string {
  return createTwoFilesPatch(name, name, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  }).trimEnd();
}
