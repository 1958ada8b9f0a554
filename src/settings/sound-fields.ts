import type { z } from "zod";
import { nearest } from "./nearest";

/** Makes a rule across fields run on whatever did parse. By default zod skips it once any field is faulty. */
export const WHERE_MAP = { when: ({ value }: z.core.ParsePayload) => isMap(value) };

/** Marks a fault of a name only: the entry with that name may be sound. */
export const NAME_ONLY = { nameOnly: true };

/** Tells a rule which fields it may read: those without a fault in themselves or in what holds them, and not misspelt. */
export function soundFields(issues: readonly z.core.$ZodRawIssue[]): (...path: readonly string[]) => boolean {
  const faulty = new Set<string>();
  for (const { path = [], params } of issues) {
    if (params === NAME_ONLY) continue;
    const steps = path.map(String);
    faulty.add(steps.reduce(placeIn, ""));
    const { names } = (params ?? {}) as { names?: readonly string[] };
    const meant = names && nearest(steps.pop()!, names);
    if (meant !== undefined) faulty.add([...steps, meant].reduce(placeIn, ""));
  }
  return (...path) => {
    let place = "";
    return faulty.size === 0 || path.every((step) => !faulty.has((place = placeIn(place, step))));
  };
}

/** The place one step further in. No two paths lead to the same place, whatever the names. */
function placeIn(place: string, step: string): string {
  return `${place}${step.length}:${step}`;
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
