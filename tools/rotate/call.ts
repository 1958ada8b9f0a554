import { type Step, steps } from "../../src/rotation";
import { nearest } from "../../src/settings/nearest";
import { parseCall, refuseCall } from "../command";

/** One step of the rotation of a key, or of every key of a stack. */
export interface StepCall {
  readonly stack: string;
  /** Undefined for every key of the stack. */
  readonly key?: string;
  readonly step: Step;
  readonly id?: string;
  readonly usagePlan?: string;
  readonly dryRun: boolean;
}

/** The comparison of the stack files with those at a git ref, or of one with what is deployed. */
export type CheckCall = Compared & {
  /** Accepts that a live generation is moved to another plan, which callers notice. */
  readonly allowGap: boolean;
};

type Compared =
  /** The git ref. */
  | { readonly base: string; readonly deployed?: undefined }
  /** The stack whose exported state is on standard input. */
  | { readonly base?: undefined; readonly deployed: string };

/**
 * Reads the arguments of `npm run rotate`.
 *
 * @throws {UsageError} where they are none of its calls.
 */
export function readCall(
  args: readonly string[],
): { step: StepCall; check?: undefined } | { step?: undefined; check: CheckCall } {
  const { values, positionals } = parseCall(args, form);
  const { base, deployed, "allow-gap": allowGap = false, ...ofSteps } = values;
  const [first, extra] = positionals;
  const compared = deployed === undefined ? base !== undefined && { base } : { deployed };
  if (first === "check" && (extra === undefined || compared)) {
    if (extra !== undefined) refuse(`check takes no "${extra}"`);
    const [stray] = Object.keys(ofSteps);
    if (stray !== undefined) refuse(`check takes no --${stray}`);
    if (!compared)
      refuse("check needs the git ref to compare with, for example --base origin/main, or --deployed STACK");
    if (base !== undefined && deployed !== undefined) refuse("check compares with one of --base and --deployed");
    return { check: { ...compared, allowGap } };
  }
  if (compared || allowGap) refuse("--base, --deployed and --allow-gap belong to check");
  return { step: stepCall(positionals, ofSteps) };
}

type StepOptions = Omit<
  ReturnType<typeof parseCall<(typeof form)["options"]>>["values"],
  "base" | "deployed" | "allow-gap"
>;

function stepCall(positionals: readonly string[], options_: StepOptions): StepCall {
  const { all = false, now = false, "dry-run": dryRun = false, "usage-plan": usagePlan } = options_;
  const [stack, ...rest] = positionals;
  const [key, verb, id, ...more] = all ? [undefined, ...rest] : rest;
  if (stack === undefined || verb === undefined || more.length > 0) {
    refuse(stack === undefined ? "no stack is given" : verb === undefined ? "no verb is given" : "too many words");
  }
  if (!isVerb(verb)) {
    const near = nearest(verb, verbs);
    refuse(
      `"${verb}" is no verb; ${near === undefined ? `the verbs are ${verbs.join(", ")}` : `did you mean "${near}"?`}`,
    );
  }
  const choosing = verb === "retire" || verb === "restore" || verb === "remove";
  if (id !== undefined && !choosing) refuse(`${verb} takes no generation: it finds its own`);
  if (id !== undefined && all) refuse("a generation is one key's: with --all none can be given");
  if (id === undefined && verb === "restore") refuse("restore needs the generation that it is to bring back");
  if (verb !== "start" && (now || usagePlan !== undefined)) refuse("--now and --usage-plan belong to start");
  return { stack, key, step: now ? "start --now" : verb, id, usagePlan, dryRun };
}

type Verb = Exclude<Step, "start --now">;

const verbs = Object.keys(steps).filter((step): step is Verb => step !== "start --now");

function isVerb(word: string): word is Verb {
  return (verbs as readonly string[]).includes(word);
}

const form = {
  calls: [
    `npm run rotate -- STACK KEY VERB [ID] [--usage-plan PLAN] [--now] [--dry-run], where VERB is one of ${verbs.join(", ")}`,
    "npm run rotate -- STACK --all VERB, for every key of the stack",
    "npm run rotate -- check --base REF [--allow-gap]",
    "pulumi stack export --stack STACK | npm run -s rotate -- check --deployed STACK [--allow-gap]",
  ],
  about: [
    "Edits Pulumi.STACK.yaml by one step of a rotation, and says what to deploy, verify and do next.",
    "check compares every stack file with the one at a git ref, or one with what is deployed, and refuses what one deployment must not do.",
    "Exit code 0, 1 for a step or a change that is not legal, 2 for a wrong call or a file that cannot be read or written.",
  ],
  options: {
    all: { type: "boolean" },
    now: { type: "boolean" },
    "dry-run": { type: "boolean" },
    "usage-plan": { type: "string" },
    base: { type: "string" },
    deployed: { type: "string" },
    "allow-gap": { type: "boolean" },
  },
} as const;

function refuse(problem: string): never {
  return refuseCall(problem, form);
}
