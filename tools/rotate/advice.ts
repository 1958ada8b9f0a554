import type { Presence } from "../../src/rotation";
import type { Verb } from "./steps";
import type { Settings } from "../../src/settings";
import type { StepCall } from "./call";
import type { Changes } from "../stack-file/edit-generations";
import { callWithKey, fetchGeneration, fetchPublished } from "./verify";

/** A step that was made, and the settings that it was made on and has led to. */
export interface Made {
  readonly call: StepCall;
  readonly changes: Changes;
  readonly before: Settings;
  readonly after: Settings;
  /** The AWS Region of the stack, if its file names it. */
  readonly region?: string;
}

/** What a step changed, what the next deployment does, how to verify it, and when the next step is safe. */
export function advice(made: Made): string {
  const { stack } = made.call;
  const moves = movesOf(made);
  return [
    `Pulumi.${stack}.yaml is changed:`,
    ...moves.map(({ key, id, from, to }) => `  ${key} ${id}: ${from} -> ${to}`),
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

function movesOf({ changes, before, after }: Made): Move[] {
  return Object.entries(changes).flatMap(([key, { states }]) =>
    Object.entries(states).map(([id, to]) => {
      const generationIn = (settings: Settings) => new Map(Object.entries(settings.keys[key]!.generations)).get(id);
      const plan = generationIn(after)?.usagePlan ?? after.keys[key]!.usagePlan;
      return { key, id, from: generationIn(before)?.state ?? "absent", to, plan };
    }),
  );
}

function effectOf({ from, to, plan }: Move): string {
  const created =
    from === "absent" ? `is created${plan === undefined ? "" : `, attached to usage plan ${plan}`}, ` : "";
  switch (to) {
    case "staged":
      return `${created}and works; nobody is given it yet`;
    case "current":
      return `${created}${created === "" ? "" : "and then "}is handed over`;
    case "grace":
      return from === "current" ? "works on, and is handed over no more" : "works again, and is not handed over";
    case "disabled":
      return "is switched off: who still calls with it is answered 403";
    case "absent":
      return "is deleted for good";
  }
}

/** How to see that the generation that the step was about does what it should. */
function verification({ call, before, after, region }: Made, moves: readonly Move[]): string[] {
  const { key, id, to, plan } = moves.find((move) => move.to === "current") ?? moves[0]!;
  if (to === "absent") return [];
  if (!after.keys[key]!.enabled)
    return [`Key ${key} is off (enabled: false), so a method that asks for a key answers it 403.`, ""];
  if (plan === undefined) return [`Key ${key} has no usage plan, so a method that asks for a key answers it 403.`, ""];
  const generation = { stack: call.stack, key, id, region };
  return [
    `Verify it, with a method that asks for a key in URL; ${to === "disabled" ? "the answer must be 403" : "any answer but 403 is right"}:`,
    ...(to === "current" ? fetchPublished(generation, before) : fetchGeneration(generation)).map((line) => `  ${line}`),
    `  ${callWithKey}`,
    ...(call.key === undefined ? [`Each of the other keys likewise.`] : []),
    "",
  ];
}

const retireLater = "Once no consumer holds the old value any more";

/** When the next step is safe, which one it is, and which one takes this one back. */
const outlooks: Readonly<Record<Verb, { readonly wait: string; readonly next?: Verb; readonly back?: Verb }>> = {
  start: { wait: "Once it is verified", next: "promote", back: "cancel" },
  promote: { wait: retireLater, next: "retire", back: "rollback" },
  rollback: { wait: retireLater, next: "retire", back: "rollback" },
  cancel: { wait: "Once nothing misses it", next: "remove", back: "restore" },
  retire: { wait: "Once nothing misses it", next: "remove", back: "restore" },
  restore: { wait: retireLater, next: "retire" },
  remove: { wait: "Nothing is left to do." },
};

function outlookOf({ call }: Made, moves: readonly Move[]): string[] {
  const { wait, next, back } = outlooks[call.verb === "start" && call.now ? "promote" : call.verb];
  if (next === undefined) return [wait];
  const command = (verb: Verb) =>
    `npm run rotate -- ${call.stack} ${call.key ?? "--all"} ${verb}${call.key === undefined ? "" : idFor(verb, moves)}`;
  // What is restored is named, so it is one key's.
  const possible = back !== undefined && !(back === "restore" && call.key === undefined);
  return [`${wait}: ${command(next)}`, ...(possible ? [`To go back: ${command(back)}`] : [])];
}

/** The generation that a verb would be about, where it is to be named. */
function idFor(verb: Verb, moves: readonly Move[]): string {
  const state = verb === "retire" ? "grace" : verb === "remove" || verb === "restore" ? "disabled" : undefined;
  const move = moves.find(({ to }) => to === state);
  return move ? ` ${move.id}` : "";
}
