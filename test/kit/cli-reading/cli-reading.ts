import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { cliEnvironment } from "../../../harness/processes";
import { UsageError } from "../../../tools/command";
import { readStackEntries } from "../../../tools/stack-file/entries";
import type { StackTexts } from "../../../tools/stack-file/stack-file";
import { YamlFile } from "../../../tools/stack-file/yaml";

/** A project that declares nothing. */
export const PROJECT = "name: acme\nruntime: nodejs\n";

const execute = promisify(execFile);

/** What a reader of a stack returns: each entry's text, by `namespace:name`; null if it is encrypted. */
export type Reading = Readonly<Record<string, string | null>>;

/** What the plan reads; undefined if it refuses the stack. */
export function planReading(texts: StackTexts): Reading | undefined {
  try {
    const files = {
      project: new YamlFile(texts.project, "Pulumi.yaml"),
      stack: new YamlFile(texts.stack, "Pulumi.dev.yaml"),
    };
    const { entries, secretEntries, faults, misplaced } = readStackEntries("dev", files);
    const refused = [...faults, ...misplaced, ...files.project.unclear, ...files.stack.unclear];
    if (refused.length > 0) return undefined;
    return inOneForm(Object.entries(entries).map(([name, text]) => [name, secretEntries.includes(name) ? null : text]));
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** The real CLI, from PATH, on a stack `dev` of a project `acme` in a temporary folder. */
export class CliReader {
  private readonly folder = mkdtempSync(join(tmpdir(), "cli-reading-"));

  static async create(): Promise<CliReader> {
    const reader = new CliReader();
    for (const name of ["backend", "home", "project"]) mkdirSync(join(reader.folder, name));
    reader.write({ project: PROJECT, stack: "" });
    await reader.run("stack", "init", "dev");
    return reader;
  }

  /** What the CLI passes to the program, or why it fails. */
  async read(texts: StackTexts): Promise<Reading | string> {
    this.write(texts);
    try {
      const printed = JSON.parse(await this.run("config", "--json")) as Record<string, { value?: string }>;
      return inOneForm(Object.entries(printed).map(([name, { value }]) => [name, value ?? null]));
    } catch (error) {
      return (error as Error).message;
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private write({ project, stack }: StackTexts): void {
    writeFileSync(join(this.folder, "project", "Pulumi.yaml"), project);
    writeFileSync(join(this.folder, "project", "Pulumi.dev.yaml"), stack);
  }

  private async run(...args: string[]): Promise<string> {
    const env = cliEnvironment(this.folder, args[0] === "stack" ? undefined : "dev");
    const options = ["--non-interactive", "--color=never"];
    const { stdout } = await execute("pulumi", [...args, ...options], { cwd: join(this.folder, "project"), env });
    return stdout;
  }
}

/** Entries sorted by name, with JSON of maps and lists in a normal form. */
function inOneForm(entries: readonly (readonly [string, string | null])[]): Reading {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([name, text]) => [name, text !== null && /^[[{]/.test(text) ? asJson(text) : text]),
  );
}

function asJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}
