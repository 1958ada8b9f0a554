/**
 * `npm run rotate -- STACK KEY VERB`: edits a stack file by one legal step of a rotation.
 * `npm run rotate -- check --base REF`: refuses what is more than one step away from the stack files at a git ref.
 */
import { type Answer, answerTo, print } from "../command";
import { readCall } from "./call";
import { check } from "./check";
import { rotateStep } from "./step";

/** Does what the arguments ask for, with the stack files in `folder`. */
export function rotate(args: readonly string[], folder: string): Answer {
  try {
    const call = readCall(args);
    return call.check ? check(call.check, folder) : rotateStep(call.step, folder);
  } catch (error) {
    return answerTo(error);
  }
}

if (require.main === module) print(rotate(process.argv.slice(2), process.cwd()));
