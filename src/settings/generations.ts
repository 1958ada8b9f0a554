import { z } from "zod";
import { type GenerationState, generationStates, isPublished, stateConflict } from "../rotation";
import { quote } from "./faults";
import { faultText, fields, mapOf, noneOf, oneOf } from "./forms";
import { type ImportIds, importIds, importsByRegion, REGION } from "./region";
import { addRules, refuseTwice, type Rule } from "./rules";

/** API keys in one account and Region; AWS does not raise this limit ("Amazon API Gateway quotas"). */
const MAX_API_KEYS = 10_000;

/** The name of the usage plan of a key or a generation. */
export function planName() {
  const allowed = "the name of a usage plan";
  return z.string({ error: faultText({ allowed, kind: "text" }) }).meta({ allowed });
}

const state = oneOf(generationStates).meta({
  description:
    "staged: valid, not handed over yet. current: valid, the one handed over. grace: valid, no longer handed over. disabled: switched off, and free to be removed. revoked: switched off for good, as its value leaked",
  examples: ["current"],
});

const generationMap = fields({
  state,
  usagePlan: planName()
    .optional()
    .meta({
      description: "Plan of this generation, a name under usagePlans. Without it the key's",
      examples: ["standard"],
    }),
  import: importIds("API key")
    .optional()
    .meta({
      description: "API key to import as this one; drop the line once deployed. Without it a new one",
      examples: ["a1b2c3d4e5"],
    }),
});

/** One generation of a service key. Reading the settings fills in its plan. */
export type GenerationSettings = z.output<typeof generationMap>;

// A state alone is short for a map with only the state. The union itself tells the fault of a wrong word.
const word = z.enum(generationStates).meta(state.meta()!);
const generation = z
  .union([word.transform((given): GenerationSettings => ({ state: given })), generationMap], {
    error: noneOf(generationStates),
  })
  .meta({
    description: "The state, or a map with the state and this generation's own settings",
    examples: ["current"],
  });

const statesFit: Rule = ({ all, names, refuse }) => {
  const ids = names();
  if (!ids) return;
  const states = all<GenerationState>("*", "state").map(({ value }) => value);
  // A generation whose state is faulty may be meant to be the current one.
  if (states.length < ids.length && !states.includes("current")) states.push("current");
  const problem = stateConflict(states);
  if (problem !== undefined) refuse([], problem);
};

/** The generations of a key, by id. */
export const generations = addRules(
  mapOf(
    { form: /^[a-z0-9]{1,16}$/, allowed: "1 to 16 lower-case letters and digits" },
    generation,
    "generations to their state",
  ),
  statesFit,
);

/** The id of the one generation of a key that is current. */
export function currentId(key: { readonly generations: Readonly<Record<string, GenerationSettings>> }): string {
  return Object.keys(key.generations).find((id) => isPublished(key.generations[id]!.state))!;
}

/** The rule that each existing API key is imported once. */
export const keysImportedOnce: Rule = (parsed) => {
  const imports = parsed.all<ImportIds>("keys", "*", "generations", "*", "import");
  refuseTwice(
    parsed,
    importsByRegion(imports, parsed.all<string>(REGION)[0]?.value),
    ({ id }) => `the API key ${quote(id)} is imported twice; import it once`,
  );
};

/** The rule that the stack has a key, and no more generations than AWS allows API keys. */
export const keyCountFits: Rule = ({ all, names, refuse }) => {
  const keys = names("keys");
  if (!keys) return;
  if (keys.length === 0) {
    refuse(["keys"], "got no key; give at least one, for example service: {}, or drop the line to get that one");
  }
  // A faulty key or a faulty map of generations counts as one.
  const maps = all<object>("keys", "*", "generations").map(({ value }) => Object.keys(value).length);
  const count = maps.reduce((sum, size) => sum + size, keys.length - maps.length);
  if (count <= MAX_API_KEYS) return;
  refuse(
    ["keys"],
    `got ${count} API keys, counting every generation, and AWS allows ${MAX_API_KEYS} per account and Region; split the stack`,
  );
};
