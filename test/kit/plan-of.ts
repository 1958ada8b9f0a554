import type { Answer } from "../../tools/command";
import { plan } from "../../tools/plan/plan";
import { loadProgram } from "./mocks";
import { exampleFiles } from "./example-files";
import { folderWith } from "./stack-folder";

/** A folder with the project file and the example stacks. */
export function exampleFolder(): string {
  return folderWith(exampleFiles());
}

/** A folder with one stack, `dev`, of this configuration. */
export function folderOf(config: string): string {
  return folderWith({ "Pulumi.yaml": "name: ai-service-keys\n", "Pulumi.dev.yaml": `config:\n${config}` });
}

/** The answer of `npm run plan -- ARGS` in a folder. */
export function planOf(folder: string, ...args: string[]): Promise<Answer> {
  return plan(args, folder, loadProgram);
}
