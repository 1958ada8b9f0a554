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
 * Replaces the text of a file atomically: a reader finds either the old text or the new one.
 *
 * The file keeps its mode, and a link to it stays a link. Only one process at a time replaces a file. It opens `.NAME.tmp` beside
 * it, first as a lock with its process id, then for the new text. The lock of a killed process is taken over.
 *
 * @throws {UsageError} if the file no longer holds `before`, is being replaced by another process, is read-only or not an
 *   ordinary file, or cannot be written. The file is then unchanged.
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

/** The stats of a file, if it may be replaced. Root may write a read-only file, so its mode is checked too. */
function writable(file: string, name: string) {
  const stats = statSync(file);
  if (!stats.isFile()) throw new UsageError(`${name} is not an ordinary file`);
  if ((stats.mode & 0o222) === 0)
    throw new UsageError(`${name} is read-only; make it writable first: chmod u+w ${name}`);
  accessSync(file, constants.W_OK);
  return stats;
}

/** How long to wait for a lock without a process id: as long as writing the text may take. */
const PATIENCE_MS = 5_000;

/** Opens the lock, which only one process has at a time. */
function lock(beside: string, name: string): number {
  for (const end = Date.now() + PATIENCE_MS; ; sleep(20)) {
    const descriptor = openNew(beside);
    if (descriptor !== undefined) return descriptor;
    const holder = holderOf(beside);
    if (holder !== undefined && isAlive(holder)) throw beingWritten(name, `process ${holder}`);
    // Without a process id its process is about to write one, is writing the new text, or was killed meanwhile.
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

/** The id of the process that holds a lock, if it is there. */
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

/** False if another process has taken over the lock. */
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
