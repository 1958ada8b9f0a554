import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** This project's folder. */
export const project = resolve(__dirname, "..");

/**
 * `Pulumi.yaml` or a stack file of this project as it came, under the project name that the tests expect: whatever the project is
 * called, and whether or not the CLI has written to the file since, which gives our entries the project's namespace and adds a salt.
 */
export function ownFile(file: string): string {
  const read = (name: string) => readFileSync(join(project, name), "utf8");
  const name = /^name: (.*)$/m.exec(read("Pulumi.yaml"))![1]!;
  return read(file)
    .replace(/^name: .*$/m, "name: ai-service-keys")
    .replaceAll(`  ${name}:`, "  ")
    .replace(/^encryptionsalt: .*\n/m, "");
}
