import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../command";
import { replaceFile } from "../stack-file/replace-file";

/** A file to write: its path from the folder, what it holds now, undefined where it must not be there, and what it is to hold. */
export interface FileChange {
  readonly path: string;
  readonly before?: string;
  readonly after: string;
}

/**
 * Writes all of these files or, where one cannot be written, none.
 *
 * @throws {UsageError} where a file no longer holds what it held, is there by now, or cannot be written.
 */
export function writeFiles(folder: string, changes: readonly FileChange[]): void {
  const written: FileChange[] = [];
  try {
    for (const change of changes) {
      write(folder, change);
      written.push(change);
    }
  } catch (error) {
    for (const change of written.reverse()) undo(folder, change);
    throw error;
  }
}

function write(folder: string, { path, before, after }: FileChange): void {
  if (before !== undefined) return replaceFile(join(folder, path), before, after);
  try {
    writeFileSync(join(folder, path), after, { flag: "wx" });
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${(error as NodeJS.ErrnoException).code}`);
  }
}

function undo(folder: string, { path, before, after }: FileChange): void {
  if (before === undefined) rmSync(join(folder, path));
  else replaceFile(join(folder, path), after, before);
}
