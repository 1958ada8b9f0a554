/** How `npm run rotate` is called, and its verbs. */
import { type Step, steps } from "../../src/rotation";
import { type parseCall, refuseCall } from "../command";

/** The steps as they are typed: the others of `start` are its options. */
export type Verb = Exclude<Step, "start --now">;

export const verbs = Object.keys(steps).filter((step): step is Verb => step !== "start --now");

/** True for the word of a step. */
export function isVerb(word: string): word is Verb {
  return (verbs as readonly string[]).includes(word);
}

/** The options of a call, as far as they are given. */
export type Options = ReturnType<typeof parseCall<(typeof form)["options"]>>["values"];

/** The calls, the help and the options. */
export const form = {
  calls: [
    `npm run rotate -- STACK KEY VERB [ID] [--dry-run] [--same-deployment], where VERB is one of ${verbs.join(", ")}`,
    "npm run rotate -- STACK KEY start [--now] [--usage-plan PLAN]",
    "npm run rotate -- STACK KEY retire [ID] [--usage FILE [--still-used]]",
    "npm run rotate -- STACK --all VERB, for every key of the stack",
    "npm run rotate -- STACK status [KEY] [--json]",
    "npm run rotate -- STACK due [--on YYYY-MM-DD] [--usage FILE] [--write] [--json]",
    "npm run rotate -- check --base REF [--allow-gap]",
    "pulumi stack export --stack STACK | npm run -s rotate -- check --deployed STACK [--allow-gap]",
  ],
  about: [
    "Edits Pulumi.STACK.yaml by one step of a rotation, and says what to deploy, verify and do next.",
    "A key that differs from HEAD takes no second step, but with --same-deployment: each step is a deployment of its own.",
    "retire --usage FILE refuses a generation that was used of late, but with --still-used. FILE is what npm run usage answered.",
    "status tells where each key stands: its generations, since when, which steps are legal, and when the next one is due.",
    "due tells which steps the calendar asks for, which are held back and why. --write makes them, one for each key.",
    "check compares every stack file with the one at a git ref, or one with what is deployed, and refuses what one deployment must not do.",
    "Exit code 0, 1 for a step or a change that is not legal, 2 for a wrong call or a file that cannot be read or written.",
  ],
  options: {
    all: { type: "boolean" },
    now: { type: "boolean" },
    "dry-run": { type: "boolean" },
    "usage-plan": { type: "string" },
    "same-deployment": { type: "boolean" },
    "still-used": { type: "boolean" },
    on: { type: "string" },
    usage: { type: "string" },
    write: { type: "boolean" },
    json: { type: "boolean" },
    base: { type: "string" },
    deployed: { type: "string" },
    "allow-gap": { type: "boolean" },
  },
} as const;

/** Refuses a call. @throws {UsageError} */
export function refuse(problem: string): never {
  return refuseCall(problem, form);
}
