import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../command";

/**
 * The text of a file in the folder.
 *
 * @throws {UsageError} where it cannot be read, or holds other bytes than text has.
 */
export function readText(folder: string, file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(folder, file));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  if (!isUtf8(bytes)) throw new UsageError(`${file} is not in UTF-8: save it as such`);
  return bytes.toString();
}
