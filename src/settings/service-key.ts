import { z } from "zod";
import { generationStates, stateConflict } from "../rotation";
import { complain, quote } from "./complaints";
import {
  fields,
  flag,
  isMap,
  listOf,
  mapOf,
  namedMapOf,
  oneOf,
  orEmptyMap,
  soundFields,
  text,
  WHERE_MAP,
} from "./fields";
import { tagMap } from "./tags";

const usagePlan = z.string({ error: complain({ expected: "the name of a usage plan", due: "text" }) });

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
    }),
  )
  .meta({
    description: "State of the generation, or a map of its state and a usage plan of its own",
    shortFor: "state",
    examples: ["current"],
  });

const generations = mapOf(
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

const PRINCIPAL = /^arn:aws(?:-[a-z]+)*:iam::[0-9]{12}:(?:root|(?:role|user)\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64})$/;

const reader = z.string({ error: readerProblem }).regex(PRINCIPAL, { error: readerProblem });

const readers = listOf(reader, "IAM role, user or account-root ARNs").superRefine(
  (given, context) => {
    const sound = soundFields(context.issues);
    const seen = new Set<string>();
    given.forEach((arn, index) => {
      if (!sound(`${index}`)) return;
      if (seen.has(arn)) {
        context.addIssue({ code: "custom", path: [index], message: `${quote(arn)} is given twice; give it once` });
      }
      seen.add(arn);
    });
  },
  { when: ({ value }) => Array.isArray(value) },
);

const serviceKey = orEmptyMap(
  fields({
    description: text(1, 1000)
      .optional()
      .meta({
        description: "Description of the key in AWS, 1 to 1000 characters. Without it a sentence that names the key",
        examples: ["Chat assistant of the web shop"],
      }),
    enabled: flag()
      .prefault(true)
      .meta({
        description:
          "false switches off every generation at once and lifts their protection; nothing is deleted. true by default",
        examples: [false],
      }),
    usagePlan: usagePlan.optional().meta({
      description: "Plan that limits the key, a name under usagePlans. Without it the key has no plan",
      examples: ["standard"],
    }),
    generations: generations.prefault({ "1": "current" }).meta({
      description:
        "Generations of the key by id, 1 to 16 lower-case letters and digits: exactly one current, at most one staged. Without it one, 1",
      minProperties: 1,
      examples: [{ "1": "grace", "2": "current" }],
    }),
    readers: readers.optional().meta({
      description:
        "ARNs of the IAM roles, users and account roots that may read the key from Secrets Manager; no wildcard. Needs secretsManager",
      uniqueItems: true,
      examples: [["arn:aws:iam::111122223333:role/assistant"]],
    }),
    customerId: text(1, 1000)
      .optional()
      .meta({
        description: "AWS Marketplace customer id, 1 to 1000 characters",
        examples: ["a1b2c3d4e5f"],
      }),
    tags: tagMap()
      .optional()
      .meta({
        description: "AWS tags on the key's resources, over those of the whole stack",
        examples: [{ team: "web-shop" }],
      }),
  }),
).meta({
  description: "A service key: lower-case letters, digits and single hyphens, a letter first, at most 64 characters",
  examples: [{ usagePlan: "standard" }],
});

/** Service keys by name. */
export const serviceKeys = namedMapOf(serviceKey, "service keys");

/** One service key: what its consumers get, as one or more generations of an API Gateway key. */
export type ServiceKeySettings = z.output<typeof serviceKey>;

/** One generation of a service key. */
export type GenerationSettings = z.output<typeof generation>;

function readerProblem({ input }: { readonly input?: unknown }): string {
  const expected = "the ARN of an IAM role, user or account root, such as arn:aws:iam::111122223333:role/consumer";
  if (typeof input === "string" && /[*?]/.test(input)) {
    return `got ${quote(input)}; a wildcard would let in whoever matches it: give ${expected}`;
  }
  return complain({ expected, due: "text" })({ input });
}
