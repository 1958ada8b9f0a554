import {
  accessSync,
  chmodSync,
  constants,
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
  if (!stats.isFile()) throw new UsageError(`${name} is not an ordinary file`);
  if ((stats.mode & 0o222) === 0) {
    throw new UsageError(`${name} is read-only; make it writable first: chmod u+w ${name}`);
  }
  accessSync(file, constants.W_OK);
  return stats.mode;
}
