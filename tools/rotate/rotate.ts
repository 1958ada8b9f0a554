/**
 * `npm run rotate -- STACK KEY VERB`: edits a stack file by one legal step of a rotation.
 * `npm run rotate -- STACK status`, `npm run rotate -- STACK due`: the states of a stack's keys, and the steps that are due.
 * `npm run rotate -- check --base REF`: refuses what is more than one step away from the stack files at a git ref.
 * `npm run rotate -- check --deployed STACK`: refuses what is more than one step away from what is deployed.
 */
import { text } from "node:stream/consumers";
import { type Answer, answerTo, hasColour, print } from "../command";
import { type Day, dayOf } from "../days";
import { readCall } from "./call";
import { checkBase } from "./check-base";
import { checkDeployed } from "./check-deployed";
import { due } from "./due";
import { status } from "./status";
import { rotateStep } from "./step";

/** What the command needs besides its arguments. */
export interface Surroundings {
  /** The day of the run. */
  readonly today: Day;
  /** True if standard output should be coloured. */
  readonly colour: boolean;
}

/** Runs the command on the stack files in `folder`; `exported` is the state for `check --deployed`. */
export function rotate(
  args: readonly string[],
  folder: string,
  exported = "",
  { today, colour }: Surroundings = { today: dayOf(new Date()), colour: false },
): Answer {
  try {
    const call = readCall(args);
    switch (call.kind) {
      case "step":
        return rotateStep(call, { folder, today });
      case "status":
        return status(call, folder, today, colour);
      case "due":
        return due(call, folder, today);
      case "check":
        if (call.deployed !== undefined) return checkDeployed(call.deployed, call.allowGap, folder, exported);
        return checkBase(call.base, call.allowGap, folder);
    }
  } catch (error) {
    return answerTo(error);
  }
}

if (require.main === module) {
  const args = process.argv.slice(2);
  const surroundings = { today: dayOf(new Date()), colour: hasColour(process.env, process.stdout.isTTY) };
  // On a terminal nothing is piped in, and waiting for it would look like a hang.
  const isPiped = args.some((arg) => arg.startsWith("--deployed")) && !process.stdin.isTTY;
  void (isPiped ? text(process.stdin) : Promise.resolve("")).then((exported) =>
    print(rotate(args, process.cwd(), exported, surroundings)),
  );
}
