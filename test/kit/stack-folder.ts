import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEntries, type StackEntries } from "../../tools/stack-file/entries";

const folders: string[] = [];

/** A folder with these files, which lasts until the tests of the file that asked for it are over. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "stack-file-"));
  folders.push(folder);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

/** Reads the entries of the stack `dev` of a project `acme` that declares nothing, from the text of its file. */
export function readDev(text: string, project = "name: acme\n"): StackEntries {
  return readEntries("dev", { project, stack: text });
}

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
