import type { Kind, Props } from "./kind";
import { meaning } from "./policy";
import { UNKNOWN } from "./wire";

/**
 * The sorted names of the inputs in which the state differs from what the program wants. Like the real provider it compares
 * with the state, not with the program's earlier inputs, so a change that a refresh found is a difference.
 */
export function difference(
  { inputs, computed }: Pick<Kind, "inputs" | "computed">,
  state: Props,
  wanted: Props,
): string[] {
  return Object.keys(inputs.shape)
    .filter((name) => name in wanted || !computed.includes(name))
    .filter((name) => !isSame(name, state[name], wanted[name]))
    .sort();
}

/** True if two values of an input mean the same. */
export function isSame(name: string, one: unknown, other: unknown): boolean {
  return formOf(name, one) === formOf(name, other);
}

function formOf(name: string, value: unknown): string {
  return name === "policy" && typeof value === "string" && value !== UNKNOWN ? meaning(value) : canonical(value);
}

/** A text for comparison. Lists compare as sets; a missing value equals an empty text, list or map, and a limit of 0. */
function canonical(value: unknown): string {
  if (value === undefined || value === null || value === "") return "";
  if (Array.isArray(value)) return value.length === 0 ? "" : JSON.stringify(value.map(canonical).sort());
  if (typeof value !== "object") return JSON.stringify(value);
  const given = Object.entries(value).filter(
    // An empty text in a map counts, as a tag may be empty.
    ([, item]) => item !== undefined && item !== null && item !== 0 && (item === "" || canonical(item) !== ""),
  );
  return given.length === 0 ? "" : JSON.stringify(given.map(([name, item]) => [name, canonical(item)]).sort());
}
