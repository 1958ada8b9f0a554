import { about, mapOf } from "./fields";
import { MAX_TAG_NAME, MAX_TAG_VALUE, MAX_TAGS } from "./limits";
import { textLike } from "./scalars";

/** Tag names that the stack sets itself: the first two on a plan, all on a key. */
export const reservedTags = ["project", "stack", "service-key", "generation"] as const;

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
  const value = textLike(tagValue, `at most ${MAX_TAG_VALUE} ${characters}`);
  return mapOf(tagNames, value.meta(about("Value of the tag; numbers and booleans in quotes", "ai-platform")), "tags");
}

/** The fault of a resource with too many tags, the stack's own `ours` included; undefined if there are not too many. */
export function tagCountProblem(tags: Iterable<string>, ours: number): string | undefined {
  const count = new Set(tags).size + ours;
  if (count <= MAX_TAGS) return undefined;
  return `makes ${count} tags on a resource, ${ours} of them the stack's own, and AWS allows ${MAX_TAGS}; drop some`;
}
