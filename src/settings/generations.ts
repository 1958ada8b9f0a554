import { z } from "zod";
import { generationStates, isPublished, stateConflict } from "../rotation";
import { faultText } from "./fault-text";
import { about, choice, fields, mapOf } from "./fields";
import { importId, oneOf } from "./scalars";
import { isMap, soundFields, WHERE_MAP } from "./sound-fields";

const allowed = "the name of a usage plan";

/** The name of the usage plan of a key or a generation. */
export const usagePlan = z.string({ error: faultText({ allowed, kind: "text" }) }).meta({ allowed });

const state = oneOf(generationStates).meta(
  about(
    "staged: valid, not handed over yet. current: valid, the one handed over. grace: valid, no longer handed over. disabled: switched off, and free to be removed",
    "current",
  ),
);

const generationMap = fields({
  state,
  usagePlan: usagePlan
    .optional()
    .meta(about("Plan of this generation, a name under usagePlans. Without it the key's", "standard")),
  import: importId("API key")
    .optional()
    .meta(about("API key to import as this one; drop the line once deployed. Without it a new one", "a1b2c3d4e5")),
});

/** One generation of a service key. Reading the settings fills in its plan. */
export type GenerationSettings = z.output<typeof generationMap>;

// A state alone is short for a map with only the state.
const generation = choice(
  (given) => isMap(given) || given === null,
  generationMap,
  state.transform((word): GenerationSettings => ({ state: word })),
).meta(about("The state, or a map with the state and this generation's own settings", "current"));

/** The generations of a key, by id. */
export const generations = mapOf(
  { form: /^[a-z0-9]{1,16}$/, allowed: "1 to 16 lower-case letters and digits" },
  generation,
  "generations to their state",
).superRefine((given, context) => {
  const sound = soundFields(context.issues);
  const ids = Object.keys(given);
  const states = ids.filter((id) => sound(id, "state")).map((id) => given[id]!.state);
  // A generation whose state is faulty may be meant to be the current one.
  if (states.length < ids.length && !states.includes("current")) states.push("current");
  const message = stateConflict(states);
  if (message !== undefined) context.addIssue({ code: "custom", path: [], message });
}, WHERE_MAP);

/** The id of the one generation of a key that is current. */
export function currentId(key: { readonly generations: Readonly<Record<string, GenerationSettings>> }): string {
  return Object.keys(key.generations).find((id) => isPublished(key.generations[id]!.state))!;
}
