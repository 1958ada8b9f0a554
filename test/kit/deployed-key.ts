import type { DeployedGeneration, DeployedKey } from "../../src/last-deployment";
import { generationStates, type GenerationState, isEnabled } from "../../src/rotation";

/** `current`, `current since 2026-08-20`, or `unknown` where neither a finished deployment nor a tag tells the state. */
type Recorded = `${GenerationState | "unknown"}${"" | ` since ${string}`}`;

/** What else is recorded of a key. By default its last deployment finished, with the key on and protected. */
export interface Circumstances {
  /** The last deployment broke off. */
  readonly broke?: true;
  /** The switch with which it finished. */
  readonly enabled?: boolean;
  /** The protection with which it finished. */
  readonly deletionProtection?: boolean;
  /** What else is recorded of a generation, by id. */
  readonly of?: Readonly<Record<string, Partial<DeployedGeneration>>>;
  readonly secret?: DeployedKey["secret"];
}

/** A key as deployed: its generations are linked, and enabled as their states say. */
export function deployed(generations: Readonly<Record<string, Recorded>>, given: Circumstances = {}): DeployedKey {
  const { broke, enabled = true, deletionProtection = true, of = {}, secret } = given;
  const read = Object.entries(generations).map(([id, text]): [string, DeployedGeneration] => {
    const [word, since] = text.split(" since ");
    const state = generationStates.find((it) => it === word);
    const isOn = enabled && (state === undefined || isEnabled(state));
    return [id, { state, since, enabled: isOn, isLinked: true, ...of[id] }];
  });
  const states = Object.fromEntries(read.map(([id, { state }]) => [id, state!]));
  return {
    ...(broke !== true && { finished: { enabled, deletionProtection, generations: states } }),
    generations: Object.fromEntries(read),
    ...(secret && { secret }),
  };
}
