import { join } from "node:path";
import { mapValues } from "../../src/map-values";
import type { Settings } from "../../src/settings";
import { formatFaults } from "../../src/settings/faults";
import { type HeldStep, nextStep, stepsDue } from "../calendar/due-steps";
import { type DatedKey, datedKeys } from "../calendar/stack-calendar";
import type { Answer } from "../command";
import type { Day } from "../days";
import { historyFromHead } from "../stack-file/history";
import { formatLocatedFaults } from "../stack-file/located-faults";
import { replaceFile } from "../stack-file/replace-file";
import { readStackFile, type SoundStackFile } from "../stack-file/stack-file";
import { readUsageFile } from "../usage-file";
import type { DueCall } from "./call";
import { type Changes, changeGenerations } from "./change-generations";
import { type Due, dueText } from "./due-text";
import { outcomeOf } from "./steps";
import { idsInHistory } from "./used-ids";

/**
 * Shows which steps are due and which are held back, and with `write` makes the due ones.
 *
 * @throws {UsageError} for a file that cannot be read, edited or written.
 */
export function due(call: DueCall, folder: string, today: Day): Answer {
  const { stack, on = today, write, json } = call;
  const file = readStackFile(folder, stack);
  if (file.faults) return { exitCode: 1, stderr: formatLocatedFaults(stack, file.faults) };
  const usage = call.usage === undefined ? undefined : readUsageFile(folder, call.usage, stack);
  const history = historyFromHead(folder, stack);
  const keys = datedKeys({ settings: file.settings, history, usage, today: on });
  const { changes, ...asked } = askedFor(keys, on, file.settings, () => idsInHistory(history));
  const answer: Due = { stack, on, ...asked };

  const writes = write && answer.due.length > 0;
  if (writes) {
    const changed = changeGenerations(file, changes, folder);
    if (changed.faults)
      return { exitCode: 1, stderr: `${formatFaults(stack, changed.faults)}\n${file.name} is left as it was` };
    replaceFile(join(folder, file.name), file.text, changed.text);
  }
  const hasCalendar = Object.values(keys).some(({ rotation }) => rotation !== undefined);
  const noCalendar = hasCalendar ? undefined : withoutCalendar(file);
  if (json) return { exitCode: 0, stdout: JSON.stringify(answer, null, 2), stderr: noCalendar };
  return { exitCode: 0, stdout: noCalendar ?? dueText(answer, { written: writes, next: firstToCome(keys, on) }) };
}

function withoutCalendar({ name }: SoundStackFile): string {
  return `no key of ${name} has a calendar, so nothing is ever due; give the file one, for example rotation: { everyDays: 90 }`;
}

/** The due steps, and the changes that they make. A step that cannot be made is held back. */
function askedFor(
  keys: Readonly<Record<string, DatedKey>>,
  on: Day,
  settings: Settings,
  readUsedIds: () => ReadonlyMap<string, string[]>,
) {
  const { due: asked, held } = stepsDue(keys, on);
  // Reading the whole history takes a while.
  const usedIds = asked.some(({ step }) => step === "start") ? readUsedIds() : new Map<string, string[]>();
  const changes: Record<string, Changes[string]> = {};
  const problems: HeldStep[] = [];
  for (const { key, step, generation } of asked) {
    const states = mapValues(settings.keys[key]!.generations, ({ state }) => state);
    const id = step === "retire" || step === "remove" ? generation : undefined;
    const outcome = outcomeOf(states, { step, id, usedIds: usedIds.get(key) });
    if (outcome.problem === undefined) changes[key] = outcome.changes;
    else problems.push({ key, step, generation, because: outcome.problem });
  }
  const byKey = (a: HeldStep, b: HeldStep) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
  return {
    changes,
    due: asked.filter(({ key }) => Object.hasOwn(changes, key)),
    held: [...held, ...problems].sort(byKey),
  };
}

/** The first step after a day. */
function firstToCome(keys: Readonly<Record<string, DatedKey>>, on: Day) {
  const steps = Object.entries(keys).flatMap(([key, dated]) => {
    const next = nextStep(dated, on);
    return next === undefined || next.on <= on ? [] : [{ key, ...next }];
  });
  return steps.sort((a, b) => (a.on < b.on ? -1 : 1))[0];
}
