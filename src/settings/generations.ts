import { z } from "zod";
import { generationStates, isPublished, type Presence, stateConflict } from "../rotation";
import { complain } from "./complaints";
import { fields, importId, isMap, mapOf, oneOf, soundFields, WHERE_MAP } from "./fields";

/** The name of a usage plan, where a key or a generation says which one it is on. */
export const usagePlan = z.string({ error: complain({ expected: "the name of a usage plan", due: "text" }) });

// A state alone is short for a map that holds it.
const generation = z
  .preprocess(
    (given) => (isMap(given) || given === null ? given : { state: given }),
    fields({
      state: oneOf(generationStates).meta({
        description:
          "staged: valid, not handed over yet. current: valid, the one handed over. grace: valid, no longer handed over. disabled: switched off, and free to be removed",
        examples: ["current"],
      }),
      usagePlan: usagePlan.optional().meta({
        description: "Plan of this generation, a name under usagePlans. Without it the key's",
        examples: ["standard"],
      }),
      import: importId("an API key")
        .optional()
        .meta({
          description:
            "Id of an API key that exists and becomes this generation's, in place of a new one. Drop the line once it is deployed",
          examples: ["a1b2c3d4e5"],
        }),
    }),
  )
  .meta({
    description: "State of the generation, or a map of its state, a usage plan of its own, and an API key to import",
    shortFor: "state",
    examples: ["current"],
  });

/** The generations of a key, by id. */
export const generations = mapOf(
  /^[a-z0-9]{1,16}$/,
  "1 to 16 lower-case letters and digits",
  generation,
  "generations to their state",
).superRefine((given, context) => {
  const sound = soundFields(context.issues);
  const ids = Object.keys(given);
  const states = ids.filter((id) => sound(id, "state")).map((id) => given[id]!.state);
  // A generation whose state is at fault may be meant to be the current one.
  if (states.length < ids.length && !states.includes("current")) states.push("current");
  const message = stateConflict(states);
  if (message !== undefined) context.addIssue({ code: "custom", path: [], message });
}, WHERE_MAP);

/** One generation of a service key. Once the settings are read, its plan is filled in. */
export type GenerationSettings = z.output<typeof generation>;

/** A key's generations by id, as far as the questions below need them. */
interface HasGenerations {
  readonly generations: Readonly<Record<string, GenerationSettings>>;
}

/** The id of the one generation that is current. */
export function currentId({ generations: all }: HasGenerations): string {
  return Object.keys(all).find((id) => isPublished(all[id]!.state))!;
}

/** The generation with this id, if the key has it. */
export function generationIn({ generations: all }: HasGenerations, id: string): GenerationSettings | undefined {
  return Object.hasOwn(all, id) ? all[id] : undefined;
}

/** The state of a generation, or `absent`. */
export function presenceOf(key: HasGenerations, id: string): Presence {
  return generationIn(key, id)?.state ?? "absent";
}
