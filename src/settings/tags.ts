import { mapOf, textLike } from "./forms";
import type { Rule } from "./rules";

/** Tags on one resource, and the characters of their names and values ("Tag naming limits and requirements"). */
const MAX_TAGS = 50;
const MAX_TAG_NAME = 128;
const MAX_TAG_VALUE = 256;

/** Tag names that the stack sets itself: the first two on a plan, all on a key. */
const reservedTags = ["project", "stack", "service-key", "generation"] as const;

// AWS: letters, digits and spaces of any script, and _ . : / = + - @ ("Tag naming limits and requirements").
const CHARACTER = String.raw`[\p{L}\p{N}\p{Zs}_.:/=+\-@]`;
const characters = "letters, digits, spaces or _ . : / = + - @";

const tagNames = {
  form: new RegExp(`^(?![Aa][Ww][Ss]:)(?!(?:${reservedTags.join("|")})$)${CHARACTER}{1,${MAX_TAG_NAME}}$`, "u"),
  allowed: `1 to ${MAX_TAG_NAME} ${characters}, not starting with aws: and none of ${reservedTags.join(", ")}`,
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

/** The rule that no resource has more tags than AWS allows, with those of the whole stack and its own. */
export const tagCountsFit: Rule = ({ all, names, refuse }) => {
  const everywhere = names("tags");
  if (!everywhere) return;
  const fits = (path: readonly PropertyKey[], tags: object, ours: number) => {
    const count = new Set([...everywhere, ...Object.keys(tags)]).size + ours;
    if (count <= MAX_TAGS) return true;
    const problem = `makes ${count} tags on a resource, ${ours} of them the stack's own, and AWS allows ${MAX_TAGS}; drop some`;
    refuse(path, problem);
    return false;
  };
  if (!fits(["tags"], {}, reservedTags.length)) return;
  for (const { path, value } of all<object>("keys", "*", "tags")) fits(path, value, reservedTags.length);
  for (const { path, value } of all<object>("usagePlans", "*", "tags")) fits(path, value, 2);
};
