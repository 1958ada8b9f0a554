/**
 * What each state of a generation means for its resources, and which steps lead from one state to another.
 *
 * A generation is created `staged` or `current`. It stays valid in `grace` after another one became current, and is switched
 * off (`disabled`) before it is deleted by leaving it out. `revoked` switches it off at once and for good, because its value
 * has leaked. Until it is deleted it stays linked to its usage plan, whatever its state.
 */
const meanings = {
  staged: { enabled: true, published: false },
  current: { enabled: true, published: true },
  grace: { enabled: true, published: false },
  disabled: { enabled: false, published: false },
  revoked: { enabled: false, published: false },
} as const;

/** The state of one generation of a service key. */
export type GenerationState = keyof typeof meanings;

/** A state, or `absent` before a generation is created and after it is deleted. */
export type Presence = GenerationState | "absent";

/** The generations of one service key, id to state. */
export type States = Readonly<Record<string, GenerationState>>;

/** Every state, in the order in which a generation passes through them. */
export const generationStates = Object.keys(meanings) as [GenerationState, ...GenerationState[]];

/** What each step of a rotation does to one generation, in the usual order of the steps. */
export const steps = {
  start: { from: ["absent"], to: "staged" },
  "start --now": { from: ["absent"], to: "current" },
  promote: { from: ["staged"], to: "current" },
  rollback: { from: ["grace"], to: "current" },
  cancel: { from: ["staged"], to: "disabled" },
  retire: { from: ["grace"], to: "disabled" },
  restore: { from: ["disabled"], to: "grace" },
  revoke: { from: ["staged", "current", "grace", "disabled"], to: "revoked" },
  remove: { from: ["disabled", "revoked"], to: "absent" },
} as const satisfies Record<string, { readonly from: readonly Presence[]; readonly to: Presence }>;

/** One step of a rotation. */
export type Step = keyof typeof steps;

/** What one deployment may make of a generation. Making one cuts nobody off; a leaked value must never come back. */
const moves: Readonly<Record<Presence, readonly Presence[]>> = {
  absent: generationStates,
  staged: ["current", "disabled", "revoked"],
  current: ["grace", "revoked"],
  grace: ["current", "disabled", "revoked"],
  disabled: ["grace", "current", "absent", "revoked"],
  revoked: ["absent"],
};

/** True if callers may use the generation: API Gateway accepts its value, and it is protected from deletion. */
export function isEnabled(state: GenerationState): boolean {
  return meanings[state].enabled;
}

/** True for the generation whose value the stores and the stack's outputs give to consumers. */
export function isPublished(state: GenerationState): boolean {
  return meanings[state].published;
}

/** True if one deployment may move a generation from one state to the other. Staying in the same state is always allowed. */
export function mayBecome(from: Presence, to: Presence): boolean {
  return from === to || moves[from].includes(to);
}

/**
 * How many deployments it takes at least from one state to the other, never by way of `revoked`, which is for leaks: 0 for the
 * same state, Infinity if there is no way.
 */
export function distance(from: Presence, to: Presence): number {
  const reached = new Map<Presence, number>([[from, 0]]);
  for (const [state, count] of reached) {
    // What was deleted or revoked does not come back.
    const isEnd = state !== from && (state === "absent" || state === "revoked");
    for (const next of isEnd ? [] : moves[state]) if (!reached.has(next)) reached.set(next, count + 1);
  }
  return reached.get(to) ?? Infinity;
}

/** The id of the next generation: one above the largest whole number among the ids, of any length, else 1. */
export function nextId(ids: readonly string[]): string {
  const largest = ids.filter(isWholeNumber).reduce((max, id) => (BigInt(id) > max ? BigInt(id) : max), 0n);
  return `${largest + 1n}`;
}

/** Oldest first. New ids are whole numbers, so a name is older than any number; names are in alphabetical order. */
export function byAge(a: string, b: string): number {
  if (isWholeNumber(a) && isWholeNumber(b) && BigInt(a) !== BigInt(b)) return BigInt(a) < BigInt(b) ? -1 : 1;
  if (isWholeNumber(a) !== isWholeNumber(b)) return isWholeNumber(a) ? 1 : -1;
  return a < b ? -1 : 1;
}

function isWholeNumber(id: string): boolean {
  return /^[0-9]+$/.test(id);
}

/** What is wrong with the states of one key's generations taken together, or `undefined` if nothing is. */
export function stateConflict(states: readonly GenerationState[]): string | undefined {
  const current = states.filter(isPublished).length;
  if (current !== 1) {
    return `${current === 0 ? "no generation is" : `${current} generations are`} current; give exactly one the state current`;
  }
  const staged = states.filter((state) => state === "staged").length;
  return staged > 1 ? `${staged} generations are staged; stage at most one at a time` : undefined;
}
