import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** This project's folder. */
export const project = resolve(__dirname, "..", "..");

/** The example stacks of the project. */
export const exampleStacks = ["dev", "prod"] as const;

/**
 * An example stack file of the project. Users write their own `Pulumi.dev.yaml`, and no test may fail because of that, so
 * copies of the examples are kept here.
 */
export function exampleStack(stack: (typeof exampleStacks)[number]): string {
  return readFileSync(join(__dirname, "example-stacks", `Pulumi.${stack}.yaml`), "utf8");
}

/** `Pulumi.yaml` with the project name that the tests expect, whatever the project is called. */
export function projectFile(): string {
  return readFileSync(join(project, "Pulumi.yaml"), "utf8").replace(/^name: .*$/m, "name: ai-service-keys");
}

/** The files of the project and its example stacks, by name. */
export function exampleFiles(): Record<string, string> {
  const stacks = exampleStacks.map((stack) => [`Pulumi.${stack}.yaml`, exampleStack(stack)] as const);
  return Object.fromEntries([["Pulumi.yaml", projectFile()], ...stacks]);
}
