import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fault } from "../../src/settings/faults";
import { YamlFile } from "../../tools/stack-file/yaml";
import { readStackEntries, type StackEntries } from "../../tools/stack-file/entries";

const folders: string[] = [];

/** A folder with these files, which is deleted after the tests of the calling file. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "stack-file-"));
  folders.push(folder);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

/** The entries of a stack and their faults, without places in the files. */
type Entries = Omit<StackEntries, "places" | "misplaced" | "faults"> & Record<"misplaced" | "faults", Fault[]>;

/** Reads the entries of the stack `dev` of a project `acme` that declares nothing, from the text of its file. */
export function readDev(text: string, project = "name: acme\n"): Entries {
  const files = { project: new YamlFile(project, "Pulumi.yaml"), stack: new YamlFile(text, "Pulumi.dev.yaml") };
  const { places: _, misplaced, faults, ...entries } = readStackEntries("dev", files);
  const unplaced = ({ path, problem }: Fault) => ({ path, problem });
  return { ...entries, misplaced: misplaced.map(unplaced), faults: faults.map(unplaced) };
}

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
