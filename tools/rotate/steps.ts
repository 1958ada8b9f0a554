import type { GenerationState, Presence } from "../../src/rotation";

/** What each verb does to one generation. What becomes current sends the one that was current into grace. */
const moves = {
  start: { from: "absent", to: "staged" },
  promote: { from: "staged", to: "current" },
  rollback: { from: "grace", to: "current" },
  cancel: { from: "staged", to: "disabled" },
  retire: { from: "grace", to: "disabled" },
  restore: { from: "disabled", to: "grace" },
  remove: { from: "disabled", to: "absent" },
} as const satisfies Record<string, { readonly from: Presence; readonly to: Presence }>;

/** One step of a rotation. */
export type Verb = keyof typeof moves;

/** Every verb, in the order in which a rotation comes to need them. */
export const verbs = Object.keys(moves) as [Verb, ...Verb[]];

/** The generations of one service key, id to state. */
export type States = Readonly<Record<string, GenerationState>>;

/** The step that is asked for. */
export interface StepRequest {
  readonly verb: Verb;
  /** The generation to retire, restore or remove; by default the only one that can be. */
  readonly id?: string;
  /** For `start`: makes the new generation current at once. */
  readonly now?: boolean;
  /** For `start`: ids that there were before, none of which is given again. */
  readonly usedIds?: readonly string[];
}

/** What the generations become that do not stay as they are, or else why the step is not legal, a clause. */
export type Step =
  | { readonly changes: Readonly<Record<string, Presence>>; readonly problem?: undefined }
  | { readonly changes?: undefined; readonly problem: string };

/** Makes one step of a rotation, in mind only. */
export function stepOf(states: States, request: StepRequest): Step {
  const { from, to } = moveOf(request);
  const subject = from === "absent" ? newGeneration(states, to, request.usedIds) : generationIn(states, from, request);
  if (subject.problem !== undefined) return subject;
  const current = to === "current" ? idsIn(states, "current") : [];
  const superseded = current.map((id): [string, Presence] => [id, "grace"]);
  return { changes: Object.fromEntries([...superseded, [subject.id, to]]) };
}

/** The steps that are legal, as one types them: `start`, `start --now`, `retire 2` where there are several to choose from. */
export function legalSteps(states: States): string[] {
  const steps = verbs.flatMap((verb) => {
    const { from } = moves[verb];
    if (from === "absent") return [verb, `${verb} --now`];
    const ids = idsIn(states, from);
    if (verb === "rollback") return ids.length > 0 ? [verb] : [];
    return ids.map((id) => (ids.length > 1 || verb === "restore" ? `${verb} ${id}` : verb));
  });
  return steps.filter((step) => step !== "start" || idsIn(states, "staged").length === 0);
}

/** The verb that takes a generation from the one to the other, as one types it, if there is one. */
export function verbFor(from: Presence, to: Presence): Verb | "start --now" | undefined {
  if (from === "absent" && to === "current") return "start --now";
  return verbs.find((verb) => moves[verb].from === from && moves[verb].to === to);
}

function moveOf({ verb, now }: StepRequest): { readonly from: Presence; readonly to: Presence } {
  return verb === "start" && now ? { from: "absent", to: "current" } : moves[verb];
}

type Subject = { readonly id: string; readonly problem?: undefined } | { readonly problem: string };

function newGeneration(states: States, to: Presence, usedIds: readonly string[] = []): Subject {
  const [staged] = to === "staged" ? idsIn(states, "staged") : [];
  if (staged !== undefined) return { problem: `generation ${staged} is staged already` };
  const id = nextId([...Object.keys(states), ...usedIds]);
  return id.length > 16 ? { problem: `no id comes after ${BigInt(id) - 1n}: one has at most 16 characters` } : { id };
}

function generationIn(states: States, state: GenerationState, { verb, id }: StepRequest): Subject {
  if (id !== undefined) {
    const is = Object.hasOwn(states, id) ? states[id]! : undefined;
    if (is === state) return { id };
    return { problem: is === undefined ? `there is no generation ${id}` : `generation ${id} is ${inWords(is)}` };
  }
  const ids = verb === "rollback" ? idsIn(states, state).sort(byAge).slice(-1) : idsIn(states, state);
  if (ids.length > 1) return { problem: `generations ${ids.join(" and ")} are ${inWords(state)}: say which` };
  return ids[0] === undefined ? { problem: `no generation is ${inWords(state)}` } : { id: ids[0] };
}

function idsIn(states: States, state: GenerationState): string[] {
  return Object.keys(states).filter((id) => states[id] === state);
}

function inWords(state: GenerationState): string {
  return state === "grace" ? "in grace" : state;
}

/** One above the largest whole number, of any length; the id of a generation stands for it for good. */
function nextId(ids: readonly string[]): string {
  const largest = ids.filter(isWholeNumber).reduce((max, id) => (BigInt(id) > max ? BigInt(id) : max), 0n);
  return `${largest + 1n}`;
}

/** Oldest first. Whole numbers are counted up, so a name is older than any; names go by their order. */
function byAge(a: string, b: string): number {
  if (isWholeNumber(a) && isWholeNumber(b) && BigInt(a) !== BigInt(b)) return BigInt(a) < BigInt(b) ? -1 : 1;
  if (isWholeNumber(a) !== isWholeNumber(b)) return isWholeNumber(a) ? 1 : -1;
  return a < b ? -1 : 1;
}

function isWholeNumber(id: string): boolean {
  return /^[0-9]+$/.test(id);
}
