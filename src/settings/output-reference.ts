import type { z } from "zod";
import { choice, fields, isMap, text, textLike } from "./fields";

const reference = fields({
  stack: textLike(
    /^[\w.-]+\/[\w.-]+\/[\w.-]+$/,
    "ORGANIZATION/PROJECT/STACK, three parts; on a backend of one's own the first one is organization",
  ).meta({
    description:
      "The other stack, as ORGANIZATION/PROJECT/STACK; on a backend of one's own the first part is organization",
    examples: ["acme/api/prod"],
  }),
  output: text(1, 1000).meta({
    description: "The name of its output, which must be text and no secret",
    examples: ["restApiId"],
  }),
}).meta({
  description: "An output of another stack, read by every deployment and preview",
  examples: [{ stack: "acme/api/prod", output: "restApiId" }],
});

/** An output of another stack. */
export type OutputReference = z.output<typeof reference>;

/** Text, or the output of another stack that is to give it. */
export function orOutput<T extends z.ZodType<string>>(value: T) {
  return choice(isMap, reference, value);
}
