/** What `due` prints: on a terminal, and as the text of a pull request. */
import type { Day } from "../days";
import { markdownTable } from "../table";
import type { UsageReport } from "../usage-file";
import { asTyped, type CalendarStep, type DueStep, type HeldStep } from "./due-steps";

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
