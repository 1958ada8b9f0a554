import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { UsageError } from "../command";

/**
 * Puts another text in the place of a file's, all at once: whoever reads the file finds the one or the other.
 *
 * The file keeps its mode, and a link to it stays a link. Only one process at a time replaces a file: it holds `.NAME.tmp` beside it,
 * which is first its lock, with its process id, and then the new content. What a process that was killed has left is taken over.
 *
 * @throws {UsageError} where the file no longer holds `before`, is being replaced by another process, is read-only or no ordinary
 *   file, or cannot be written. It is then as it was.
 */
export function replaceFile(path: string, before: string, after: string): void {
  const name = basename(path);
  try {
    const file = realpathSync(path);
    const { mode } = writable(file, name);
    const beside = join(dirname(file), `.${basename(file)}.tmp`);
    const descriptor = lock(beside, name);
    try {
      writeSync(descriptor, `${process.pid}`);
      if (readFileSync(file, "utf8") !== before) {
        throw new UsageError(
          `${name} was changed meanwhile, and nothing is written; look at the change and run the command again`,
        );
      }
      ftruncateSync(descriptor);
      writeSync(descriptor, after, 0);
      fchmodSync(descriptor, mode);
      fsyncSync(descriptor);
      if (!isOpenAs(beside, descriptor)) throw beingWritten(name, "another process");
      renameSync(beside, file);
    } finally {
      if (isOpenAs(beside, descriptor)) rmSync(beside);
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${name} cannot be written: ${(error as NodeJS.ErrnoException).code}`);
  }
}

/** The state of a file that may be replaced. As root may write what is read-only, its mode is asked too. */
function writable(file: string, name: string) {
  const stats = statSync(file);
  if (!stats.isFile()) throw new UsageError(`${name} is not an ordinary file`);
  if ((stats.mode & 0o222) === 0)
    throw new UsageError(`${name} is read-only; make it writable first: chmod u+w ${name}`);
  accessSync(file, constants.W_OK);
  return stats;
}

/** How long a file that names no process is waited for: as long as writing the content may take. */
const PATIENCE_MS = 5_000;

/** Opens the file that only one process has at a time. */
function lock(beside: string, name: string): number {
  for (const end = Date.now() + PATIENCE_MS; ; sleep(20)) {
    const descriptor = openNew(beside);
    if (descriptor !== undefined) return descriptor;
    const holder = holderOf(beside);
    if (holder !== undefined && isAlive(holder)) throw beingWritten(name, `process ${holder}`);
    // No process id yet, or none any more: its process is about to go on, or was killed just then.
    if (holder !== undefined || Date.now() > end) rmSync(beside, { force: true });
  }
}

function openNew(path: string): number | undefined {
  try {
    return openSync(path, "wx", 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return undefined;
    throw error;
  }
}

/** The id of the process that has a lock, if it says so. */
function holderOf(path: string): number | undefined {
  try {
    const text = readFileSync(path, "utf8");
    return /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** False where another process has taken the file over. */
function isOpenAs(path: string, descriptor: number): boolean {
  return statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(descriptor).ino;
}

function beingWritten(name: string, by: string): UsageError {
  return new UsageError(
    `${name} is being written by ${by}, and nothing is written; run the command again once that has ended`,
  );
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
