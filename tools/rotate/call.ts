import type { Step } from "../../src/rotation";
import { nearest } from "../../src/settings/nearest";
import { parseCall } from "../command";
import { type Day, parseDay } from "../days";
import { form, isVerb, type Options, refuse, type Verb, verbs } from "./call-form";

/** What `npm run rotate` is asked to do. */
export type Call = StepCall | CheckCall | StatusCall | DueCall;

/** One step of the rotation of a key, or of every key of a stack. */
export interface StepCall {
  readonly kind: "step";
  readonly stack: string;
  /** Undefined for every key of the stack. */
  readonly key?: string;
  readonly step: Step;
  readonly id?: string;
  readonly usagePlan?: string;
  readonly dryRun: boolean;
  /** Makes the step where the key differs from HEAD already, so that one deployment makes both. */
  readonly sameDeployment: boolean;
  /** The file with what `npm run usage` answered: a generation that is still used is not retired. */
  readonly usage?: string;
  /** Retires it all the same. */
  readonly stillUsed: boolean;
}

/** The comparison of the stack files with those at a git ref, or of one with what is deployed. */
export type CheckCall = ComparedWith & {
  readonly kind: "check";
  /** Accepts that a live generation is moved to another plan, which callers notice. */
  readonly allowGap: boolean;
};

type ComparedWith =
  /** The git ref. */
  | { readonly base: string; readonly deployed?: undefined }
  /** The stack whose exported state is on standard input. */
  | { readonly base?: undefined; readonly deployed: string };

/** The question where the keys of a stack stand. */
export interface StatusCall {
  readonly kind: "status";
  readonly stack: string;
  /** Undefined for every key of the stack. */
  readonly key?: string;
  readonly json: boolean;
}

/** The question which steps the calendar asks for. */
export interface DueCall {
  readonly kind: "due";
  readonly stack: string;
  /** The day in question; today where it is undefined. */
  readonly on?: Day;
  /** The file with what `npm run usage` answered. */
  readonly usage?: string;
  /** Makes the steps. */
  readonly write: boolean;
  readonly json: boolean;
}

/**
 * Reads the arguments of `npm run rotate`.
 *
 * @throws {UsageError} where they are none of its calls.
 */
export function readCall(args: readonly string[]): Call {
  const { values, positionals } = parseCall(args, form);
  const [stack, second, third] = positionals;
  const comparing = values.base !== undefined || values.deployed !== undefined;
  if (stack === "check" && (second === undefined || comparing)) return checkCall(positionals, values);
  if (stack === undefined) refuse("no stack is given");
  // A key may be called status or due: where a verb comes third, the second word is a key.
  const asksForKey = third !== undefined && isVerb(third);
  if (second === "status" && !asksForKey) return statusCall(stack, positionals.slice(2), values);
  if (second === "due" && !asksForKey) return dueCall(stack, positionals.slice(2), values);
  return stepCall(stack, positionals.slice(1), values);
}

function checkCall([, extra]: readonly string[], options: Options): CheckCall {
  if (extra !== undefined) refuse(`check takes no "${extra}"`);
  allow("check", options, ["base", "deployed", "allow-gap"]);
  const { base, deployed, "allow-gap": allowGap = false } = options;
  if (base !== undefined && deployed !== undefined) refuse("check compares with one of --base and --deployed");
  if (deployed !== undefined) return { kind: "check", deployed, allowGap };
  if (base !== undefined) return { kind: "check", base, allowGap };
  return refuse("check needs the git ref to compare with, for example --base origin/main, or --deployed STACK");
}

function statusCall(stack: string, [key, extra]: readonly string[], options: Options): StatusCall {
  if (extra !== undefined) refuse("too many words");
  allow("status", options, ["json"]);
  return { kind: "status", stack, key, json: options.json ?? false };
}

function dueCall(stack: string, [extra]: readonly string[], options: Options): DueCall {
  if (extra !== undefined) refuse(`due takes no "${extra}": it is asked for every key of the stack`);
  allow("due", options, ["on", "usage", "write", "json"]);
  const { on, usage, write = false, json = false } = options;
  if (on !== undefined && parseDay(on) === undefined) refuse(`--on ${on}: no day; give one as YYYY-MM-DD`);
  return { kind: "due", stack, on, usage, write, json };
}

function stepCall(stack: string, words: readonly string[], options: Options): StepCall {
  const { all = false, now = false, usage, "usage-plan": usagePlan } = options;
  const [key, verb, id, ...more] = all ? [undefined, ...words] : words;
  if (verb === undefined || more.length > 0) refuse(verb === undefined ? "no verb is given" : "too many words");
  if (!isVerb(verb)) {
    const near = nearest(verb, verbs);
    refuse(
      `"${verb}" is no verb; ${near === undefined ? `the verbs are ${verbs.join(", ")}` : `did you mean "${near}"?`}`,
    );
  }
  allow(verb, options, ["all", "dry-run", "same-deployment", ...ownOptions(verb)]);
  const choosing = verb === "retire" || verb === "restore" || verb === "remove";
  if (id !== undefined && !choosing) refuse(`${verb} takes no generation: it finds its own`);
  if (id !== undefined && all) refuse("a generation is one key's: with --all none can be given");
  if (id === undefined && verb === "restore") refuse("restore needs the generation that it is to bring back");
  return {
    kind: "step",
    stack,
    key,
    step: now ? "start --now" : verb,
    id,
    usagePlan,
    dryRun: options["dry-run"] ?? false,
    sameDeployment: options["same-deployment"] ?? false,
    usage,
    stillUsed: options["still-used"] ?? false,
  };
}

function ownOptions(verb: Verb): (keyof Options)[] {
  if (verb === "start") return ["now", "usage-plan"];
  return verb === "retire" ? ["usage", "still-used"] : [];
}

function allow(verb: string, options: Options, names: readonly (keyof Options)[]): void {
  const stray = Object.keys(options).find((name) => !(names as readonly string[]).includes(name));
  if (stray !== undefined) refuse(`${verb} takes no --${stray}`);
}
