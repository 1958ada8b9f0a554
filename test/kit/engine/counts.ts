import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const PRINT = "print: ";

/** Before a suite: resets the counts. */
export function startCounting(): void {
  process.env.ENGINE_COUNTS = join(mkdtempSync(join(tmpdir(), "engine-counts-")), "counts");
  writeFileSync(process.env.ENGINE_COUNTS, "");
}

/** After a suite. */
export function stopCounting(): void {
  rmSync(dirname(process.env.ENGINE_COUNTS!), { recursive: true });
}

/** Adds one to a count, across all processes of the suite. */
export function count(what: "operations" | "fault points" | "pairs" | "deployments" | "random steps"): void {
  if (process.env.ENGINE_COUNTS !== undefined) appendFileSync(process.env.ENGINE_COUNTS, `${what}\n`);
}

/** Prints lines after the suite, from any of its processes. */
export function print(lines: readonly string[]): void {
  if (process.env.ENGINE_COUNTS !== undefined) {
    appendFileSync(process.env.ENGINE_COUNTS, lines.map((line) => `${PRINT}${line}\n`).join(""));
  }
}

/** The lines to print. */
export function printed(): string[] {
  return readFileSync(process.env.ENGINE_COUNTS!, "utf8")
    .split("\n")
    .flatMap((line) => (line.startsWith(PRINT) ? [line.slice(PRINT.length)] : []));
}

/** The value of a count. */
export function counted(what: string): number {
  return readFileSync(process.env.ENGINE_COUNTS!, "utf8")
    .split("\n")
    .filter((line) => line === what).length;
}
