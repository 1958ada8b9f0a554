import type { Answer } from "../tools/answer";
import { plan } from "../tools/plan";
import { loadProgram } from "./mocks";
import { ownFile } from "./own-file";
import { folderWith } from "./stack-folder";

/** A folder with the stack files of this project, under the name that the tests expect. */
export function ownFolder(): string {
  const files = ["Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.prod.yaml"];
  return folderWith(Object.fromEntries(files.map((file) => [file, ownFile(file)])));
}

/** A folder with one stack, `dev`, of this configuration. */
export function folderOf(config: string): string {
  return folderWith({ "Pulumi.yaml": "name: ai-service-keys\n", "Pulumi.dev.yaml": `config:\n${config}` });
}

/** What `npm run plan -- ARGS` answers in a folder. */
export function planOf(folder: string, ...args: string[]): Promise<Answer> {
  return plan(args, folder, loadProgram);
}
