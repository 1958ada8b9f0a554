/** What a stack's configuration is made from: the entries of its two files, as the Pulumi CLI reads them. */
import { configBytes, MAX_CONFIG_BYTES } from "../../src/settings/config-entries";
import { formatPath, quote } from "../../src/settings/faults";
import { UsageError } from "../command";
import { entriesAsMeant, misplacedEntries, misplacedInProject, type Place, type PlacedFault } from "./located-faults";
import {
  asCliText,
  asMap,
  fullName,
  holdsSecret,
  PROJECT_FILE,
  type ProjectFile,
  readProjectFile,
  type YamlMap,
} from "./project-file";
import type { YamlFile } from "./yaml";

/** A stack's configuration entries as the Pulumi CLI reads them from `Pulumi.yaml` and `Pulumi.STACK.yaml`. */
export interface StackEntries {
  readonly project: string;
  readonly stack: string;
  /** `namespace:name` to text; a map or a list is JSON. */
  readonly entries: Readonly<Record<string, string>>;
  /** The entries in which something is encrypted. Their text is left out. */
  readonly secretEntries: readonly string[];
  /** Where each of the entries is given, `namespace:name` to place. */
  readonly places: ReadonlyMap<string, Place>;
  /** Entries that stand where the CLI ignores them. `entries` has them as if they stood in the right place. */
  readonly misplaced: readonly PlacedFault[];
  /** Other faults that the program cannot see, because the CLI drops the entry or never starts the program. */
  readonly faults: readonly PlacedFault[];
  /** What the CLI would add that is not known here. */
  readonly warnings: readonly string[];
}

/** The two files of a stack. */
export interface StackFiles {
  readonly project: YamlFile;
  readonly stack: YamlFile;
}

/**
 * Reads a stack's configuration entries from its two files.
 *
 * @throws {UsageError} for a file that the CLI could not read.
 */
export function readStackEntries(stack: string, files: StackFiles): StackEntries {
  const project = readProjectFile(files.project);
  const { name } = files.stack;
  const content = asMap(files.stack.content, name);
  const unreadable = TEXTS.find((part) => typeof (content[part] ?? "") !== "string");
  if (unreadable !== undefined) throw new UsageError(`${name}: ${unreadable} is not text; put it in quotes`);

  const { given, faults } = givenEntries(name, content, project);
  const values = [...given].map(([entry, { value }]) => ({ entry, value, secret: holdsSecret(value) }));
  const entries = Object.fromEntries(values.map(({ entry, value, secret }) => [entry, secret ? "" : asCliText(value)]));
  const places = new Map([...given].map(([entry, { place }]) => [entry, place]));
  const bytes = configBytes(entries);
  if (bytes > MAX_CONFIG_BYTES) {
    const problem = `the configuration takes ${bytes} bytes, and Linux passes at most ${MAX_CONFIG_BYTES} to a program, so it could not start; split the stack`;
    faults.push({
      path: "keys",
      problem,
      place: places.get(`${project.name}:keys`) ?? { file: name, path: ["config"] },
    });
  }
  return {
    project: project.name,
    stack,
    entries,
    secretEntries: values.filter(({ secret }) => secret).map(({ entry }) => entry),
    places,
    misplaced: [...misplacedEntries(content, name), ...misplacedInProject(project.content)],
    faults,
    warnings:
      "environment" in content ? ["environment: what ESC environments add is not known offline and is left out"] : [],
  };
}

/** The parts of a stack file that the CLI reads as text. */
const TEXTS = ["secretsprovider", "encryptedkey", "encryptionsalt"];

interface Given {
  /** The name as the file spells it. */
  readonly as: string;
  readonly value: unknown;
  readonly place: Place;
}

/** The entries of the stack file, and for those that it leaves out the defaults in Pulumi.yaml, by full name. */
function givenEntries(name: string, content: YamlMap, project: ProjectFile) {
  const given = new Map<string, Given>();
  const faults: PlacedFault[] = [];
  asMap(content.config, `${name}: config`);
  const { inside, outside } = entriesAsMeant(content);
  for (const { as, path, value } of inside) {
    const entry = fullName(project.name, as, name);
    const place = { file: name, path };
    const twin = given.get(entry);
    if (twin) {
      const problem = `given twice, as ${quote(twin.as)} and as ${quote(as)}, and the CLI drops one of them; keep one`;
      faults.push({ path: pathOf(entry), problem, place });
    }
    given.set(entry, { as, value, place });
  }
  const addMissing = (entry: string, added: Given) => {
    if (!given.has(entry)) given.set(entry, added);
  };
  for (const { as, path, value } of outside) {
    addMissing(fullName(project.name, as, name), { as, value, place: { file: name, path } });
  }
  for (const { as, entry, value, path } of project.declared) {
    if (given.has(entry)) continue;
    if (value !== undefined) given.set(entry, { as, value, place: { file: PROJECT_FILE, path } });
    else {
      const problem = "missing, and Pulumi.yaml has no default for it; give a value here or a default there";
      faults.push({ path: pathOf(entry), problem, place: { file: name, path: ["config"] } });
    }
  }
  return { given, faults };
}

/** The path of an entry in faults, without its namespace. */
function pathOf(entry: string): string {
  return formatPath([entry.slice(entry.indexOf(":") + 1)]);
}
