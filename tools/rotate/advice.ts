import type { Presence, Step } from "../../src/rotation";
import type { Settings } from "../../src/settings";
import type { Day } from "../days";
import type { StepCall } from "./call";
import { generationIn, presenceOf } from "../../src/settings/generations";
import { verifyAccepted, verifyRefused } from "./verify";

/** A step that was made, and the settings that it was made on and has led to. */
export interface StepMade {
  readonly call: StepCall;
  /** For each key what its generations became that did not stay as they were. */
  readonly changes: Readonly<Record<string, Readonly<Record<string, Presence>>>>;
  readonly before: Settings;
  readonly after: Settings;
  /** The AWS Region of the stack, if its file names it. */
  readonly region?: string;
  /** True where every key that has changed is now as HEAD has it. */
  readonly isUndone: boolean;
  /** What the calendar asks for next, where there is one. */
  readonly next?: NextStep;
}

/** The next step by the calendar, and the day on which it is due at the earliest. */
export interface NextStep {
  readonly on: Day;
  /** Undefined where it is not the same for every key. */
  readonly step?: string;
}

/** What a step changed, what the next deployment does, how to verify it, and when the next step is safe. */
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

/** How to see that the generation that the step was about does what it should. */
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

/** When the next step is safe, which one it is, and which one takes this one back. */
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
  // What is restored is named, so it is one key's.
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

/** The generation that a step would be about, where it is to be named. */
function idFor(step: Step, moves: readonly Move[]): string {
  const state = step === "retire" ? "grace" : step === "remove" || step === "restore" ? "disabled" : undefined;
  const move = moves.find(({ to }) => to === state);
  return move ? ` ${move.id}` : "";
}
