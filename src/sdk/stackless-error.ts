import * as pulumi from "@pulumi/pulumi";

/**
 * An error for the user, which the CLI prints without a stack trace. Without the trace itself, because Pulumi's SDK would spend a
 * minute on printing everything that an error with a trace refers to.
 */
export class StacklessError extends pulumi.RunError {
  constructor(message: string) {
    super(message);
    this.stack = undefined;
  }
}
