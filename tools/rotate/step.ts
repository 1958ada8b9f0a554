import { join } from "node:path";
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { mapValues } from "../../src/map-values";
import type { Settings } from "../../src/settings";
import { formatFaults } from "../../src/settings/faults";
import { calendarOf } from "../../src/settings/rotation-calendar";
import type { ServiceKeySettings } from "../../src/settings/service-key";
import type { Answer } from "../command";
import type { Day } from "../days";
import { type History, historyFromHead } from "../stack-file/history";
import { formatLocatedFaults } from "../stack-file/located-faults";
import { replaceFile } from "../stack-file/replace-file";
import { readStackFile, type SoundStackFile } from "../stack-file/stack-file";
import { readUsageFile, usedWithin, type UsageReport } from "../usage-file";
import { advice } from "./advice";
import type { StepCall } from "./call";
import { type Changes, changeGenerations, changeKey } from "./change-generations";
import { keysOf } from "./keys-of";
import { nextByCalendar } from "./next-by-calendar";
import { readHead } from "./second-step";
import { legalSteps, outcomeOf } from "./steps";
import { idsInHistory } from "./used-ids";

/** Where the step is made, and the day of the run. */
interface Surroundings {
  readonly folder: string;
  readonly today: Day;
}

/**
 * Edits the stack file by one step of a rotation, for all the keys of the call or for none.
 *
 * @throws {UsageError} for a missing key, and for a file that cannot be read, edited or written.
 */
export function rotateStep(call: StepCall, { folder, today }: Surroundings): Answer {
  const file = readStackFile(folder, call.stack);
  const refused = (lines: string) => ({ exitCode: 1, stderr: `${lines}\n${file.name} is left as it was` }) as const;
  if (file.faults) return refused(formatLocatedFaults(call.stack, file.faults));

  const history = historyFromHead(folder, call.stack);
  const { changes, problems, isUndone } = changesOf(call, file.settings, history, { folder, today });
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
      isUndone,
      next: nextByCalendar(changes, { settings: changed.settings, history, today }),
    }),
  };
}

/** What the step changes, and why it must not be made for some keys. */
function changesOf(call: StepCall, settings: Settings, history: History | undefined, { folder, today }: Surroundings) {
  const changes: Record<string, Changes[string]> = {};
  const problems: string[] = [];
  const usedIds = call.step.startsWith("start") ? idsInHistory(history) : new Map<string, string[]>();
  const usage = call.usage === undefined ? undefined : readUsageFile(folder, call.usage, call.stack);
  const head = readHead(history);
  let isUndone = true;
  for (const name of keysOf(call, settings)) {
    const key = settings.keys[name]!;
    const states = mapValues(key.generations, ({ state }) => state);
    const outcome = outcomeOf(states, { ...call, usedIds: usedIds.get(name) });
    if (outcome.problem !== undefined) {
      problems.push(`${name}: ${outcome.problem}; legal now: ${legalSteps(states).join(", ")}`);
      continue;
    }
    changes[name] = outcome.changes;
    const undoes = head.has(name, changeKey(key, outcome.changes, call.usagePlan));
    isUndone &&= undoes;
    if (head.differs(name, key) && !undoes && !call.sameDeployment) problems.push(`${name}: ${SECOND_STEP}`);
    if (usage && !call.stillUsed) problems.push(...usesOf(name, outcome.changes, key, usage, today));
  }
  return { changes, problems, isUndone };
}

const SECOND_STEP =
  "it differs from HEAD, and each step is a deployment of its own: commit and deploy the last one first; --same-deployment accepts both in one";

/** Why a generation to be switched off may still be in use. */
function usesOf(name: string, changes: Changes[string], key: ServiceKeySettings, usage: UsageReport, today: Day) {
  const { quietDays } = key.rotation ?? calendarOf({}, undefined)!;
  const retired = Object.keys(changes).filter((id) => changes[id] === "disabled");
  return retired.flatMap((generation) => {
    const because = quietDays === 0 ? undefined : usedWithin(usage, { key: name, generation }, quietDays, today);
    return because === undefined ? [] : [`${name} ${generation}: ${because}; --still-used retires it anyway`];
  });
}

function diff({ name, text: before }: SoundStackFile, after: string): string {
  return createTwoFilesPatch(name, name, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  }).trimEnd();
}
