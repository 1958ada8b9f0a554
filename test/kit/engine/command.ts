import { spawn, type SpawnOptionsWithoutStdio } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What a command printed, and how it ended. */
export interface Ended {
  /** Undefined if it was killed. */
  readonly code: number | undefined;
  /** Standard output and standard error together. */
  readonly text: string;
  readonly stdout: string;
}

/** Starts a command without input: its process, and how it ends. */
export function startCommand(command: string, args: readonly string[], options: SpawnOptionsWithoutStdio) {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const printed = { stdout: "", text: "" };
  child.stdout.on("data", (data: Buffer) => {
    printed.stdout += data.toString();
    printed.text += data.toString();
  });
  child.stderr.on("data", (data: Buffer) => (printed.text += data.toString()));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? undefined, ...printed }));
  });
  return { child, ended };
}

/** What a command printed on standard output. @throws with everything that it printed, if it failed. */
export async function succeed(ended: Promise<Ended>): Promise<string> {
  const { code, text, stdout } = await ended;
  if (code !== 0) throw new Error(text);
  return stdout;
}

/** The errors in what the CLI printed. */
export function errorsIn(text: string): string {
  return text.slice(Math.max(text.indexOf("Diagnostics:"), 0)).split("\nOutputs:")[0]!;
}

/** The names of the files below a folder in which one of these values stands in clear. */
export function filesWith(values: readonly string[], folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && hasOneOf(values, readFileSync(join(entry.parentPath, entry.name), "latin1")))
    .map(({ name }) => name);
}

/** True if one of these values stands in the text. */
export function hasOneOf(values: readonly string[], text: string): boolean {
  return values.some((value) => text.includes(value));
}
