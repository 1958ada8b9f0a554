import { z } from "zod";
import { faultText, fields, listOf, mapOf, textLike } from "./forms";
import type { Rule } from "./rules";

/** Tags on one resource, and the characters of their names and values ("Tag naming limits and requirements"). */
const MAX_TAGS = 50;
const MAX_TAG_NAME = 128;
const MAX_TAG_VALUE = 256;

/** How the names of the stack's own tags begin. */
const OURS = "service-keys:";

/** The stack's own tags: all of them on an API key, the first two on a plan. No configuration can set them, in any case of letters. */
export const TAG = {
  project: `${OURS}project`,
  stack: `${OURS}stack`,
  /** The name of the service key. */
  key: `${OURS}key`,
  /** The id of the generation. */
  generation: `${OURS}generation`,
  /** The generation's state, written by each deployment: together with `since` the record of what was deployed. */
  state: `${OURS}state`,
  /** The day (UTC, `YYYY-MM-DD`) of the deployment that brought the state. */
  since: `${OURS}since`,
} as const;
const OURS_ON_A_KEY = Object.values(TAG).length;
const OURS_ON_A_PLAN = 2;

// AWS: letters, digits and spaces of any script, and _ . : / = + - @ ("Tag naming limits and requirements").
const CHARACTER = String.raw`[\p{L}\p{N}\p{Zs}_.:/=+\-@]`;
const characters = "letters, digits, spaces or _ . : / = + - @";

// IAM compares the names of tags without case. JSON schema has no flag for it.
const anyCase = (word: string) => word.replace(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`);

const tagNames = {
  form: new RegExp(`^(?!${anyCase("aws")}:)(?!${anyCase(OURS)})${CHARACTER}{1,${MAX_TAG_NAME}}$`, "u"),
  allowed: `1 to ${MAX_TAG_NAME} ${characters}, not starting with aws: or ${OURS}`,
};
const tagValue = new RegExp(`^${CHARACTER}{0,${MAX_TAG_VALUE}}$`, "u");

/** AWS tags, by name. */
export function tagMap() {
  const value = textLike(tagValue, `at most ${MAX_TAG_VALUE} ${characters}`).meta({
    description: "Value of the tag; numbers and booleans in quotes",
    examples: ["ai-platform"],
  });
  return mapOf(tagNames, value, "tags");
}

/** The entries of the AWS provider for tags, under their full names. */
export const DEFAULT_TAGS = "aws:defaultTags";
export const IGNORE_TAGS = "aws:ignoreTags";

/** The provider's tags on every resource. Their values are the provider's business. */
export const defaultTags = fields({
  tags: mapOf(
    tagNames,
    z
      .unknown()
      .meta({ description: "Value of the tag, which the provider checks", examples: ["prod"], allowed: "text" }),
    "tags",
  ).meta({
    description: "The tags, by name; they count towards the 50 of a resource",
    examples: [{ environment: "prod" }],
  }),
}).meta({
  description: "Tags that the AWS provider puts on every resource. Without it none",
  examples: [{ tags: { environment: "prod" } }],
});

function ignored(allowed: string, covers: (given: string, tag: string) => boolean) {
  const covered = (given: string) => Object.values(TAG).find((tag) => covers(given, tag));
  return listOf(
    z
      .string({ error: faultText({ allowed, kind: "text" }) })
      .refine((given) => covered(given) === undefined, {
        error: ({ input }) =>
          `covers the stack's own tag ${covered(input as string)}, in which it records what was deployed; drop it`,
      })
      .meta({ allowed }),
    "names",
  ).optional();
}

/** The tags that the provider leaves alone. The stack's own must not be among them. */
export const ignoreTags = fields({
  keys: ignored("the name of a tag", (given, tag) => tag === given).meta({
    description: "Tags that the provider leaves alone. Without it none",
    examples: [["cost-centre"]],
  }),
  keyPrefixes: ignored("how the names of tags begin", (given, tag) => tag.startsWith(given)).meta({
    description: "Tags that the provider leaves alone, by how their names begin. Without it none",
    examples: [["kubernetes.io/"]],
  }),
}).meta({
  description: `Tags that the AWS provider leaves alone, none of them the stack's own (${OURS}). Without it none`,
  examples: [{ keyPrefixes: ["kubernetes.io/"] }],
});

/** The rule that no resource has more tags than AWS allows: the provider's, the stack's, its own, and ours. */
export const tagCountsFit: Rule = ({ all, names, isSound, refuse }) => {
  const ofStack = names("tags");
  if (!ofStack || !isSound(DEFAULT_TAGS, "tags")) return;
  const ofProvider = names(DEFAULT_TAGS, "tags") ?? [];
  const fits = (path: readonly PropertyKey[], tags: readonly string[], ours: number) => {
    const count = new Set(tags).size + ours;
    if (count <= MAX_TAGS) return true;
    const others = ofProvider.length > 0 ? ` and ${ofProvider.length} of ${DEFAULT_TAGS}` : "";
    const problem = `makes ${count} tags on a resource, ${ours} of them the stack's own${others}, and AWS allows ${MAX_TAGS}; drop some`;
    refuse(path, problem);
    return false;
  };
  const everywhere = [...ofProvider, ...ofStack];
  if (!fits([DEFAULT_TAGS, "tags"], ofProvider, OURS_ON_A_KEY)) return;
  if (!fits(["tags"], everywhere, OURS_ON_A_KEY)) return;
  const check = (own: ReturnType<typeof all<object>>, ours: number) => {
    for (const { path, value } of own) fits(path, [...everywhere, ...Object.keys(value)], ours);
  };
  check(all<object>("keys", "*", "tags"), OURS_ON_A_KEY);
  check(all<object>("usagePlans", "*", "tags"), OURS_ON_A_PLAN);
};
