import { UsageError } from "../command";

/** A map in a file. */
export type Yaml = Readonly<Record<string, unknown>>;

/**
 * A value that must be a map; an empty entry is an empty map.
 *
 * @throws {UsageError} for anything else.
 */
export function asMap(value: unknown, what: string): Yaml {
  if (value === undefined || value === null) return {};
  if (typeof value === "object" && !Array.isArray(value)) return value as Yaml;
  throw new UsageError(`${what} is not a map`);
}

/** True if anything in a value is encrypted: the CLI writes a map with the one entry `secure`. */
export function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const items: unknown[] = Object.values(value);
  return (items.length === 1 && typeof (value as Yaml).secure === "string") || items.some(holdsSecret);
}
