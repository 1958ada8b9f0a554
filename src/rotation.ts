/**
 * What a state of a generation means for its resources, and which state may follow which: the one place that knows.
 *
 * A generation is created `staged` or `current`, stays valid in `grace` after another one became current, and is switched
 * off (`disabled`) before it is deleted, which is done by leaving it out. Until then it stays linked to its usage plan,
 * whatever its state.
 */
const meanings = {
  staged: { enabled: true, published: false },
  current: { enabled: true, published: true },
  grace: { enabled: true, published: false },
  disabled: { enabled: false, published: false },
} as const;

/** The state of one generation of a service key. */
export type GenerationState = keyof typeof meanings;

/** A state, or `absent`: what a generation is before it is created and after it was deleted. */
export type Presence = GenerationState | "absent";

/** What a generation may become from one deployment to the next. */
const successors: Readonly<Record<Presence, readonly Presence[]>> = {
  absent: ["staged", "current"],
  staged: ["current", "disabled"],
  current: ["grace"],
  grace: ["current", "disabled"],
  disabled: ["grace", "current", "absent"],
};

/** Every state, in the order in which a generation passes through them. */
export const generationStates = Object.keys(meanings) as [GenerationState, ...GenerationState[]];

/** True if callers may use the generation: API Gateway accepts its value, and it is protected from deletion. */
export function isEnabled(state: GenerationState): boolean {
  return meanings[state].enabled;
}

/** True for the one generation that consumers are given, by Secrets Manager and by the stack's outputs. */
export function isPublished(state: GenerationState): boolean {
  return meanings[state].published;
}

/** True if one deployment may take a generation from the one to the other; staying as it is always may be. */
export function mayBecome(from: Presence, to: Presence): boolean {
  return from === to || successors[from].includes(to);
}

/** What a generation must become first to get to `to` in as few deployments as can be; `undefined` if it never can. */
export function firstStep(from: Presence, to: Presence): Presence | undefined {
  const reached = new Set<Presence>();
  let ways = successors[from].map((first) => ({ first, at: first }));
  while (ways.length > 0) {
    const there = ways.find(({ at }) => at === to);
    if (there) return there.first;
    for (const { at } of ways) reached.add(at);
    // What was deleted never comes back: its id is used up.
    ways = ways.flatMap(({ first, at }) =>
      at === "absent" ? [] : successors[at].filter((next) => !reached.has(next)).map((next) => ({ first, at: next })),
    );
  }
  return undefined;
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
