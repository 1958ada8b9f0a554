import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../command";

/**
 * The text of a file in the folder.
 *
 * @throws {UsageError} if it cannot be read or is not UTF-8.
 */
export function readText(folder: string, file: string): string {
  let bytes: Buffer;
  try {
    // Reading a pipe would wait for its writer.
    if (!statSync(join(folder, file)).isFile()) throw new UsageError(`${file} is not an ordinary file`);
    bytes = readFileSync(join(folder, file));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  if (!isUtf8(bytes)) throw new UsageError(`${file} is not in UTF-8; save it as UTF-8`);
  return bytes.toString();
}
