import { asTyped, type CalendarStep, type DueStep, type HeldStep } from "../calendar/due-steps";
import type { Day } from "../days";
import { fit } from "../table";

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
  const line = (step: DueStep | HeldStep, why: string) => `  ${fit(nameOf(step), width)}  ${why}`;
  return [
    due.length === 0 ? `Nothing is due in stack ${stack} on ${on}.` : `Due in stack ${stack} on ${on}:`,
    ...due.map((step) =>
      line(
        step,
        `due on ${step.on}: generation ${step.generation} has been ${stateBefore[step.step]} since ${step.since}`,
      ),
    ),
    ...(held.length === 0 ? [] : ["", "Held back:", ...held.map((step) => line(step, step.because))]),
    ...(next === undefined ? [] : ["", `Next: ${nameOf(next)} on ${next.on}`]),
    ...(due.length === 0 ? [] : ["", written ? madeOf(stack) : `Make them: npm run rotate -- ${stack} due --write`]),
  ].join("\n");
}

function nameOf(step: Pick<HeldStep, "key" | "step" | "generation">): string {
  return `${step.key} ${asTyped(step)}`;
}

/** The state before a step, in words. */
const stateBefore: Readonly<Record<CalendarStep, string>> = {
  start: "current",
  promote: "staged",
  retire: "in grace",
  remove: "disabled",
};

function madeOf(stack: string): string {
  return `Pulumi.${stack}.yaml is changed. Commit it, then deploy it: pulumi up --stack ${stack}`;
}
