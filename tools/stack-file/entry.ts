/** An entry of a configuration: its name, and its value as the Pulumi CLI hands it to the program. */
import { UsageError } from "../command";

/** A map in a file. */
export type YamlMap = Readonly<Record<string, unknown>>;

/**
 * The full name, `namespace:name`, of an entry as a file spells it. A bare name belongs to the project;
 * `namespace:config:name` is an old spelling of the CLI's.
 *
 * @throws {UsageError} for a name that the CLI refuses.
 */
export function fullName(project: string, as: string, file: string): string {
  const [namespace, name, ...rest] = as.split(":");
  if (name === undefined) return `${project}:${as}`;
  if (rest.length === 0) return as;
  if (name === "config" && rest.length === 1) return `${namespace}:${rest[0]}`;
  throw new UsageError(`${file}: "${as}" is not a configuration key; give name or namespace:name`);
}

/** Every spelling of one of our entries' names in a stack file. */
export function spellings(project: string, name: string): string[] {
  return [name, `${project}:${name}`, `${project}:config:${name}`];
}

/**
 * A value that must be a map; an empty entry is an empty map.
 *
 * @throws {UsageError} for anything else.
 */
export function asMap(value: unknown, what: string): YamlMap {
  if (value === undefined || value === null) return {};
  if (typeof value === "object" && !Array.isArray(value)) return value as YamlMap;
  throw new UsageError(`${what} is not a map`);
}

/** True if anything in a value is encrypted: the CLI writes a map with the one entry `secure`. */
export function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const items: unknown[] = Object.values(value);
  return (items.length === 1 && typeof (value as YamlMap).secure === "string") || items.some(holdsSecret);
}

/** The text of a value: JSON with Go's order and escapes for a map or a list, else the value itself. */
export function asCliText(value: unknown): string {
  if (value === null) return "";
  if (typeof value !== "object") return `${value as string | number | boolean}`;
  return JSON.stringify(value, (_, inner: unknown) => sorted(inner)).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Sorts a map by name, as the CLI does. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
}
