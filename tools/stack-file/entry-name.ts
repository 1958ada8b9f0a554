import { UsageError } from "../command";

/**
 * The full name, `namespace:name`, of a configuration entry as a file spells it. A bare name belongs to the project;
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
