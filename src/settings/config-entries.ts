import { ENCRYPTED, ENCRYPTED_PROBLEM } from "./complaints";
import { type Fault, formatPath, type Path } from "./faults";
import { isMap } from "./fields";

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
  const values: Record<string, unknown> = {};
  const faults: Fault[] = [];
  for (const [entry, given] of Object.entries(entries)) {
    const colon = entry.indexOf(":");
    const [namespace, name] = [entry.slice(0, colon), entry.slice(colon + 1)];
    if (namespace !== project) {
      // `pulumi:tags` is the CLI's own: tags of the stack, not of its resources.
      if (known.includes(name) && namespace !== "pulumi") {
        const problem = `"${entry}" is not of this project; did you mean "${project}:${name}", or just "${name}"?`;
        faults.push({ path: formatPath([name]), problem });
      }
    } else if (isSecret(entry)) {
      values[name] = ENCRYPTED;
      if (!known.includes(name)) faults.push({ path: formatPath([name]), problem: ENCRYPTED_PROBLEM });
    } else {
      values[name] = parse(given);
      faults.push(...impossibleNames(values[name], [name]));
    }
  }
  return { values, faults };
}

/** What a map or a list was in the stack file; the text itself if it was text, and null if there was nothing. */
function parse(given: string): unknown {
  if (given === "") return null;
  try {
    return JSON.parse(given);
  } catch {
    return given;
  }
}

/** JavaScript takes an entry with this name for something else and drops it, so it could only get lost. */
function impossibleNames(value: unknown, path: Path): Fault[] {
  const faults: Fault[] = [];
  if (Array.isArray(value)) {
    value.forEach((item, index) => faults.push(...impossibleNames(item, [...path, index])));
  } else if (isMap(value)) {
    for (const [name, item] of Object.entries(value)) {
      const problem = "this name cannot be used; give another one";
      if (name === "__proto__") faults.push({ path: formatPath([...path, name]), problem });
      faults.push(...impossibleNames(item, [...path, name]));
    }
  }
  return faults;
}
