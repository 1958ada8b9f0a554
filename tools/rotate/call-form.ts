/** How `npm run rotate` is called, and its verbs. */
import { type Step, steps } from "../../src/rotation";
import { type parseCall, refuseCall } from "../command";

/** The steps as the user types them: `start --now` is `start` with an option. */
export type Verb = Exclude<Step, "start --now">;

export const verbs = Object.keys(steps).filter((step): step is Verb => step !== "start --now");

/** True if the word is a verb. */
export function isVerb(word: string): word is Verb {
  return (verbs as readonly string[]).includes(word);
}

/** The options that a call gives. */
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
    "  --now              start: the new generation becomes current at once, without being staged",
    "  --usage-plan PLAN  start: the new generation is on this plan",
    "  --usage FILE       retire: refuses a generation that is still used; FILE is the output of npm run usage with --json",
    "  --still-used       retire: accepts it",
    "  --same-deployment  accepts a step on a key that differs from HEAD, although each step is a deployment of its own",
    "  --dry-run          only prints the change",
    "status shows each key's generations, since when they are in their state, which steps are legal, and when the next one is due.",
    "due shows which steps are due by the calendar, today or --on a day, which are held back, and why.",
    "  --usage FILE       as above; without it, retire is held back unless quietDays is 0",
    "  --write            makes the steps that are due, one for each key",
    "check refuses changes that one deployment must not make.",
    "  --base REF         compares every stack file with the one at a git ref",
    "  --deployed STACK   compares a stack file with what is deployed, by the exported state on standard input",
    "  --allow-gap        accepts that a live generation moves to another plan, or loses its plan",
    "Exit code 0; 1 for a step or a change that is not legal; 2 for a wrong call, or a file that cannot be read or written.",
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
