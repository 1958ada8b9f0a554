import { ENCRYPTED, ENCRYPTED_PROBLEM, quote } from "./complaints";
import { type Fault, formatPath, type Path } from "./faults";
import { nearest } from "./nearest";
import { REGION } from "./region";

/** The stack's whole configuration, as the Pulumi CLI hands it to a program. */
export interface StackConfig {
  /** The project's name, which is the namespace of our entries. */
  readonly project: string;
  /** `namespace:name` to text; what was a map or a list in the stack file is JSON. */
  readonly entries: Readonly<Record<string, string>>;
  /** True if anything in the entry `namespace:name` is encrypted. */
  isSecret(this: void, entry: string): boolean;
}

/** Takes our entries, parsed, out of the whole configuration. `known` are the names that we have entries for. */
export function readEntries({ project, entries, isSecret }: StackConfig, known: readonly string[]) {
  const found: [string, unknown][] = [];
  const faults: Fault[] = [];
  for (const [entry, given] of Object.entries(entries)) {
    const colon = entry.indexOf(":");
    // The Region is the AWS provider's entry. Under a misspelt name the provider would not find it, nor say so.
    const isRegion = nearest(entry, [REGION]) !== undefined;
    const [namespace, name] = [entry.slice(0, colon), isRegion ? entry : entry.slice(colon + 1)];
    if (namespace !== project && !isRegion) {
      // `pulumi:tags` is the CLI's own: tags of the stack, not of its resources.
      if (known.includes(name) && namespace !== "pulumi") {
        const problem = `${quote(entry)} is not of this project; did you mean "${project}:${name}", or just "${name}"?`;
        faults.push({ path: formatPath([name]), problem });
      }
    } else if (isSecret(entry)) {
      found.push([name, ENCRYPTED]);
      if (!known.includes(name)) faults.push({ path: formatPath([name]), problem: ENCRYPTED_PROBLEM });
    } else {
      found.push([name, parse(given)]);
    }
  }
  const values = Object.fromEntries(found);
  return { values, faults: [...faults, ...impossibleNames(values)] };
}

/** What a map or a list was in the stack file; the text itself if it was text, and null if there was nothing. */
function parse(given: string): unknown {
  if (given === "") return null;
  try {
    const value: unknown = JSON.parse(given);
    // JSON lets spaces around a word pass, a stack file does not.
    return typeof value === "object" || given === given.trim() ? value : given;
  } catch {
    return given;
  }
}

/** JavaScript takes an entry with this name for something else and drops it, so it could only get lost. */
function impossibleNames(values: unknown): Fault[] {
  const faults: Fault[] = [];
  // The list grows while it is read: recursion would run out of stack on what is nested deep enough.
  const found: [Path, unknown][] = [[[], values]];
  for (const [path, value] of found) {
    if (typeof value !== "object" || value === null) continue;
    for (const [name, item] of Object.entries(value)) {
      const there = [...path, Array.isArray(value) ? Number(name) : name];
      if (name === "__proto__") {
        faults.push({ path: formatPath(there), problem: "this name cannot be used; give another one" });
      }
      found.push([there, item]);
    }
  }
  return faults;
}
