import { type Fault, formatFaults, type Path } from "../../src/settings/faults";
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
