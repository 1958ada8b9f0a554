/**
 * What each state of a generation means for its resources, and which steps lead from one state to another.
 *
 * A generation is created `staged` or `current`. It stays valid in `grace` after another one became current, and is switched
 * off (`disabled`) before it is deleted by leaving it out. Until then it stays linked to its usage plan, whatever its state.
 */
const meanings = {
  staged: { enabled: true, published: false },
  current: { enabled: true, published: true },
  grace: { enabled: true, published: false },
  disabled: { enabled: false, published: false },
} as const;

/** The state of one generation of a service key. */
export type GenerationState = keyof typeof meanings;

/** A state, or `absent` before a generation is created and after it is deleted. */
export type Presence = GenerationState | "absent";

/** The generations of one service key, id to state. */
export type States = Readonly<Record<string, GenerationState>>;

/** The steps of a rotation in the usual order, and what each does to one generation. */
export const steps = {
  start: { from: "absent", to: "staged" },
  "start --now": { from: "absent", to: "current" },
  promote: { from: "staged", to: "current" },
  rollback: { from: "grace", to: "current" },
  cancel: { from: "staged", to: "disabled" },
  retire: { from: "grace", to: "disabled" },
  restore: { from: "disabled", to: "grace" },
  remove: { from: "disabled", to: "absent" },
} as const satisfies Record<string, Move>;

/** One step of a rotation. */
export type Step = keyof typeof steps;

/** What one deployment may do besides: `grace` because another generation became current, or a restore and a rollback at once. */
const furtherMoves: readonly Move[] = [
  { from: "current", to: "grace" },
  { from: "disabled", to: "current" },
];

/** Every state, in the order in which a generation passes through them. */
export const generationStates = Object.keys(meanings) as [GenerationState, ...GenerationState[]];

/** True if callers may use the generation: API Gateway accepts its value, and it is protected from deletion. */
export function isEnabled(state: GenerationState): boolean {
  return meanings[state].enabled;
}

/** True for the generation whose value Secrets Manager and the stack's outputs give to consumers. */
export function isPublished(state: GenerationState): boolean {
  return meanings[state].published;
}

/** The other states that a generation in this state may be in after the next deployment. */
export function successors(from: Presence): Presence[] {
  return [...Object.values<Move>(steps), ...furtherMoves].filter((move) => move.from === from).map(({ to }) => to);
}

/** True if one deployment may move a generation from one state to the other. Staying in the same state is always allowed. */
export function mayBecome(from: Presence, to: Presence): boolean {
  return from === to || successors(from).includes(to);
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

interface Move {
  readonly from: Presence;
  readonly to: Presence;
}
