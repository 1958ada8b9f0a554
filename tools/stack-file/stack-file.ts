/** A stack file, from its name to its settings or all its faults; and how its text is replaced. */
import { isUtf8 } from "node:buffer";
import {
  accessSync,
  chmodSync,
  constants,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { readSettings, type Settings } from "../../src/settings";
import { printable, sortFaults } from "../../src/settings/faults";
import { UsageError } from "../command";
import { readStackEntries, type StackEntries, type StackFiles } from "./entries";
import { type LocatedFault, locateFault, type Place, type PlacedFault, placeFault } from "./located-faults";
import { PROJECT_FILE } from "./project-file";
import { type Unclear, YamlFile } from "./yaml";

/** A stack file, from its text to its settings or all its faults. */
export type StackFile = SoundStackFile | FaultyStackFile;

/** A stack file without a fault. */
export interface SoundStackFile extends File {
  readonly settings: Settings;
  readonly faults?: undefined;
}

/** A stack file with faults: first those of misplaced entries, which may cause others, then those of the program and of the reader. */
export interface FaultyStackFile extends File {
  readonly settings?: undefined;
  readonly faults: readonly LocatedFault[];
}

interface File extends Omit<StackEntries, "faults" | "misplaced" | "places"> {
  /** Its name, `Pulumi.STACK.yaml`. */
  readonly name: string;
  readonly text: string;
}

/** A stack file whose stack name Pulumi allows and a shell reads as one word. */
const STACK_FILE = /^Pulumi\.([A-Za-z0-9_.-]+)\.yaml$/;

/** The stacks that have a file in the folder, sorted. */
export function stackNames(folder: string): string[] {
  return stacksAmong(readdirSync(folder));
}

/** The stacks that have one of these files, sorted. */
export function stacksAmong(files: readonly string[]): string[] {
  const names = files.map((file) => STACK_FILE.exec(file)?.[1]);
  return names.filter((name) => name !== undefined).sort();
}

/**
 * Reads a stack file, offline.
 *
 * @throws {UsageError} if there is no such file, or the CLI could not read it, or would read it differently.
 */
export function readStackFile(folder: string, stack: string): StackFile {
  const stacks = stackNames(folder);
  if (!stacks.includes(stack)) {
    throw new UsageError(
      `there is no stack file Pulumi.${printable(stack)}.yaml; the stacks are ${stacks.join(", ") || "none"}`,
    );
  }
  const project = readText(folder, PROJECT_FILE);
  return parseStackFile(stack, { project, stack: readText(folder, `Pulumi.${stack}.yaml`) });
}

/**
 * The text of a file in the folder.
 *
 * @throws {UsageError} if it cannot be read or is not UTF-8.
 */
export function readText(folder: string, file: string): string {
  let bytes: Buffer;
  try {
    // Reading a pipe would wait for its writer.
    if (!statSync(join(folder, file)).isFile())
      throw new UsageError(`${file} is not an ordinary file; put one in its place`);
    bytes = readFileSync(join(folder, file));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  if (!isUtf8(bytes)) throw new UsageError(`${file} is not in UTF-8; save it as UTF-8`);
  return bytes.toString();
}

/** The texts of `Pulumi.yaml` and of `Pulumi.STACK.yaml`. */
export interface StackTexts {
  readonly project: string;
  readonly stack: string;
}

/**
 * Reads a stack file from the texts of Pulumi.yaml and its own.
 *
 * @throws {UsageError} for a text that the CLI could not read, or would read differently.
 */
export function parseStackFile(stack: string, texts: StackTexts): StackFile {
  const files = {
    project: new YamlFile(texts.project, PROJECT_FILE),
    stack: new YamlFile(texts.stack, `Pulumi.${stack}.yaml`),
  };
  const { settings, faults, ...entries } = readFiles(stack, files);
  for (const file of [files.project, files.stack]) refuseUnclear(file, stack, files);
  const read = { ...entries, name: files.stack.name, text: texts.stack };
  if (settings && faults.length === 0) return { ...read, settings };
  return { ...read, faults: faults.map((fault) => locateFault(fault, [files.project, files.stack])) };
}

/** The settings of a stack, and all faults of its files. */
function readFiles(stack: string, files: StackFiles) {
  const { faults: ofReader, misplaced, places, ...read } = readStackEntries(stack, files);
  const { settings, faults: ofProgram = [] } = readSettings({
    project: read.project,
    entries: read.entries,
    isSecret: (entry) => read.secretEntries.includes(entry),
  });
  const others = ofProgram.map((fault) => placeFault(fault, { ...read, places }, files.stack.name));
  return { ...read, settings, faults: [...sortFaults(misplaced), ...sortFaults([...ofReader, ...others])] };
}

/**
 * Refuses the first scalar of a file that the CLI might read as something else.
 *
 * What to write in its place shows from the settings: they accept either its text or the number that it stands for.
 *
 * @throws {UsageError} if there is one.
 */
function refuseUnclear(file: YamlFile, stack: string, files: StackFiles): void {
  const [unclear] = file.unclear;
  if (!unclear) return;
  const { source, line } = unclear;
  const advice =
    source === undefined
      ? QUOTE
      : whatToWrite(unclear, (value) => {
          unclear.node.value = value;
          return readFiles(stack, files).faults.find(({ place }) => isAt(place, file, unclear));
        });
  throw new UsageError(
    `${file.name}, line ${line}: the Pulumi CLI reads ${source ?? "this"} as something else; ${advice}`,
  );
}

const QUOTE = "put it in quotes";

/** `faultOf` gives the fault of a value in the place of the unclear one. */
function whatToWrite({ source, numbers }: Unclear, faultOf: (value: unknown) => PlacedFault | undefined): string {
  const ofText = faultOf(source);
  if (!ofText) return QUOTE;
  const fitting = numbers.filter((number) => !faultOf(number));
  return fitting.length > 0 ? `write ${fitting.join(" or ")}` : ofText.problem;
}

function isAt(place: Place, file: YamlFile, { node }: Unclear): boolean {
  return place.file === file.name && file.valueAt(place.path) === node;
}

/**
 * Replaces the text of a file: a reader finds either the old text or the new one. The file keeps its mode, and a link to it stays
 * a link. The new text is written to `.NAME.PID.tmp` beside the file, which then takes its name.
 *
 * @throws {UsageError} if the file no longer holds `before`, is read-only or not an ordinary file, or cannot be written. The file is
 *   then unchanged.
 */
export function replaceFile(path: string, before: string, after: string): void {
  const name = basename(path);
  try {
    const file = realpathSync(path);
    const mode = modeOf(file, name);
    if (readFileSync(file, "utf8") !== before) {
      throw new UsageError(
        `${name} was changed meanwhile, and nothing is written; look at the change and run the command again`,
      );
    }
    const beside = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
    try {
      writeFileSync(beside, after, { flush: true });
      chmodSync(beside, mode);
      renameSync(beside, file);
    } finally {
      rmSync(beside, { force: true });
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${name} cannot be written: ${(error as NodeJS.ErrnoException).code}`);
  }
}

/** The mode of a file that may be replaced. Root may write a read-only file, so its mode is checked too. */
function modeOf(file: string, name: string): number {
  const stats = statSync(file);
  if (!stats.isFile()) throw new UsageError(`${name} is not an ordinary file; put one in its place`);
  if ((stats.mode & 0o222) === 0) {
    throw new UsageError(`${name} is read-only; make it writable first: chmod u+w ${name}`);
  }
  accessSync(file, constants.W_OK);
  return stats.mode;
}
