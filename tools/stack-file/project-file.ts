/** How the Pulumi CLI takes an entry: its name and its value from a file, and what Pulumi.yaml says for every stack. */
import { isMap } from "../../src/map-values";
import { formatPath, quote } from "../../src/settings/faults";
import { UsageError } from "../command";
import type { YamlFile } from "./yaml";

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
  throw new UsageError(`${what} is not a map; give names, each with its value`);
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

/** Name of the project's file. */
export const PROJECT_FILE = "Pulumi.yaml";

/** What `Pulumi.yaml` says about the configuration of every stack. */
export interface ProjectFile {
  readonly name: string;
  /** The whole file. */
  readonly content: YamlMap;
  readonly declared: readonly Declared[];
}

/** An entry that Pulumi.yaml declares. */
interface Declared {
  /** Its name as the file spells it. */
  readonly as: string;
  /** `namespace:name` */
  readonly entry: string;
  /** Its value if a stack file leaves it out; undefined if none may. */
  readonly value: unknown;
  /** The names that lead to the value in the file. */
  readonly path: readonly string[];
}

/**
 * Reads `Pulumi.yaml` as the Pulumi CLI does.
 *
 * @throws {UsageError} for what the CLI could not read, and for its features that are not supported here.
 */
export function readProjectFile(file: YamlFile): ProjectFile {
  const content = asMap(file.content, PROJECT_FILE);
  const { name, config, stackConfigDir } = content;
  if (typeof name !== "string" || name === "")
    throw new UsageError(`${PROJECT_FILE}: the project has no name; give it one, for example name: api-keys`);
  if (!/^[\w.-]+$/.test(name)) {
    throw new UsageError(
      `${PROJECT_FILE}: the name ${quote(name)} has other characters than letters, digits, "_", "-" and "."; give it another`,
    );
  }
  if ((stackConfigDir ?? null) !== null || typeof config === "string") {
    throw new UsageError(
      `${PROJECT_FILE}: stack files are read only from the folder of ${PROJECT_FILE}; drop stackConfigDir`,
    );
  }
  const declared: Declared[] = [];
  for (const [as, declaration] of Object.entries(asMap(config, `${PROJECT_FILE}: config`))) {
    const entry = fullName(name, as, PROJECT_FILE);
    const problem = declared.some((other) => other.entry === entry)
      ? "given twice, and the CLI drops one of them; keep one"
      : problemOf(declaration, entry, entry.startsWith(`${name}:`));
    if (problem !== undefined) throw new UsageError(`${PROJECT_FILE}: ${formatPath(["config", as])}: ${problem}`);
    const { value, within } = valueOf(declaration);
    declared.push({ as, entry, value, path: ["config", as, ...within] });
  }
  return { name, content, declared };
}

function problemOf(declaration: unknown, entry: string, isOwn: boolean): string | undefined {
  // `a.b` is an entry of `a` here, though not in a stack file.
  if (!/:[\w-]+$/.test(entry)) return 'the Pulumi CLI reads the name as a path; use letters, digits, "_" and "-"';
  if (holdsSecret(declaration)) return "encrypted; give the value in the stack files";
  if (!isMap(declaration)) return declaration === null ? "empty: give a value or drop the line" : undefined;
  const { value, default: fallback, description, ...unread } = declaration;
  const [name] = Object.keys(unread);
  if (name !== undefined) return `${name} is not read here; drop it, as the program checks the value`;
  if (description !== undefined && typeof description !== "string")
    return "the description is not text; put it in quotes";
  const isGiven = [value, fallback].map((each) => each !== undefined && each !== null);
  if (isGiven[0] && isGiven[1]) return "has both a default and a value; keep one";
  if (isOwn) return undefined;
  return isGiven[0] ? undefined : "an entry of another namespace needs a value, not a default";
}

/** The `default` or `value` of a declaration, or the value given directly, and the names that lead to it. */
function valueOf(declaration: unknown): { readonly value: unknown; readonly within: readonly string[] } {
  if (!isMap(declaration)) return { value: declaration, within: [] };
  const within = (declaration.default ?? undefined) === undefined ? "value" : "default";
  return { value: declaration[within] ?? undefined, within: [within] };
}
