import { isUtf8 } from "node:buffer";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { quote } from "../../src/settings/complaints";
import { configBytes, MAX_CONFIG_BYTES } from "../../src/settings/config-size";
import { type Fault, formatPath } from "../../src/settings/faults";
import { stackFileWarnings } from "./parts";
import { UsageError } from "../command";
import { parseAsCli } from "./yaml-as-cli";

/** A stack's configuration as the Pulumi CLI makes it of `Pulumi.yaml` and `Pulumi.STACK.yaml`. */
export interface StackFile {
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

/** The stacks that have a file in the folder, sorted. */
export function stackNames(folder: string): string[] {
  return stacksAmong(readdirSync(folder));
}

/** The stacks that have one of these files, sorted. */
export function stacksAmong(files: readonly string[]): string[] {
  const names = files.map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1]);
  return names.filter((name) => name !== undefined).sort();
}

/**
 * Reads a stack's configuration, offline.
 *
 * @throws {UsageError} where there is no such file, or one that the CLI would not read, or would read differently.
 */
export function readStackFile(folder: string, stack: string): StackFile {
  const stacks = stackNames(folder);
  if (!stacks.includes(stack)) {
    throw new UsageError(`there is no stack file Pulumi.${stack}.yaml; the stacks are ${stacks.join(", ") || "none"}`);
  }
  return readStack(stack, (file) => readText(folder, file));
}

/**
 * Reads a stack's configuration from its two files, wherever they are: `textOf` gives a file's text.
 *
 * @throws {UsageError} as `readStackFile` does, and whatever `textOf` throws.
 */
export function readStack(stack: string, textOf: (file: string) => string): StackFile {
  const read = (name: string) => asMap(parseAsCli(textOf(name), name), name);
  const project = read("Pulumi.yaml");
  if (typeof project.name !== "string") throw new UsageError("Pulumi.yaml: the project has no name");
  const file = read(`Pulumi.${stack}.yaml`);

  const given = new Map<string, { readonly as: string; readonly value: unknown }>();
  const faults: Fault[] = [];
  for (const [as, value] of Object.entries(mapIn(file, "config", `Pulumi.${stack}.yaml`))) {
    const entry = entryName(project.name, as, `Pulumi.${stack}.yaml`);
    const twin = given.get(entry);
    if (twin) {
      const problem = `given twice, as ${quote(twin.as)} and as ${quote(as)}, and the CLI drops one of them; keep one`;
      faults.push({ path: formatPath([entry.slice(entry.indexOf(":") + 1)]), problem });
    }
    given.set(entry, { as, value });
  }
  for (const [as, declared] of Object.entries(mapIn(project, "config", "Pulumi.yaml"))) {
    const entry = entryName(project.name, as, "Pulumi.yaml");
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

/**
 * The text of a file in the folder.
 *
 * @throws {UsageError} where it cannot be read, or holds other bytes than text has.
 */
export function readText(folder: string, file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(folder, file));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  if (!isUtf8(bytes)) throw new UsageError(`${file} is not in UTF-8: save it as such`);
  return bytes.toString();
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

/** The full name of an entry: a bare one belongs to the project; `namespace:config:name` is an old spelling. */
function entryName(project: string, as: string, file: string): string {
  const [namespace, name, ...rest] = as.split(":");
  if (name === undefined) return `${project}:${as}`;
  if (rest.length === 0) return as;
  if (name === "config" && rest.length === 1) return `${namespace}:${rest[0]}`;
  throw new UsageError(`${file}: "${as}" is no configuration key; give name or namespace:name`);
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
