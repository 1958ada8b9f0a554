import type { z } from "zod";
import { about, choice, fields } from "./fields";
import { text, textLike } from "./scalars";
import { isMap } from "./sound-fields";

const stackName = "ORGANIZATION/PROJECT/STACK; on a backend of your own ORGANIZATION is the word organization";

const reference = fields({
  stack: textLike(/^[\w.-]+\/[\w.-]+\/[\w.-]+$/, stackName).meta(about("The other stack", "acme/api/prod")),
  output: text(1, 1000).meta(about("Name of its output, which must be text and not secret", "restApiId")),
}).meta(
  about("An output of another stack, read by every deployment and preview", {
    stack: "acme/api/prod",
    output: "restApiId",
  }),
);

/** An output of another stack. */
export type OutputReference = z.output<typeof reference>;

/** Text, or an output of another stack with that text. */
export function orOutput<T extends z.ZodType<string>>(value: T) {
  return choice(isMap, reference, value);
}
