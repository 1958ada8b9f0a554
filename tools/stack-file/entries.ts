import { quote } from "../../src/settings/complaints";
import { configBytes, MAX_CONFIG_BYTES } from "../../src/settings/config-size";
import { type Fault, formatPath } from "../../src/settings/faults";
import { UsageError } from "../command";
import { fullName } from "./entry-name";
import { stackFileWarnings } from "./parts";
import { parseAsCli } from "./yaml-as-cli";

/** A stack's configuration entries as the Pulumi CLI makes it of `Pulumi.yaml` and `Pulumi.STACK.yaml`. */
export interface StackEntries {
  readonly project: string;
  readonly stack: string;
  /** `namespace:name` to text; a map or a list is JSON. */
  readonly entries: Readonly<Record<string, string>>;
  /** The entries in which something is encrypted. Their text is left out. */
  readonly secretEntries: readonly string[];
  /** What the program cannot see, as the CLI drops it or never starts the program. */
  readonly faults: readonly Fault[];
  /** What the CLI would add from elsewhere, unknown here, and what it would pass over in silence. */
  readonly warnings: readonly string[];
}

/** The texts of `Pulumi.yaml` and of `Pulumi.STACK.yaml`. */
export interface StackTexts {
  readonly project: string;
  readonly stack: string;
}

/**
 * Reads a stack's configuration entries out of the texts of its two files.
 *
 * @throws {UsageError} for a file that the CLI would not read, or would read differently.
 */
export function readEntries(stack: string, texts: StackTexts): StackEntries {
  const project = asMap(parseAsCli(texts.project, "Pulumi.yaml"), "Pulumi.yaml");
  if (typeof project.name !== "string") throw new UsageError("Pulumi.yaml: the project has no name");
  const name = `Pulumi.${stack}.yaml`;
  const file = asMap(parseAsCli(texts.stack, name), name);

  const given = new Map<string, { readonly as: string; readonly value: unknown }>();
  const faults: Fault[] = [];
  for (const [as, value] of Object.entries(mapIn(file, "config", name))) {
    const entry = fullName(project.name, as, name);
    const twin = given.get(entry);
    if (twin) {
      const problem = `given twice, as ${quote(twin.as)} and as ${quote(as)}, and the CLI drops one of them; keep one`;
      faults.push({ path: formatPath([entry.slice(entry.indexOf(":") + 1)]), problem });
    }
    given.set(entry, { as, value });
  }
  for (const [as, declared] of Object.entries(mapIn(project, "config", "Pulumi.yaml"))) {
    const entry = fullName(project.name, as, "Pulumi.yaml");
    const value = defaultOf(declared);
    if (!given.has(entry) && value !== undefined && value !== null) given.set(entry, { as, value });
  }

  const values = [...given].map(([entry, { value }]) => ({ entry, value, secret: holdsSecret(value) }));
  const entries = Object.fromEntries(values.map(({ entry, value, secret }) => [entry, secret ? "" : asCliText(value)]));
  const bytes = configBytes(entries);
  if (bytes > MAX_CONFIG_BYTES) {
    const problem = `the configuration takes ${bytes} bytes, and Linux hands at most ${MAX_CONFIG_BYTES} to a program, which could not even start; split the stack`;
    faults.push({ path: "keys", problem });
  }
  return {
    project: project.name,
    stack,
    entries,
    secretEntries: values.filter(({ secret }) => secret).map(({ entry }) => entry),
    faults,
    warnings: stackFileWarnings(file),
  };
}

type Yaml = Readonly<Record<string, unknown>>;

function mapIn(map: Yaml, name: string, file: string): Yaml {
  return asMap(map[name], `${file}: ${name}`);
}

function asMap(value: unknown, what: string): Yaml {
  if (value === undefined || value === null) return {};
  if (typeof value === "object" && !Array.isArray(value)) return value as Yaml;
  throw new UsageError(`${what} is not a map`);
}

/** An entry of Pulumi.yaml: a `value` or a `default`, or just the value. */
function defaultOf(declared: unknown): unknown {
  if (typeof declared !== "object" || declared === null) return declared;
  const { value, default: fallback } = declared as { value?: unknown; default?: unknown };
  return fallback ?? value;
}

/** The CLI's mark of an encrypted value: a map with the one entry `secure`. */
function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const items: unknown[] = Object.values(value);
  return (items.length === 1 && typeof (value as Yaml).secure === "string") || items.some(holdsSecret);
}

/** The text of a value in the configuration: as it is for a plain one, JSON with Go's escapes for a map or a list. */
function asCliText(value: unknown): string {
  if (value === null) return "";
  if (typeof value !== "object") return `${value as string | number | boolean}`;
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
