/** `npm run init -- STACK [--from STACK]`: a new stack, with its file and its place in the workflows. */
import { type Answer, answerTo, parseCall, print, refuseCall } from "../command";
import { addStack } from "./add-stack";
import { checkProject } from "./check-project";
import { ownProject } from "./own-project";

/** Runs the command on the project in `folder`. */
export function init(args: readonly string[], folder: string): Answer {
  try {
    const { values, positionals } = parseCall(args, FORM);
    const { from, check = false, project = false } = values;
    const [stack, ...rest] = positionals;
    if (check || project) {
      if (stack !== undefined || from !== undefined || (check && project))
        refuseCall("--check and --project take nothing else", FORM);
      return check ? checkProject(folder) : ownProject(folder);
    }
    if (stack === undefined) refuseCall("no stack is given", FORM);
    if (rest.length > 0) refuseCall("more than one stack is given", FORM);
    return addStack(folder, stack, from);
  } catch (error) {
    return answerTo(error);
  }
}

const FORM = {
  calls: ["npm run init -- STACK [--from STACK]", "npm run init -- --check", "npm run init -- --project"],
  about: [
    "Writes Pulumi.STACK.yaml, adds the stack to the workflows' lists, and says what is left to do.",
    "  --from STACK  starts with a copy of this stack's file, without generations, secret names, imports and encryption,",
    "                and deploys the new stack before it",
    "  --check       says whether stack files and lists agree, and whether the project has one name everywhere",
    "  --project     gives package.json and policies/ the name in Pulumi.yaml; `npm install` does that too",
    "Exit code 0; 1 for what --check finds, and for faults in the file to copy; 2 for a wrong call, or a file that cannot be read or written.",
  ],
  options: { from: { type: "string" }, check: { type: "boolean" }, project: { type: "boolean" } },
} as const;

if (require.main === module) {
  const answer = () => init(process.argv.slice(2), process.cwd());
  const { npm_lifecycle_event: event, CI } = process.env;
  if (event !== "prepare") print(answer());
  // `npm install` must not fail because of a stack file, and a pipeline must not change what it checks.
  else if (!CI) print({ ...answer(), exitCode: 0 });
}
