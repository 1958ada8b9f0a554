import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { UsageError } from "../command";

/**
 * Puts another text in the place of a file's, all at once: whoever reads the file finds the one or the other.
 *
 * The file keeps its mode, and a link to it stays a link.
 *
 * @throws {UsageError} where the file no longer holds `before`, or cannot be written. It is then as it was.
 */
export function replaceFile(path: string, before: string, after: string): void {
  const name = basename(path);
  try {
    const file = realpathSync(path);
    const beside = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
    try {
      writeNew(beside, after, statSync(file).mode);
      if (readFileSync(file, "utf8") !== before) {
        throw new UsageError(`${name} was changed meanwhile: nothing is written; look at the change and call again`);
      }
      renameSync(beside, file);
    } finally {
      rmSync(beside, { force: true });
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${name} cannot be written: ${(error as NodeJS.ErrnoException).code}`);
  }
}

function writeNew(path: string, text: string, mode: number): void {
  const descriptor = openSync(path, "w", 0o600);
  try {
    writeFileSync(descriptor, text);
    fchmodSync(descriptor, mode);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
