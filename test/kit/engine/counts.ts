import { appendFileSync, readFileSync } from "node:fs";

const PRINT = "print: ";

/** Counts one of what the suite did, over all its processes. */
export function count(what: "operations" | "fault points" | "pairs"): void {
  if (process.env.ENGINE_COUNTS !== undefined) appendFileSync(process.env.ENGINE_COUNTS, `${what}\n`);
}

/** Has lines printed after the suite, whichever of its processes they come from. */
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

/** How many of something were counted. */
export function counted(what: string): number {
  return readFileSync(process.env.ENGINE_COUNTS!, "utf8")
    .split("\n")
    .filter((line) => line === what).length;
}
