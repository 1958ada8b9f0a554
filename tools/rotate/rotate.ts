/**
 * `npm run rotate -- STACK KEY VERB`: edits a stack file by one legal step of a rotation.
 * `npm run rotate -- check --base REF`: refuses what is more than one step away from the stack files at a git ref.
 * `npm run rotate -- check --deployed STACK`: refuses what is more than one step away from what is deployed.
 */
import { text } from "node:stream/consumers";
import { type Answer, answerTo, print } from "../command";
import { readCall } from "./call";
import { checkBase } from "./check-base";
import { checkDeployed } from "./check-deployed";
import { rotateStep } from "./step";

/** Does what the arguments ask for, with the stack files in `folder`, and with the exported state where one is asked for. */
export function rotate(args: readonly string[], folder: string, exported = ""): Answer {
  try {
    const { step, check } = readCall(args);
    if (!check) return rotateStep(step, folder);
    if (check.deployed !== undefined) return checkDeployed(check.deployed, check.allowGap, folder, exported);
    return checkBase(check.base, check.allowGap, folder);
  } catch (error) {
    return answerTo(error);
  }
}

if (require.main === module) {
  const args = process.argv.slice(2);
  // From a terminal nothing is piped in, and waiting for it would look like a hang: the answer is how to call the command.
  const isPiped = args.some((arg) => arg.startsWith("--deployed")) && !process.stdin.isTTY;
  void (isPiped ? text(process.stdin) : Promise.resolve("")).then((exported) =>
    print(rotate(args, process.cwd(), exported)),
  );
}
