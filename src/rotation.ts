/**
 * What a state of a generation means for its resources: the one table that settings, program and tools read.
 *
 * A generation is created `staged` or `current`, stays valid in `grace` after another one became current, and is switched
 * off (`disabled`) before it is deleted, which is done by leaving it out.
 */
const meanings = {
  staged: { enabled: true, published: false },
  current: { enabled: true, published: true },
  grace: { enabled: true, published: false },
  disabled: { enabled: false, published: false },
} as const;

/** The state of one generation of a service key. */
export type GenerationState = keyof typeof meanings;

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

/** What is wrong with the states of one key's generations taken together, or `undefined` if nothing is. */
export function stateConflict(states: readonly GenerationState[]): string | undefined {
  const current = states.filter(isPublished).length;
  if (current !== 1) {
    return `${current === 0 ? "no generation is" : `${current} generations are`} current; give exactly one the state current`;
  }
  const staged = states.filter((state) => state === "staged").length;
  return staged > 1 ? `${staged} generations are staged; stage at most one at a time` : undefined;
}
