/** What a step prints: what it changed, what the next deployment does, and which step is next. */
import { mapValues, valueIn } from "../../src/map-values";
import { isEnabled, type Presence, type Step } from "../../src/rotation";
import type { Settings } from "../../src/settings";
import type { Day } from "../days";
import { asTyped, nextStep } from "./calendar";
import type { Changes } from "./steps";

/** A step that was made, with the settings before and after it. */
export interface StepMade {
  /** The step, and the key that it was made for; undefined for every key of the stack. */
  readonly call: { readonly stack: string; readonly key?: string; readonly step: Step };
  readonly changes: Changes;
  readonly before: Settings;
  readonly after: Settings;
  readonly today: Day;
}

/** Says what a step changed, what the next deployment does, and when the next step is safe. */
export function advice(made: StepMade): string {
  const { stack, step } = made.call;
  const moves = movesOf(made);
  return [
    `Pulumi.${stack}.yaml is changed:`,
    ...moves.map(({ key, id, from, to }) => `  ${key} ${id}: ${from} -> ${to}`),
    "",
    `Deploy it: pulumi up --stack ${stack}`,
    ...moves.map((move) => `  ${move.key} ${move.id}: ${effectOf(move)}`),
    ...(step === "remove" ? [] : verification(made, moves)),
    "",
    ...outlookOf(made, moves),
  ].join("\n");
}

interface Move {
  readonly key: string;
  readonly id: string;
  readonly from: Presence;
  readonly to: Presence;
  /** In the file after the step. */
  readonly plan?: string;
  /** True if the whole key is off, and so every generation. */
  readonly isOff: boolean;
}

function movesOf({ changes, before, after }: StepMade): Move[] {
  return Object.entries(changes).flatMap(([key, states]) =>
    Object.entries(states).map(([id, to]) => ({
      key,
      id,
      from: valueIn(before.keys[key]!.generations, id)?.state ?? "absent",
      to,
      plan: valueIn(after.keys[key]!.generations, id)?.usagePlan,
      isOff: !after.keys[key]!.enabled,
    })),
  );
}

function effectOf({ from, to, plan, isOff }: Move): string {
  const created =
    from === "absent" ? `is created${plan === undefined ? "" : `, attached to usage plan ${plan}`}, ` : "";
  if (isOff && to !== "absent" && isEnabled(to)) return `${created}stays off, as its whole key is (enabled: false)`;
  switch (to) {
    case "staged":
      return `${created}and works; it is not handed over yet`;
    case "current":
      return `${created}${created === "" ? "" : "and then "}is handed over`;
    case "grace":
      return from === "current" ? "still works, and is no longer handed over" : "works again, and is not handed over";
    case "disabled":
      return "is switched off; calls with it are answered with 403";
    case "revoked":
      return "is switched off for good; calls with it are answered with 403";
    case "absent":
      return "is deleted for good";
  }
}

/** How to verify what the step did, or that a key is answered 403 whatever it did. */
function verification({ after }: StepMade, moves: readonly Move[]): string[] {
  const { key, plan } = moves.find(({ to }) => to === "current") ?? moves[0]!;
  if (!after.keys[key]!.enabled)
    return [`Key ${key} is off (enabled: false), so a method that requires a key answers it with 403.`];
  if (plan === undefined) return [`Key ${key} has no usage plan, so a method that requires a key answers it with 403.`];
  return ["How to verify it: docs/rotation.md"];
}

const RETIRE_LATER = "Once no consumer holds the old value any more";

/** For each step: when the next step is safe, which one that is, and which step undoes this one. */
const outlooks: Readonly<Record<Step, { readonly wait: string; readonly next?: Step; readonly back?: Step }>> = {
  start: { wait: "Once it is verified", next: "promote", back: "cancel" },
  "start --now": { wait: RETIRE_LATER, next: "retire", back: "rollback" },
  promote: { wait: RETIRE_LATER, next: "retire", back: "rollback" },
  rollback: { wait: RETIRE_LATER, next: "retire", back: "rollback" },
  cancel: { wait: "Once nobody needs it", next: "remove", back: "restore" },
  retire: { wait: "Once nobody needs it", next: "remove", back: "restore" },
  restore: { wait: RETIRE_LATER, next: "retire" },
  revoke: { wait: "Once the leak is understood", next: "remove" },
  remove: { wait: "Nothing is left to do." },
};

function outlookOf(made: StepMade, moves: readonly Move[]): string[] {
  const { stack, key, step } = made.call;
  const { wait, next, back } = outlooks[step];
  const command = (verb: Step) =>
    `npm run rotate -- ${stack} ${key ?? "--all"} ${verb}${key === undefined ? "" : idFor(verb, moves)}`;
  // restore needs the id of a generation, so it cannot be for all keys.
  const possible = back !== undefined && !(back === "restore" && key === undefined);
  const byCalendar = next === undefined ? undefined : dayByCalendar(made);
  return [
    next === undefined ? wait : `${wait}: ${command(next)}`,
    ...(next === "retire" ? [`Who still uses it: npm run usage -- ${stack}`] : []),
    ...(byCalendar === undefined ? [] : [`By the calendar, if this is deployed today: ${byCalendar}`]),
    ...(possible ? [`To go back: ${command(back)}`] : []),
  ];
}

/** The id to give with a step, if it takes one. */
function idFor(step: Step, moves: readonly Move[]): string {
  const states: Readonly<Partial<Record<Step, readonly Presence[]>>> = {
    retire: ["grace"],
    restore: ["disabled"],
    remove: ["disabled", "revoked"],
  };
  const move = moves.find(({ to }) => states[step]?.includes(to));
  return move ? ` ${move.id}` : "";
}

/** The first step that the calendar asks for among the generations that the step changed, and its day. */
function dayByCalendar({ changes, after, today }: StepMade): string | undefined {
  const steps = Object.entries(changes).flatMap(([name, changed]) => {
    const { enabled, rotation, generations } = after.keys[name]!;
    const dated = mapValues(generations, ({ state }, id) => ({
      state,
      since: Object.hasOwn(changed, id) ? today : null,
    }));
    return nextStep({ enabled, rotation, generations: dated }, today) ?? [];
  });
  const [first] = steps.sort((a, b) => (a.on < b.on ? -1 : 1));
  if (first === undefined) return undefined;
  return Object.keys(changes).length === 1 ? `${asTyped(first)} on ${first.on}` : `the next step on ${first.on}`;
}
