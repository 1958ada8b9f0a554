import { type Fault, formatFaults, type Path } from "../../src/settings/faults";
import { lineFinder } from "./lines";

/** Where an entry is in the files of a stack. */
export interface Place {
  /** `Pulumi.STACK.yaml`, or `Pulumi.yaml` for a default. */
  readonly file: string;
  /** The names that lead to it in the file. */
  readonly path: Path;
}

/** A fault that its finder knows the place of. */
export interface PlacedFault extends Fault {
  readonly place: Place;
}

/** A fault, and the line on which it is, or on which that stands which misses something. */
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

/** A fault of the program with its place. What no file has is missed by the configuration of the stack file as a whole. */
export function placeFault(fault: Fault, { project, places }: Places, stackFile: string): PlacedFault {
  const [entry, ...names] = namesIn(fault.path);
  const name = String(entry);
  const place =
    places.get(name.includes(":") ? name : `${project}:${name}`) ??
    // Under a foreign namespace.
    [...places].find(([full]) => full.endsWith(`:${name}`))?.[1];
  if (!place) return { ...fault, place: { file: stackFile, path: ["config"] } };
  return { ...fault, place: { ...place, path: [...place.path, ...names] } };
}

/** The names and list positions of a path as `formatPath` renders it. */
function namesIn(path: string): Path {
  const steps = path.matchAll(/\[(?<position>\d+)\]|\[(?<quoted>"(?:[^"\\]|\\.)*")\]|(?<name>[^.[]+)/g);
  return [...steps].map(({ groups: { position, quoted, name } = {} }) =>
    position !== undefined ? Number(position) : quoted !== undefined ? (JSON.parse(quoted) as string) : name!,
  );
}

/** The same faults with their lines, in the texts that the files have. */
export function locateFaults(faults: readonly PlacedFault[], texts: Readonly<Record<string, string>>): LocatedFault[] {
  const finders = new Map(Object.entries(texts).map(([file, text]) => [file, lineFinder(text)]));
  return faults.map(({ path, problem, place }) => ({
    path,
    problem,
    file: place.file,
    line: finders.get(place.file)!(place.path),
  }));
}

/** The text that reports all faults of one stack, as a preview does, each with its line. */
export function formatLocatedFaults(stack: string, faults: readonly LocatedFault[]): string {
  const withLine = ({ path, problem, file, line }: LocatedFault) => ({ path, problem: `${problem} (${file}:${line})` });
  return formatFaults(stack, faults.map(withLine));
}
