/**
 * `npm run rotate -- STACK KEY VERB`: edits a stack file by one legal step of a rotation.
 * `npm run rotate -- check --base REF`: refuses what is more than one step away from the stack files at a git ref.
 */
import { type Answer, print } from "../answer";
import { parseCall } from "./call";
import { check } from "./check";
import { rotateStep } from "./step";
import { UsageError } from "../usage-error";

/** Does what the arguments ask for, with the stack files in `folder`. */
export function rotate(args: readonly string[], folder: string): Answer {
  try {
    const call = parseCall(args);
    return call.check ? check(call.check, folder) : rotateStep(call.step, folder);
  } catch (error) {
    if (error instanceof UsageError) return { exitCode: 2, stderr: error.message };
    throw error;
  }
}

if (require.main === module) print(rotate(process.argv.slice(2), process.cwd()));
