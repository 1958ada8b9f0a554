import { appendFileSync, readFileSync } from "node:fs";

/** Counts one of what the suite did, over all its processes. */
export function count(what: "operations" | "fault points"): void {
  if (process.env.ENGINE_COUNTS !== undefined) appendFileSync(process.env.ENGINE_COUNTS, `${what}\n`);
}

/** How many of something were counted. */
export function counted(what: string): number {
  return readFileSync(process.env.ENGINE_COUNTS!, "utf8")
    .split("\n")
    .filter((line) => line === what).length;
}
