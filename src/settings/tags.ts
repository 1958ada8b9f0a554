import { mapOf, textLike } from "./fields";

/** Tag names that the stack sets itself. */
export const reservedTags = ["project", "stack", "service-key", "generation"] as const;

// AWS: letters, digits and spaces of any script, and _ . : / = + - @ ("Tag naming limits and requirements").
const TAG_NAME = /^(?![Aa][Ww][Ss]:)(?!(?:project|stack|service-key|generation)$)[\p{L}\p{N}\p{Zs}_.:/=+\-@]{1,128}$/u;

const TAG_VALUE = /^[\p{L}\p{N}\p{Zs}_.:/=+\-@]{0,256}$/u;

/** AWS tags, by name. */
export function tagMap() {
  const name = `1 to 128 letters, digits, spaces or _ . : / = + - @, not starting with aws: and none of ${reservedTags.join(", ")}`;
  const value = textLike(TAG_VALUE, "at most 256 letters, digits, spaces or _ . : / = + - @").meta({
    description:
      "Value of the tag: at most 256 letters, digits, spaces or _ . : / = + - @. Numbers and booleans in quotes",
    examples: ["ai-platform"],
  });
  return mapOf(TAG_NAME, name, value, "tags");
}
