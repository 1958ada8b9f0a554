/** `npm run rotate -- STACK due`: which steps the calendar asks for, which must wait and why; `--write` makes the due ones. */
import { join } from "node:path";
import { mapValues } from "../../src/map-values";
import type { Settings } from "../../src/settings";
import { formatFaults } from "../../src/settings/faults";
import type { Answer } from "../command";
import type { Day } from "../days";
import { readDeployed } from "../deployed";
import { formatLocatedFaults } from "../stack-file/located-faults";
import { replaceFile } from "../stack-file/replace-file";
import { readStackFile } from "../stack-file/stack-file";
import { readUsageFile } from "../usage-file";
import { type CalendarKey, type HeldStep, nextStep, stepsDue } from "./due-steps";
import { type Due, dueMarkdown, dueText } from "./due-text";
import { standings } from "./standing";
import { changeGenerations, type Surroundings } from "./step";
import { type Changes, outcomeOf } from "./steps";

/** A call of `due`. */
export interface DueCall {
  readonly stack: string;
  /** The day; today if it is undefined. */
  readonly on?: Day;
  /** The usage file. */
  readonly usage?: string;
  /** The export of the stack; undefined if the Pulumi CLI is to be asked. */
  readonly deployed?: string;
  /** Makes the steps. */
  readonly write: boolean;
  readonly form: "text" | "json" | "markdown";
}

/**
 * Shows which steps are due and which are held back, and with `write` makes the due ones.
 *
 * @throws {UsageError} for a file that cannot be read, edited or written, and if it is not known what was deployed.
 */
export function due(call: DueCall, around: Surroundings): Answer {
  const { folder } = around;
  const { stack, on = around.today, write } = call;
  const file = readStackFile(folder, stack);
  if (file.faults) return { exitCode: 1, stderr: formatLocatedFaults(stack, file.faults) };
  const usage = call.usage === undefined ? undefined : readUsageFile(folder, call.usage, stack);
  const hasCalendar = Object.values(file.settings.keys).some(({ rotation }) => rotation !== undefined);
  if (!hasCalendar) return withoutCalendar(file.name, { stack, on, due: [], held: [] }, call.form);

  const last = readDeployed({ ...around, stack, project: file.project, from: call.deployed });
  const keys = standings({ settings: file.settings, last, usage, today: on });
  const { changes, ...asked } = askedFor(keys, on, file.settings);
  const answer: Due = { stack, on, ...asked };
  const writes = write && answer.due.length > 0;
  if (writes) {
    const changed = changeGenerations(file, changes, folder);
    if (changed.faults)
      return { exitCode: 1, stderr: `${formatFaults(stack, changed.faults)}\n${file.name} is left as it was` };
    replaceFile(join(folder, file.name), file.text, changed.text);
  }
  switch (call.form) {
    case "json":
      return { exitCode: 0, stdout: JSON.stringify(answer, null, 2) };
    case "markdown":
      return { exitCode: 0, stdout: dueMarkdown(answer, usage) };
    case "text":
      return { exitCode: 0, stdout: dueText(answer, { written: writes, next: firstToCome(keys, on) }) };
  }
}

function withoutCalendar(file: string, answer: Due, form: DueCall["form"]): Answer {
  const sentence = `no key of ${file} has a calendar, so nothing is ever due; give the file one, for example rotation: { everyDays: 90 }`;
  if (form === "json") return { exitCode: 0, stdout: JSON.stringify(answer, null, 2), stderr: sentence };
  return { exitCode: 0, stdout: sentence };
}

/** The due steps, and the changes that they make. A step that cannot be made is held back. */
function askedFor(keys: Readonly<Record<string, CalendarKey>>, on: Day, settings: Settings) {
  const { due: asked, held } = stepsDue(keys, on);
  const changes: Record<string, Changes[string]> = {};
  const problems: HeldStep[] = [];
  for (const { key, step, generation } of asked) {
    const states = mapValues(settings.keys[key]!.generations, ({ state }) => state);
    const id = step === "retire" || step === "remove" ? generation : undefined;
    const outcome = outcomeOf(states, { step, id });
    if (outcome.problem === undefined) changes[key] = outcome.changes;
    else problems.push({ key, step, generation, because: outcome.problem });
  }
  return {
    changes,
    due: asked.filter(({ key }) => Object.hasOwn(changes, key)),
    held: [...held, ...problems].sort((a, b) => Number(a.key > b.key) - Number(a.key < b.key)),
  };
}

/** The first step after a day. */
function firstToCome(keys: Readonly<Record<string, CalendarKey>>, on: Day) {
  const steps = Object.entries(keys).flatMap(([key, dated]) => {
    const next = nextStep(dated, on);
    return next === undefined || next.on <= on ? [] : [{ key, ...next }];
  });
  return steps.sort((a, b) => (a.on < b.on ? -1 : 1))[0];
}
