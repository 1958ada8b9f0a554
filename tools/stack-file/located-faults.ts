/**
 * Where the faults of a stack are in its files, and which entries stand where the Pulumi CLI silently ignores them, and
 * would deploy defaults instead.
 */
import { isMap } from "../../src/map-values";
import { type Fault, formatFaults, formatPath, type Path } from "../../src/settings/faults";
import { nearest } from "../../src/settings/nearest";
import { stackEntries } from "../../src/settings/stack-entries";
import type { YamlMap } from "./project-file";
import type { YamlFile } from "./yaml";

/** Where an entry is in the files of a stack. */
export interface Place {
  /** `Pulumi.STACK.yaml`, or `Pulumi.yaml` for a default. */
  readonly file: string;
  /** The names that lead to it in the file. */
  readonly path: Path;
}

/** A fault with its place. */
export interface PlacedFault extends Fault {
  readonly place: Place;
}

/** A fault, and its line. The fault of a missing entry has the line of its parent. */
export interface LocatedFault extends Fault {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** The entries of a stack by full name, and where each is given. */
interface Places {
  readonly project: string;
  readonly places: ReadonlyMap<string, Place>;
}

/** Adds its place to a fault of the program. An entry that is in no file is missing from `config` of the stack file. */
export function placeFault(fault: Fault, { project, places }: Places, stackFile: string): PlacedFault {
  const [first, ...names] = namesIn(fault.path);
  const name = String(first);
  const { entry = name.includes(":") ? name : `${project}:${name}` } = fault;
  const place = places.get(entry);
  if (!place) return { ...fault, place: { file: stackFile, path: ["config"] } };
  return { ...fault, place: { ...place, path: [...place.path, ...names] } };
}

/** The names and list positions of a path as `formatPath` renders it. */
function namesIn(path: string): Path {
  const steps = path.matchAll(/\[(?<position>\d+)\]|\[(?<quoted>"(?:[^"\\]|\\.)*")\]|(?<name>[^.[]+)/g);
  return [...steps].map(({ groups: { position, quoted, name } = {} }) => {
    if (position !== undefined) return Number(position);
    return quoted === undefined ? name! : (JSON.parse(quoted) as string);
  });
}

/** Adds its line to a fault. */
export function locateFault({ path, problem, place }: PlacedFault, files: readonly YamlFile[]): LocatedFault {
  const file = files.find(({ name }) => name === place.file)!;
  return { path, problem, file: file.name, line: file.lineOf(place.path) };
}

/** The text that reports all faults of one stack, as in a preview, but each with its line. */
export function formatLocatedFaults(stack: string, faults: readonly LocatedFault[]): string {
  const withLine = ({ path, problem, file, line }: LocatedFault) => ({ path, problem: `${problem} (${file}:${line})` });
  return formatFaults(stack, faults.map(withLine));
}

/** What a stack file can hold (`ProjectStack` in Pulumi's Go SDK). */
const STACK_PARTS = ["config", "environment", "secretsprovider", "encryptedkey", "encryptionsalt"];

/** What the project's file can hold (`project.json` in Pulumi's Go SDK). */
const PROJECT_PARTS = [
  ...["name", "description", "author", "website", "license", "runtime", "main", "config", "stackConfigDir"],
  ...["backend", "options", "template", "packages", "plugins"],
];

const OUR_ENTRIES = Object.keys(stackEntries.shape);

/** An entry of a stack file's configuration. */
export interface GivenEntry {
  /** Its name as the file spells it, or as it was meant. */
  readonly as: string;
  /** The names that lead to it in the file. */
  readonly path: readonly string[];
  readonly value: unknown;
}

/** The faults of entries beside `config` in a stack file. */
export function misplacedEntries(file: YamlMap, name: string): PlacedFault[] {
  return Object.keys(file).flatMap((entry) => {
    const meant = meantBy(entry);
    if (isAside(entry)) return [];
    return meant === entry && STACK_PARTS.includes(entry) ? [] : [misplaced(name, entry, problemOf(entry, meant))];
  });
}

/** The faults of entries beside `config` in Pulumi.yaml. Other unknown names are not faults: the CLI allows them. */
export function misplacedInProject(file: YamlMap): PlacedFault[] {
  return Object.keys(file).flatMap((entry) => {
    if (PROJECT_PARTS.includes(entry)) return [];
    const near = nearest(entry, PROJECT_PARTS);
    if (near === undefined && !OUR_ENTRIES.includes(entry)) return [];
    const remedy = near === undefined ? "give it under config, as a default" : `did you mean "${near}"?`;
    return [misplaced("Pulumi.yaml", entry, `unknown in Pulumi.yaml, and the Pulumi CLI ignores it; ${remedy}`)];
  });
}

/**
 * The entries inside `config`, and those outside it that were meant to be inside. Reading both avoids faults that only follow
 * from the misplacement, and finds those of the misplaced entry itself.
 */
export function entriesAsMeant(file: YamlMap): { readonly inside: GivenEntry[]; readonly outside: GivenEntry[] } {
  const holder = Object.keys(file).find((name) => meantBy(name) === "config" && isMap(file[name]));
  const config = holder === undefined ? [] : Object.entries(file[holder] as YamlMap);
  return {
    inside: config.map(([as, value]) => ({ as, path: [holder!, as], value })),
    outside: Object.entries(file).flatMap(([name, value]) => {
      const meant = meantBy(name);
      return meant !== undefined && OUR_ENTRIES.includes(meant) ? [{ as: meant, path: [name], value }] : [];
    }),
  };
}

/** True for `x-anything`, the usual place for what anchors repeat. */
function isAside(name: string): boolean {
  return name.startsWith("x-");
}

/** What a name beside `config` was meant to be: a part of a stack file, or an entry of its configuration. */
function meantBy(name: string): string | undefined {
  if (isAside(name)) return undefined;
  const known = [...STACK_PARTS, ...OUR_ENTRIES];
  return known.includes(name) ? name : nearest(name, known);
}

function problemOf(entry: string, meant: string | undefined): string {
  if (meant === undefined) {
    return `unknown, and the Pulumi CLI ignores it; drop it, or indent it under config. Allowed here: ${STACK_PARTS.join(", ")}`;
  }
  if (STACK_PARTS.includes(meant)) return `unknown, and the Pulumi CLI ignores it; did you mean "${meant}"?`;
  const remedy = meant === entry ? "indent it under config" : `did you mean "${meant}", indented under config?`;
  return `outside config, where the Pulumi CLI ignores it; ${remedy}`;
}

function misplaced(file: string, entry: string, problem: string): PlacedFault {
  return { path: formatPath([entry]), problem, place: { file, path: [entry] } };
}
