import { about, mapOf } from "./fields";
import { MAX_TAG_NAME, MAX_TAG_VALUE, MAX_TAGS } from "./limits";
import { textLike } from "./scalars";

/** Tag names that the stack sets itself: on a plan the first two, on a key all. */
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

/** What is wrong with the number of a resource's tags, its own and the stack's own `ours` counted; undefined if nothing is. */
export function tagCountProblem(tags: Iterable<string>, ours: number): string | undefined {
  const count = new Set(tags).size + ours;
  if (count <= MAX_TAGS) return undefined;
  return `comes to ${count} tags on a resource, ${ours} of them the stack's own; AWS takes ${MAX_TAGS}: drop some`;
}
