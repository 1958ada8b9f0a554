import * as pulumi from "@pulumi/pulumi";
import type { OutputReference } from "./settings/output-reference";

/** What the text of an entry must look like, and where the entry is. */
interface Expected {
  readonly path: string;
  readonly form: RegExp;
  readonly expected: string;
}

/**
 * The text of an entry: as it is given, or as an output of another stack has it.
 *
 * An output that is missing, is a secret or has another form ends the run with a sentence that never quotes the value.
 */
export function textOf(given: string | OutputReference, entry: Expected): pulumi.Input<string> {
  if (typeof given === "string") return given;
  const value: pulumi.Output<unknown> = otherStack(given.stack).getOutput(given.output);
  return pulumi
    .all([value, pulumi.isSecret(value)])
    .apply(([text, isSecret]) => checkedText(given, text, isSecret, entry));
}

/** The value of an output as the text that it must be. */
export function checkedText(
  { stack, output }: OutputReference,
  value: unknown,
  isSecret: boolean,
  { path, form, expected }: Expected,
): string {
  if (!isSecret && typeof value === "string" && form.test(value)) return value;
  const problem = value === undefined ? "is not there" : isSecret ? "is a secret" : "has another form";
  const error = new pulumi.RunError(
    `${path}: the output ${output} of stack ${stack} ${problem}; give an output, no secret, that is ${expected}`,
  );
  // The CLI shows none. With one Pulumi's SDK prints all that the error leads to into a trace that nobody reads, for a minute.
  error.stack = undefined;
  throw error;
}

const stacks = new Map<string, pulumi.StackReference>();

/** The one reference to a stack, however many of its outputs are asked for. */
function otherStack(name: string): pulumi.StackReference {
  const known = stacks.get(name) ?? new pulumi.StackReference(name);
  stacks.set(name, known);
  return known;
}
