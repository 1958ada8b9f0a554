import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../command";
import { replaceFile } from "../stack-file/replace-file";

/** A file to write: its path from the folder, its present text (undefined if it must not exist) and its new text. */
export interface FileChange {
  readonly path: string;
  readonly before?: string;
  readonly after: string;
}

/**
 * Writes all of these files, or none if one cannot be written.
 *
 * @throws {UsageError} if a file was changed or created meanwhile, or cannot be written.
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
