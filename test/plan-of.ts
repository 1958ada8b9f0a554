import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Answer } from "../tools/answer";
import { plan } from "../tools/plan";
import { loadProgram } from "./mocks";
import { folderWith } from "./stack-folder";

/** This project's folder. */
export const project = resolve(__dirname, "..");

/** A folder with the stack files of this project, under the name that the tests expect. */
export function ownFolder(): string {
  const read = (file: string) => readFileSync(join(project, file), "utf8");
  return folderWith({
    "Pulumi.yaml": read("Pulumi.yaml").replace(/^name: .*$/m, "name: ai-service-keys"),
    "Pulumi.dev.yaml": read("Pulumi.dev.yaml"),
    "Pulumi.prod.yaml": read("Pulumi.prod.yaml"),
  });
}

/** A folder with one stack, `dev`, of this configuration. */
export function folderOf(config: string): string {
  return folderWith({ "Pulumi.yaml": "name: ai-service-keys\n", "Pulumi.dev.yaml": `config:\n${config}` });
}

/** What `npm run plan -- ARGS` answers in a folder. */
export function planOf(folder: string, ...args: string[]): Promise<Answer> {
  return plan(args, folder, loadProgram);
}
