/** Which steps of a rotation are legal for a key as its file has it, and what each makes of its generations. */
import { byAge, nextId, type Presence, type States, type Step, steps } from "../../src/rotation";

/** The requested step. */
export interface StepRequest {
  readonly step: Step;
  /** The generation that is meant; by default the only one that can be, and for `revoke` the current one. */
  readonly id?: string;
}

/** The new states of the generations that change, or why the step is not legal, as a clause. */
export type Outcome =
  | { readonly changes: Readonly<Record<string, Presence>>; readonly problem?: undefined }
  | { readonly changes?: undefined; readonly problem: string };

/** For each key that changes, the new states of the generations that change. */
export type Changes = Readonly<Record<string, Readonly<Record<string, Presence>>>>;

/**
 * Applies one step to the generations of a key. If another one becomes current, the one that was current goes into grace. If
 * the current one is revoked, a new one becomes current.
 */
export function outcomeOf(states: States, { step, id }: StepRequest): Outcome {
  if (step === "start" || step === "start --now") return start(states, steps[step].to);
  if (step === "revoke") return revoke(states, id);
  const { from, to } = steps[step];
  const chosen = choose(states, from, id, step === "rollback");
  return chosen.problem === undefined ? { changes: changed(states, chosen.id, to) } : chosen;
}

/** The legal steps as the user types them: `start`, `start --now`, `retire 2` if there are several to choose from. */
export function legalSteps(states: States): string[] {
  return (Object.keys(steps) as Step[]).flatMap((step) => {
    const ids = idsIn(states, steps[step].from);
    const named = (those: readonly string[]) => those.map((id) => `${step} ${id}`);
    if (step === "start") return idsIn(states, ["staged"]).length > 0 ? [] : [step];
    if (step === "start --now") return [step];
    if (step === "rollback") return ids.length > 0 ? [step] : [];
    if (step === "revoke") return [step, ...named(ids.filter((id) => states[id] !== "current"))];
    return ids.length > 1 || step === "restore" ? named(ids) : ids.map(() => step);
  });
}

type Choice = { readonly id: string; readonly problem?: undefined } | { readonly problem: string };

function start(states: States, to: "staged" | "current"): Outcome {
  const [staged] = to === "staged" ? idsIn(states, ["staged"]) : [];
  if (staged !== undefined) return { problem: `generation ${staged} is staged already` };
  const made = newGeneration(states);
  return made.problem === undefined ? { changes: changed(states, made.id, to) } : made;
}

function revoke(states: States, id: string | undefined): Outcome {
  const chosen = choose(states, id === undefined ? ["current"] : steps.revoke.from, id, false);
  if (chosen.problem !== undefined) return chosen;
  if (states[chosen.id] !== "current") return { changes: { [chosen.id]: "revoked" } };
  const successor = newGeneration(states);
  if (successor.problem !== undefined) return successor;
  return { changes: { [chosen.id]: "revoked", [successor.id]: "current" } };
}

function changed(states: States, id: string, to: Presence): Record<string, Presence> {
  const superseded = to === "current" ? idsIn(states, ["current"]) : [];
  return { ...Object.fromEntries(superseded.map((old) => [old, "grace" as const])), [id]: to };
}

function newGeneration(states: States): Choice {
  const id = nextId(Object.keys(states));
  return id.length > 16 ? { problem: `no id comes after ${BigInt(id) - 1n}: one has at most 16 characters` } : { id };
}

/** The generation that is named, or the only one in these states; of several the newest, if that is meant. */
function choose(states: States, from: readonly Presence[], id: string | undefined, newest: boolean): Choice {
  if (id !== undefined) {
    const is = Object.hasOwn(states, id) ? states[id]! : undefined;
    if (is === undefined) return { problem: `there is no generation ${id}` };
    return from.includes(is) ? { id } : { problem: `generation ${id} is ${inWords([is])}` };
  }
  const ids = newest ? idsIn(states, from).sort(byAge).slice(-1) : idsIn(states, from);
  if (ids.length > 1) return { problem: `generations ${ids.join(" and ")} are ${inWords(from)}: name one` };
  return ids[0] === undefined ? { problem: `no generation is ${inWords(from)}` } : { id: ids[0] };
}

function idsIn(states: States, wanted: readonly Presence[]): string[] {
  return Object.keys(states).filter((id) => wanted.includes(states[id]!));
}

function inWords(states: readonly Presence[]): string {
  return states.map((state) => (state === "grace" ? "in grace" : state)).join(" or ");
}
