import * as pulumi from "@pulumi/pulumi";
import { StacklessError } from "./sdk/stackless-error";
import type { OutputReference } from "./settings/api-stages";

/** What the text of an entry must look like, and where the entry is. */
interface Expected {
  readonly path: string;
  readonly form: RegExp;
  readonly expected: string;
}

/**
 * The text of an entry: given directly, or read from an output of another stack.
 *
 * If the output is missing, secret or of another form, the run ends with an error that never quotes the value.
 */
export function textOf(given: string | OutputReference, entry: Expected): pulumi.Input<string> {
  if (typeof given === "string") return given;
  const value: pulumi.Output<unknown> = otherStack(given.stack).getOutput(given.output);
  return pulumi
    .all([value, pulumi.isSecret(value)])
    .apply(([text, isSecret]) => checkedText(given, text, isSecret, entry));
}

/** The value of an output, once it is known to be what the entry needs. */
export function checkedText(
  { stack, output }: OutputReference,
  value: unknown,
  isSecret: boolean,
  { path, form, expected }: Expected,
): string {
  if (!isSecret && typeof value === "string" && form.test(value)) return value;
  const problem = value === undefined ? "does not exist" : isSecret ? "is a secret" : "has another form";
  throw new StacklessError(
    `${path}: the output ${output} of stack ${stack} ${problem}; give an output that is not secret, and is ${expected}`,
  );
}

const stacks = new Map<string, pulumi.StackReference>();

/** The reference to a stack, made once for all its outputs. */
function otherStack(name: string): pulumi.StackReference {
  const known = stacks.get(name) ?? new pulumi.StackReference(name);
  stacks.set(name, known);
  return known;
}
