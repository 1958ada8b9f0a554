/** `npm run rotate -- STACK due`: which steps the calendar asks for, which must wait and why; `--write` makes the due ones. */
import { join } from "node:path";
import { mapValues } from "../../src/map-values";
import type { Settings } from "../../src/settings";
import { formatFaults } from "../../src/settings/faults";
import type { Answer } from "../command";
import type { Day } from "../days";
import { readDeployed } from "../deployed";
import { formatLocatedFaults } from "../stack-file/located-faults";
import { readStackFile, replaceFile } from "../stack-file/stack-file";
import { markdownTable } from "../terminal";
import { readUsageFile, type UsageReport } from "../usage-file";
import {
  asTyped,
  type CalendarKey,
  type CalendarStep,
  type DueStep,
  type HeldStep,
  nextStep,
  stepsDue,
} from "./calendar";
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
export function answerDue(call: DueCall, around: Surroundings): Answer {
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

/** What is due by the calendar on a day. */
export interface Due {
  readonly stack: string;
  readonly on: Day;
  readonly due: readonly DueStep[];
  readonly held: readonly HeldStep[];
}

/** What is due, what is held back and what comes next, in lines. */
export function dueText(
  { stack, on, due, held }: Due,
  { written, next }: { readonly written: boolean; readonly next?: Omit<DueStep, "since"> },
): string {
  const width = Math.max(...[...due, ...held].map((step) => nameOf(step).length));
  const line = (step: DueStep | HeldStep, why: string) => `  ${nameOf(step).padEnd(width)}  ${why}`;
  return [
    due.length === 0 ? `Nothing is due in stack ${stack} on ${on}.` : `Due in stack ${stack} on ${on}:`,
    ...due.map((step) => {
      const was = `generation ${step.generation} has been ${stateBefore[step.step]} since ${step.since}`;
      return line(step, `due on ${step.on}: ${was}`);
    }),
    ...(held.length === 0 ? [] : ["", "Held back:", ...held.map((step) => line(step, step.because))]),
    ...(next === undefined ? [] : ["", `Next: ${nameOf(next)} on ${next.on}`]),
    ...(due.length === 0 ? [] : ["", written ? madeOf(stack) : `Make them: npm run rotate -- ${stack} due --write`]),
  ].join("\n");
}

function nameOf({ key, step, generation }: Pick<HeldStep, "key" | "step" | "generation">): string {
  return step === null || generation === null ? key : `${key} ${asTyped({ step, generation })}`;
}

/** The state before a step, in words. */
const stateBefore: Readonly<Record<CalendarStep, string>> = {
  start: "current",
  promote: "staged",
  retire: "in grace",
  remove: "switched off",
};

function madeOf(stack: string): string {
  return `Pulumi.${stack}.yaml is changed. Commit it, then deploy it: pulumi up --stack ${stack}`;
}

/** The same as the text of a pull request, with the requests that were counted, if that is known. */
export function dueMarkdown({ stack, on, due, held }: Due, usage: UsageReport | undefined): string {
  const dueRows = due.map(({ key, step, generation, since, on: day }) => [
    code(key),
    code(step),
    code(generation),
    since,
    day,
  ]);
  const heldRows = held.map(({ key, step, generation, because }) => [
    code(key),
    step === null ? "every step" : code(step),
    generation === null ? "" : code(generation),
    because,
  ]);
  return [
    ...(due.length === 0
      ? [`Nothing is due in ${stack} on ${on}.`]
      : [`Due in ${stack} on ${on}:`, table(["key", "step", "generation", "in its state since", "due on"], dueRows)]),
    ...(held.length === 0 ? [] : ["Held back:", table(["key", "step", "generation", "because"], heldRows)]),
    ...requests(new Set([...due, ...held].map(({ key }) => key)), usage),
    "Each step needs its own deployment. After this is merged and deployed, the next run proposes the next steps. The next run also\noverwrites this branch, with all changes made to it.",
  ].join("\n\n");
}

/** The requests of the keys of which something is due or held back. */
function requests(keys: ReadonlySet<string>, usage: UsageReport | undefined): string[] {
  if (usage === undefined) return ["This run was not told who still uses which generation: see docs/ci.md."];
  const rows = usage.generations
    .filter(({ key }) => keys.has(key))
    .map((it) => [
      code(it.key),
      code(it.generation),
      it.state ?? "unknown",
      ...[it.today, it.last7, it.total].map((count) => (count === null ? "not counted" : `${count}`)),
      it.lastUsed ?? "never",
    ]);
  if (rows.length === 0) return [];
  const heads = ["key", "generation", "state", "today", "last 7 days", "in all", "last used"];
  return [`Requests from ${usage.from} to ${usage.to}, as API Gateway counted them:`, table(heads, rows)];
}

/** GitHub takes 65,536 characters in a pull request. */
const MOST_ROWS = 150;

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const more = rows.length > MOST_ROWS ? `\n\nAnd ${rows.length - MOST_ROWS} more.` : "";
  return `${markdownTable(heads, rows.slice(0, MOST_ROWS))}${more}`;
}

function code(name: string): string {
  return `\`${name}\``;
}
