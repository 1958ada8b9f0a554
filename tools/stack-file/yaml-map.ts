import { UsageError } from "../command";

/** A map of a file, by its names. */
export type Yaml = Readonly<Record<string, unknown>>;

/**
 * A value as the map that it must be; nothing at all is an empty one.
 *
 * @throws {UsageError} for anything else.
 */
export function asMap(value: unknown, what: string): Yaml {
  if (value === undefined || value === null) return {};
  if (typeof value === "object" && !Array.isArray(value)) return value as Yaml;
  throw new UsageError(`${what} is not a map`);
}

/** True where something in a value is encrypted: a map with the one entry `secure`, as the CLI marks it. */
export function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const items: unknown[] = Object.values(value);
  return (items.length === 1 && typeof (value as Yaml).secure === "string") || items.some(holdsSecret);
}
