import type { Step } from "../../src/rotation";
import { nearest } from "../../src/settings/nearest";
import { parseCall } from "../command";
import { type Day, parseDay } from "../days";
import { form, isVerb, type Options, refuse, type Verb, verbs } from "./call-form";

/** A call of `npm run rotate`. */
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
  /** Makes the step even if the key differs from HEAD, so that one deployment makes both. */
  readonly sameDeployment: boolean;
  /** The usage file, by which a generation that is still used is not retired. */
  readonly usage?: string;
  /** Retires it even if it is still used. */
  readonly stillUsed: boolean;
}

/** Compares the stack files with those at a git ref, or one of them with what is deployed. */
export type CheckCall = ComparedWith & {
  readonly kind: "check";
  /** Accepts that a live generation moves to another plan, which callers notice. */
  readonly allowGap: boolean;
};

type ComparedWith =
  /** The git ref. */
  | { readonly base: string; readonly deployed?: undefined }
  /** The stack whose exported state is on standard input. */
  | { readonly base?: undefined; readonly deployed: string };

/** Shows the states of the keys of a stack. */
export interface StatusCall {
  readonly kind: "status";
  readonly stack: string;
  /** Undefined for every key of the stack. */
  readonly key?: string;
  readonly json: boolean;
}

/** Shows the steps that are due by the calendar. */
export interface DueCall {
  readonly kind: "due";
  readonly stack: string;
  /** The day; today if it is undefined. */
  readonly on?: Day;
  /** The usage file. */
  readonly usage?: string;
  /** Makes the steps. */
  readonly write: boolean;
  readonly json: boolean;
}

/**
 * Reads the arguments of `npm run rotate`.
 *
 * @throws {UsageError} if they are not one of its calls.
 */
export function readCall(args: readonly string[]): Call {
  const { values, positionals } = parseCall(args, form);
  const [stack, second, third] = positionals;
  const comparing = values.base !== undefined || values.deployed !== undefined;
  if (stack === "check" && (second === undefined || comparing)) return checkCall(positionals, values);
  if (stack === undefined) refuse("no stack is given");
  // A key may be called status or due: if the third word is a verb, the second one is a key.
  const asksForKey = third !== undefined && isVerb(third);
  if (second === "status" && !asksForKey) return statusCall(stack, positionals.slice(2), values);
  if (second === "due" && !asksForKey) return dueCall(stack, positionals.slice(2), values);
  return stepCall(stack, positionals.slice(1), values);
}

function checkCall([, extra]: readonly string[], options: Options): CheckCall {
  if (extra !== undefined) refuse(`check takes no "${extra}"`);
  allow("check", options, ["base", "deployed", "allow-gap"]);
  const { base, deployed, "allow-gap": allowGap = false } = options;
  if (base !== undefined && deployed !== undefined) refuse("check takes either --base or --deployed");
  if (deployed !== undefined) return { kind: "check", deployed, allowGap };
  if (base !== undefined) return { kind: "check", base, allowGap };
  return refuse("check needs --base and a git ref, for example --base origin/main, or --deployed STACK");
}

function statusCall(stack: string, [key, extra]: readonly string[], options: Options): StatusCall {
  if (extra !== undefined) refuse("status takes one key at most");
  allow("status", options, ["json"]);
  return { kind: "status", stack, key, json: options.json ?? false };
}

function dueCall(stack: string, [extra]: readonly string[], options: Options): DueCall {
  if (extra !== undefined) refuse(`due takes no "${extra}", as it shows every key of the stack`);
  allow("due", options, ["on", "usage", "write", "json"]);
  const { on, usage, write = false, json = false } = options;
  if (on !== undefined && parseDay(on) === undefined) refuse(`--on ${on}: not a day; give it as YYYY-MM-DD`);
  return { kind: "due", stack, on, usage, write, json };
}

function stepCall(stack: string, words: readonly string[], options: Options): StepCall {
  const { all = false, now = false, usage, "usage-plan": usagePlan } = options;
  const [key, verb, id, ...more] = all ? [undefined, ...words] : words;
  if (verb === undefined) refuse("no verb is given");
  if (more[0] !== undefined) refuse(`"${more[0]}" is one word too many`);
  if (!isVerb(verb)) {
    const near = nearest(verb, verbs);
    refuse(
      `"${verb}" is not a verb; ${near === undefined ? `the verbs are ${verbs.join(", ")}` : `did you mean "${near}"?`}`,
    );
  }
  allow(verb, options, ["all", "dry-run", "same-deployment", ...ownOptions(verb)]);
  const choosing = verb === "retire" || verb === "restore" || verb === "remove";
  if (id !== undefined && !choosing) refuse(`${verb} takes no generation, as it finds its own`);
  if (id !== undefined && all) refuse("--all takes no generation, as each key has its own");
  if (id === undefined && verb === "restore") refuse("restore needs the id of a generation");
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
