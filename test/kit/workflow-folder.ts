import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exampleFiles, project } from "./example-files";
import { folderWith } from "./stack-folder";

const WORKFLOWS = ".github/workflows";

/** A folder with these files and workflows; workflows are named without their folder. */
export function folderWithWorkflows(files: Record<string, string>, workflows: Record<string, string>): string {
  const folder = folderWith(files);
  mkdirSync(join(folder, WORKFLOWS), { recursive: true });
  for (const [name, text] of Object.entries(workflows)) writeFileSync(join(folder, WORKFLOWS, name), text);
  return folder;
}

/** The example stacks with the project's own workflows, whose lists contain these stacks. */
export function exampleProject(stacks = "dev, prod"): string {
  const texts = readdirSync(join(project, WORKFLOWS)).map((name) => {
    const text = readFileSync(join(project, WORKFLOWS, name), "utf8");
    return [name, text.replace(/^( {8}stack:) .*$/gm, `$1 [${stacks}]`)] as const;
  });
  return folderWithWorkflows(exampleFiles(), Object.fromEntries(texts));
}

/** Every line with a list of stacks, after the name of its workflow. */
export function listLines(folder: string): string[] {
  return readdirSync(join(folder, WORKFLOWS)).flatMap((name) => {
    const lines = readFileSync(join(folder, WORKFLOWS, name), "utf8").match(/^ {8}stack: \[.*$/gm) ?? [];
    return lines.map((line) => `${name}: ${line.trim()}`);
  });
}

/** Every file below a folder with its text, by its path. */
export function filesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [
      join(parentPath, name).slice(folder.length + 1),
      readFileSync(join(parentPath, name), "utf8"),
    ]),
  );
}
