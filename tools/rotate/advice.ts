import type { Presence, Step } from "../../src/rotation";
import type { Settings } from "../../src/settings";
import { generationIn, presenceOf } from "../generation-in";
import type { Day } from "../days";
import type { StepCall } from "./call";
import { verifyAccepted, verifyRefused } from "./verify";

/** A step that was made, with the settings before and after it. */
export interface StepMade {
  readonly call: StepCall;
  /** For each key, the new states of the generations that changed. */
  readonly changes: Readonly<Record<string, Readonly<Record<string, Presence>>>>;
  readonly before: Settings;
  readonly after: Settings;
  /** The AWS Region of the stack, if its file names it. */
  readonly region?: string;
  /** True if every changed key is now the same as in HEAD. */
  readonly isUndone: boolean;
  /** The next step by the calendar, if there is one. */
  readonly next?: NextStep;
}

/** The next step by the calendar, and the earliest day on which it is due. */
export interface NextStep {
  readonly on: Day;
  /** Undefined if it is not the same for every key. */
  readonly step?: string;
}

/** Says what a step changed, what the next deployment does, how to verify it, and when the next step is safe. */
export function advice(made: StepMade): string {
  const { stack } = made.call;
  const moves = movesOf(made);
  return [
    `Pulumi.${stack}.yaml is changed:`,
    ...moves.map(({ key, id, from, to }) => `  ${key} ${id}: ${from} -> ${to}`),
    ...(made.isUndone
      ? ["These generations are as in HEAD again: if HEAD is deployed, there is nothing to deploy."]
      : []),
    "",
    `Deploy it: pulumi up --stack ${stack}`,
    ...moves.map((move) => `  ${move.key} ${move.id}: ${effectOf(move)}`),
    "",
    ...verification(made, moves),
    ...outlookOf(made, moves),
  ].join("\n");
}

interface Move {
  readonly key: string;
  readonly id: string;
  readonly from: Presence;
  readonly to: Presence;
  readonly plan?: string;
}

function movesOf({ changes, before, after }: StepMade): Move[] {
  return Object.entries(changes).flatMap(([key, states]) =>
    Object.entries(states).map(([id, to]) => ({
      key,
      id,
      from: presenceOf(before.keys[key]!, id),
      to,
      plan: generationIn(after.keys[key]!, id)?.usagePlan,
    })),
  );
}

function effectOf({ from, to, plan }: Move): string {
  const created =
    from === "absent" ? `is created${plan === undefined ? "" : `, attached to usage plan ${plan}`}, ` : "";
  switch (to) {
    case "staged":
      return `${created}and works; it is not handed over yet`;
    case "current":
      return `${created}${created === "" ? "" : "and then "}is handed over`;
    case "grace":
      return from === "current" ? "still works, and is no longer handed over" : "works again, and is not handed over";
    case "disabled":
      return "is switched off; calls with it are answered with 403";
    case "absent":
      return "is deleted for good";
  }
}

/** How to verify the generation that the step was about. */
function verification({ call, after, region }: StepMade, moves: readonly Move[]): string[] {
  const { key, id, to, plan } = moves.find((move) => move.to === "current") ?? moves[0]!;
  if (to === "absent") return [];
  if (!after.keys[key]!.enabled)
    return [`Key ${key} is off (enabled: false), so a method that requires a key answers it with 403.`, ""];
  if (plan === undefined)
    return [`Key ${key} has no usage plan, so a method that requires a key answers it with 403.`, ""];
  const verify = to === "disabled" ? verifyRefused : verifyAccepted;
  return [
    ...verify({ stack: call.stack, key, id, region }, after),
    ...(call.key === undefined ? ["Verify the other keys in the same way."] : []),
    "",
  ];
}

const retireLater = "Once no consumer holds the old value any more";

/** For each step: when the next step is safe, which one that is, and which step undoes this one. */
const outlooks: Readonly<Record<Step, { readonly wait: string; readonly next?: Step; readonly back?: Step }>> = {
  start: { wait: "Once it is verified", next: "promote", back: "cancel" },
  "start --now": { wait: retireLater, next: "retire", back: "rollback" },
  promote: { wait: retireLater, next: "retire", back: "rollback" },
  rollback: { wait: retireLater, next: "retire", back: "rollback" },
  cancel: { wait: "Once nobody needs it", next: "remove", back: "restore" },
  retire: { wait: "Once nobody needs it", next: "remove", back: "restore" },
  restore: { wait: retireLater, next: "retire" },
  remove: { wait: "Nothing is left to do." },
};

function outlookOf({ call, next: byCalendar }: StepMade, moves: readonly Move[]): string[] {
  const { wait, next, back } = outlooks[call.step];
  const { stack } = call;
  const command = (step: Step) =>
    `npm run rotate -- ${stack} ${call.key ?? "--all"} ${step}${call.key === undefined ? "" : idFor(step, moves)}`;
  // restore needs the id of a generation, so it cannot be for all keys.
  const possible = back !== undefined && !(back === "restore" && call.key === undefined);
  return [
    next === undefined ? wait : `${wait}: ${command(next)}`,
    ...(next === "retire"
      ? [`Who still uses it: pulumi stack export --stack ${stack} | npm run -s usage -- ${stack}`]
      : []),
    ...(byCalendar
      ? [`By the calendar, if this is committed today: ${byCalendar.step ?? "the next step"} on ${byCalendar.on}`]
      : []),
    ...(possible ? [`To go back: ${command(back)}`] : []),
  ];
}

/** The id to give with a step, if it takes one. */
function idFor(step: Step, moves: readonly Move[]): string {
  const state = step === "retire" ? "grace" : step === "remove" || step === "restore" ? "disabled" : undefined;
  const move = moves.find(({ to }) => to === state);
  return move ? ` ${move.id}` : "";
}
