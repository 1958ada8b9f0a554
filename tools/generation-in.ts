import type { Presence } from "../src/rotation";
import type { GenerationSettings } from "../src/settings/generations";

/** The part of a key that the functions below need. */
interface HasGenerations {
  readonly generations: Readonly<Record<string, GenerationSettings>>;
}

/** The generation with this id, if the key has it. */
export function generationIn({ generations }: HasGenerations, id: string): GenerationSettings | undefined {
  return Object.hasOwn(generations, id) ? generations[id] : undefined;
}

/** The state of a generation, or `absent`. */
export function presenceOf(key: HasGenerations, id: string): Presence {
  return generationIn(key, id)?.state ?? "absent";
}
