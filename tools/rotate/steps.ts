import { type GenerationState, type Presence, type States, type Step, steps, successors } from "../../src/rotation";

/** The requested step. */
export interface StepRequest {
  readonly step: Step;
  /** The generation to retire, restore or remove; by default the only one that can be. */
  readonly id?: string;
  /** Ids from the past, which a new generation must not get. */
  readonly usedIds?: readonly string[];
}

/** The new states of the generations that change, or why the step is not legal, as a clause. */
export type Outcome =
  | { readonly changes: Readonly<Record<string, Presence>>; readonly problem?: undefined }
  | { readonly changes?: undefined; readonly problem: string };

/** Applies one step to the generations of a key. If one becomes current, the one that was current goes into grace. */
export function outcomeOf(states: States, request: StepRequest): Outcome {
  const { from, to } = steps[request.step];
  const chosen = from === "absent" ? newGeneration(states, to, request.usedIds) : choose(states, from, request);
  if (chosen.problem !== undefined) return chosen;
  const superseded = to === "current" ? idsIn(states, "current") : [];
  return { changes: { ...Object.fromEntries(superseded.map((id) => [id, "grace" as const])), [chosen.id]: to } };
}

/** The legal steps as the user types them: `start`, `start --now`, `retire 2` if there are several to choose from. */
export function legalSteps(states: States): string[] {
  return (Object.keys(steps) as Step[]).flatMap((step) => {
    const { from } = steps[step];
    if (from === "absent") return step === "start" && idsIn(states, "staged").length > 0 ? [] : [step];
    const ids = idsIn(states, from);
    if (step === "rollback") return ids.length > 0 ? [step] : [];
    return ids.map((id) => (ids.length > 1 || step === "restore" ? `${step} ${id}` : step));
  });
}

/** The step that takes a generation from one state to the other, if there is one. */
export function stepBetween(from: Presence, to: Presence): Step | undefined {
  return (Object.keys(steps) as Step[]).find((step) => steps[step].from === from && steps[step].to === to);
}

/** The first state on the shortest way to `to`; `undefined` if there is no way. */
export function firstOnTheWay(from: Presence, to: Presence): Presence | undefined {
  const reached = new Set<Presence>();
  let ways = successors(from).map((first) => ({ first, at: first }));
  while (ways.length > 0) {
    const there = ways.find(({ at }) => at === to);
    if (there) return there.first;
    for (const { at } of ways) reached.add(at);
    // A deleted generation never comes back: its id is not used again.
    ways = ways.flatMap(({ first, at }) =>
      at === "absent"
        ? []
        : successors(at)
            .filter((next) => !reached.has(next))
            .map((next) => ({ first, at: next })),
    );
  }
  return undefined;
}

type Choice = { readonly id: string; readonly problem?: undefined } | { readonly problem: string };

function newGeneration(states: States, to: Presence, usedIds: readonly string[] = []): Choice {
  const [staged] = to === "staged" ? idsIn(states, "staged") : [];
  if (staged !== undefined) return { problem: `generation ${staged} is staged already` };
  const id = nextId([...Object.keys(states), ...usedIds]);
  return id.length > 16 ? { problem: `no id comes after ${BigInt(id) - 1n}: one has at most 16 characters` } : { id };
}

function choose(states: States, state: GenerationState, { step, id }: StepRequest): Choice {
  if (id !== undefined) {
    const is = Object.hasOwn(states, id) ? states[id]! : undefined;
    if (is === state) return { id };
    return { problem: is === undefined ? `there is no generation ${id}` : `generation ${id} is ${inWords(is)}` };
  }
  const ids = step === "rollback" ? idsIn(states, state).sort(byAge).slice(-1) : idsIn(states, state);
  if (ids.length > 1) return { problem: `generations ${ids.join(" and ")} are ${inWords(state)}: name one` };
  return ids[0] === undefined ? { problem: `no generation is ${inWords(state)}` } : { id: ids[0] };
}

function idsIn(states: States, state: GenerationState): string[] {
  return Object.keys(states).filter((id) => states[id] === state);
}

function inWords(state: GenerationState): string {
  return state === "grace" ? "in grace" : state;
}

/** One above the largest whole number, of any length. */
function nextId(ids: readonly string[]): string {
  const largest = ids.filter(isWholeNumber).reduce((max, id) => (BigInt(id) > max ? BigInt(id) : max), 0n);
  return `${largest + 1n}`;
}

/** Oldest first. New ids are whole numbers, so a name is older than any number; names are in alphabetical order. */
function byAge(a: string, b: string): number {
  if (isWholeNumber(a) && isWholeNumber(b) && BigInt(a) !== BigInt(b)) return BigInt(a) < BigInt(b) ? -1 : 1;
  if (isWholeNumber(a) !== isWholeNumber(b)) return isWholeNumber(a) ? 1 : -1;
  return a < b ? -1 : 1;
}

function isWholeNumber(id: string): boolean {
  return /^[0-9]+$/.test(id);
}
