import { type Fault, formatPath, type Path, quote } from "./faults";
import { ENCRYPTED, ENCRYPTED_PROBLEM } from "./forms";
import { nearest } from "./nearest";

/** The stack's whole configuration, as the Pulumi CLI hands it to a program. */
export interface StackConfig {
  /** The project's name, which is the namespace of our entries. */
  readonly project: string;
  /** `namespace:name` to text; what was a map or a list in the stack file is JSON. */
  readonly entries: Readonly<Record<string, string>>;
  /** True if anything in the entry `namespace:name` is encrypted. */
  isSecret(this: void, entry: string): boolean;
}

/** Picks our entries, parsed, from the whole configuration. `known` are the names of all our entries. */
export function readEntries({ project, entries, isSecret }: StackConfig, known: readonly string[]) {
  // Entries of the AWS provider, which silently ignores them under a misspelt name.
  const providers = known.filter((name) => name.includes(":"));
  const found: [string, unknown][] = [];
  const faults: Fault[] = [];
  for (const [entry, given] of Object.entries(entries)) {
    const colon = entry.indexOf(":");
    const isProviders = nearest(entry, providers) !== undefined;
    const [namespace, name] = [entry.slice(0, colon), isProviders ? entry : entry.slice(colon + 1)];
    if (namespace !== project && !isProviders) {
      // `pulumi:tags` is the CLI's own: tags of the stack, not of its resources.
      if (known.includes(name) && namespace !== "pulumi") {
        const problem = `${quote(entry)} is not an entry of this project; did you mean "${project}:${name}", or just "${name}"?`;
        faults.push({ path: formatPath([name]), problem, entry });
      }
    } else if (isSecret(entry)) {
      found.push([name, ENCRYPTED]);
      if (!known.includes(name)) faults.push({ path: formatPath([name]), problem: ENCRYPTED_PROBLEM });
    } else {
      found.push([name, parse(given)]);
    }
  }
  const values = Object.fromEntries(found);
  // A look at every value takes long, and hardly any configuration has such a name.
  const isClear = Object.entries(entries).every((texts) => texts.every((text) => !/__proto__|\\u/.test(text)));
  return { values, faults: isClear ? faults : [...faults, ...impossibleNames(values)] };
}

/** The map or list that stood in the stack file; the text itself if it was text, and null if it was empty. */
function parse(given: string): unknown {
  if (given === "") return null;
  try {
    const value: unknown = JSON.parse(given);
    // JSON allows spaces around a word, a stack file does not.
    return typeof value === "object" || given === given.trim() ? value : given;
  } catch {
    return given;
  }
}

/** JavaScript treats an entry named `__proto__` specially and would lose it: takes such entries out, and tells of them. */
function impossibleNames(values: unknown): Fault[] {
  const faults: Fault[] = [];
  // The list grows while it is read: recursion would overflow the stack on deeply nested values.
  const found: Nested[] = [{ value: values }];
  for (const within of found) {
    const { value } = within;
    if (typeof value !== "object" || value === null) continue;
    for (const [name, item] of Object.entries(value)) {
      const nested = { within, name: Array.isArray(value) ? Number(name) : name, value: item as unknown };
      if (name === "__proto__") {
        faults.push({ path: formatPath(pathOf(nested)), problem: "this name cannot be used; give another one" });
        Reflect.deleteProperty(value, name);
      }
      found.push(nested);
    }
  }
  return faults;
}

/** A value, and under which name or position it stands in which other one. */
interface Nested {
  readonly within?: Nested;
  readonly name?: PropertyKey;
  readonly value: unknown;
}

function pathOf(nested: Nested): Path {
  const path: PropertyKey[] = [];
  for (let at: Nested | undefined = nested; at?.name !== undefined; at = at.within) path.unshift(at.name);
  return path;
}

/** The longest environment variable, name and terminator included, that Linux passes to a program (MAX_ARG_STRLEN), in bytes. */
export const MAX_CONFIG_BYTES = 131_072;

/**
 * The size in bytes of the environment variable in which the Pulumi CLI passes the whole configuration to a program:
 * `PULUMI_CONFIG={"namespace:config:name":"text",...}` and its terminator. Above {@link MAX_CONFIG_BYTES} the program cannot start.
 */
export function configBytes(entries: Readonly<Record<string, string>>): number {
  const named = Object.entries(entries).map(([entry, text]) => [entry.replace(":", ":config:"), text]);
  // Go's JSON escapes these characters with six bytes.
  const json = JSON.stringify(Object.fromEntries(named)).replace(/[<>&\u2028\u2029]/g, "\\u0000");
  return Buffer.byteLength(`PULUMI_CONFIG=${json}\0`);
}

/** A warning above 80 % of the limit. */
export function sizeWarnings(entries: Readonly<Record<string, string>>): string[] {
  const bytes = configBytes(entries);
  if (bytes <= MAX_CONFIG_BYTES * 0.8) return [];
  return [
    `keys: the configuration takes ${bytes} of the ${MAX_CONFIG_BYTES} bytes that Linux passes to a program; split the stack soon`,
  ];
}
