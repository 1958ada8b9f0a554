import { readdirSync } from "node:fs";
import { readSettings, type Settings } from "../../src/settings";
import { printable, sortFaults } from "../../src/settings/faults";
import { UsageError } from "../command";
import { readEntries, type StackEntries, type StackTexts } from "./entries";
import { type LocatedFault, locateFaults, placeFault } from "./located-faults";
import { readText } from "./read-text";

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
  const [project, text] = ["Pulumi.yaml", `Pulumi.${stack}.yaml`].map((file) => readText(folder, file));
  return parseStackFile(stack, { project: project!, stack: text! });
}

/**
 * Reads a stack file from the texts of Pulumi.yaml and its own.
 *
 * @throws {UsageError} for a text that the CLI could not read, or would read differently.
 */
export function parseStackFile(stack: string, texts: StackTexts): StackFile {
  const { faults: ofReader, misplaced, places, ...entries } = readEntries(stack, texts);
  const file = { ...entries, name: `Pulumi.${stack}.yaml`, text: texts.stack };
  const { settings, faults: ofProgram = [] } = readSettings({
    project: file.project,
    entries: file.entries,
    isSecret: (entry) => file.secretEntries.includes(entry),
  });
  const others = [...ofReader, ...ofProgram.map((fault) => placeFault(fault, { ...file, places }, file.name))];
  if (settings && misplaced.length + others.length === 0) return { ...file, settings };
  const faults = locateFaults([...sortFaults(misplaced), ...sortFaults(others)], {
    [file.name]: texts.stack,
    "Pulumi.yaml": texts.project,
  });
  return { ...file, faults };
}
