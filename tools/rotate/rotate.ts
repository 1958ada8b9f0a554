/**
 * `npm run rotate`: the steps of a rotation, the states of a stack's keys, the steps that are due, and what may not follow the
 * stack files at a git ref. This file reads the call and hands it on.
 */
import { Command } from "commander";
import { type Step, steps } from "../../src/rotation";
import { nearest } from "../../src/settings/nearest";
import { type Answer, answerOf, npmCommand, parseCall, print, refuseCall } from "../command";
import { dayOf, parseDay } from "../days";
import { DEPLOYED_OPTION, deployedSources, exportWithPulumi } from "../deployed";
import { hasColour } from "../terminal";
import { checkBase } from "./check";
import { answerDue } from "./due";
import { status } from "./status";
import { rotateStep, type Surroundings } from "./step";

/** Runs the command on the stack files in `folder`. */
export function rotate(args: readonly string[], folder: string, around: Partial<Surroundings> = {}): Answer {
  const surroundings = { ...defaults(), ...around, folder };
  return answerOf(() => {
    const { words, given } = lookOver(args);
    const [first, second, third] = words;
    // A stack may be called check: if the words of another call come after it, it is a stack.
    const isStack = words.slice(1).some((word) => word === "status" || word === "due" || isVerb(word));
    if (first === "check" && (given.base !== undefined || !isStack)) return check(args, surroundings);
    // A key may be called status, due or check: if a verb comes after it, it is a key.
    const isKey = third !== undefined && isVerb(third);
    if (second === "status" && !isKey) return showStatus(args, surroundings);
    if (second === "due" && !isKey) return showDue(args, surroundings);
    return makeStep(args, words, given.all === true, surroundings);
  });
}

/** The steps as the user types them: `start --now` is `start` with an option. */
type Verb = Exclude<Step, "start --now">;
const verbs = Object.keys(steps).filter((step): step is Verb => step !== "start --now");

function isVerb(word: string): word is Verb {
  return (verbs as readonly string[]).includes(word);
}

const EXIT_CODES =
  "Exit code 0; 1 for a step or a change that is not legal; 2 for a wrong call, or a file that cannot be read or written.";

function rotateCommand(usage: string, about: string): Command {
  return npmCommand("rotate", usage, about).summary(about).addHelpText("after", `\n${EXIT_CODES}`);
}

const calls = {
  step: () =>
    rotateCommand("STACK KEY VERB [ID] [options]", "Edits Pulumi.STACK.yaml by one step of a rotation.")
      .option("--all", "in place of KEY: every key of the stack, or none")
      .option("--dry-run", "only prints the change"),
  status: () =>
    rotateCommand(
      "STACK status [KEY] [options]",
      "Shows each generation as its file has it and as it was deployed, which steps are legal, and when the next one is due.",
    )
      .argument("<STACK>")
      .argument("<status>")
      .argument("[KEY]")
      .option(...DEPLOYED_OPTION)
      .option("--json", "for scripts"),
  due: () =>
    rotateCommand("STACK due [options]", "Shows which steps are due by the calendar, which must wait, and why.")
      .argument("<STACK>")
      .argument("<due>")
      .option("--on <YYYY-MM-DD>", "that day in place of today")
      .option(
        "--usage <FILE>",
        "what npm run usage printed with --json; without it, retire waits unless quietDays is 0",
      )
      .option(...DEPLOYED_OPTION)
      .option("--write", "makes the steps that are due, one for each key")
      .option("--json", "for scripts")
      .option("--markdown", "the text of a pull request"),
  check: () =>
    rotateCommand(
      "check --base REF",
      "Compares every stack file with the one at a git ref, and refuses what one deployment must not make.",
    )
      .argument("<check>")
      .option("--base <REF>", "a git ref, for example origin/main"),
};

/** The options of `start` alone. */
function withStartOptions(command: Command): Command {
  return command
    .option("--now", "the new generation becomes current at once, without being staged")
    .option("--usage-plan <PLAN>", "the new generation is on this plan");
}

function helpOnAll(): Command {
  const others = [calls.status(), calls.due(), calls.check()];
  const lines = others.map((command) => `  ${command.name()} ${command.usage()}\n      ${command.summary()}`);
  return withStartOptions(calls.step()).addHelpText(
    "after",
    `\nVERB is one of ${verbs.join(", ")}. With start only: --now, --usage-plan.\n\nOther calls, each with its own --help:\n${lines.join("\n")}`,
  );
}

/** The words and options of a call, whichever it is, to tell which it is. */
function lookOver(args: readonly string[]) {
  const every = helpOnAll();
  const known = new Set(every.options.map(({ long }) => long));
  for (const option of [calls.status(), calls.due(), calls.check()].flatMap((command) => command.options)) {
    if (!known.has(option.long)) every.addOption(option);
    known.add(option.long);
  }
  every.allowUnknownOption().argument("[words...]").helpOption(false);
  const words = parseCall(every, args).args.filter((word) => !word.startsWith("-"));
  if (words.length === 0) parseCall(helpOnAll().argument("[words...]"), args);
  return { words, given: every.opts<{ base?: string; all?: boolean }>() };
}

function check(args: readonly string[], { folder }: Surroundings): Answer {
  const command = parseCall(calls.check(), args);
  const { base } = command.opts<{ base?: string }>();
  if (base === undefined) return refuseCall(command, "check needs a git ref, for example --base origin/main");
  return checkBase(base, folder);
}

function showStatus(args: readonly string[], surroundings: Surroundings): Answer {
  const command = parseCall(calls.status(), args);
  const [stack, , key] = command.args;
  const { deployed, json = false } = command.opts<{ deployed?: string; json?: boolean }>();
  return status({ stack: stack!, key, deployed, json }, surroundings);
}

function showDue(args: readonly string[], surroundings: Surroundings): Answer {
  const command = parseCall(calls.due(), args);
  const { on, usage, deployed, write = false, ...forms } = command.opts<DueOptions>();
  if (on !== undefined && parseDay(on) === undefined) {
    refuseCall(command, `--on ${on}: not a day; give it as YYYY-MM-DD`);
  }
  if (forms.json && forms.markdown) refuseCall(command, "--json and --markdown are both given; give one of them");
  const form = forms.json ? "json" : "text";
  const call = { stack: command.args[0]!, on, usage, deployed, write };
  return answerDue({ ...call, form: forms.markdown ? "markdown" : form }, surroundings);
}

interface DueOptions {
  readonly on?: string;
  readonly usage?: string;
  readonly deployed?: string;
  readonly write?: boolean;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

function makeStep(args: readonly string[], words: readonly string[], all: boolean, around: Surroundings): Answer {
  const [stack, ...rest] = words;
  const [key, verb, id, ...more] = all ? [undefined, ...rest] : rest;
  const command = calls.step();
  if (stack === undefined) refuseCall(command, "no stack is given");
  if (verb === undefined) {
    parseCall(helpOnAll().argument("[words...]"), args);
    refuseCall(command, noVerb(key));
  }
  if (!isVerb(verb)) return refuseCall(command, notAVerb(verb));
  const ids: Partial<Record<Verb, string>> = { retire: " [ID]", restore: " ID", revoke: " [ID]", remove: " [ID]" };
  const takesId = Object.hasOwn(ids, verb);
  command.usage(`STACK KEY ${verb}${ids[verb] ?? ""} [options]`).argument("[words...]");
  if (verb === "start") withStartOptions(command);
  const options = parseCall(command, args).opts<{ dryRun?: boolean; now?: boolean; usagePlan?: string }>();
  const { dryRun = false, now = false, usagePlan } = options;
  if (more[0] !== undefined) refuseCall(command, `"${more[0]}" is one word too many`);
  if (id !== undefined && !takesId) refuseCall(command, `${verb} takes no generation, as it finds its own`);
  if (id !== undefined && all) refuseCall(command, "--all takes no generation, as each key has its own");
  if (id === undefined && verb === "restore") refuseCall(command, "restore needs the id of a generation");
  return rotateStep({ stack, key, step: now ? "start --now" : verb, id, usagePlan, dryRun }, around);
}

/** @param key the word in the place of the key, the last one. */
function noVerb(key: string | undefined): string {
  const near = key === undefined ? undefined : nearest(key, [...verbs, "status", "due"]);
  if (near === undefined) return "no verb is given";
  return near === key ? `before ${key} come a stack and a key` : `no verb is given; did you mean "${near}"?`;
}

function notAVerb(word: string): string {
  const near = nearest(word, verbs);
  return `"${word}" is not a verb; ${near === undefined ? `the verbs are ${verbs.join(", ")}` : `did you mean "${near}"?`}`;
}

function defaults(): Omit<Surroundings, "folder"> {
  return { today: dayOf(new Date()), colour: false, exportStack: exportWithPulumi };
}

if (require.main === module) {
  const args = process.argv.slice(2);
  const colour = hasColour(process.env, process.stdout.isTTY);
  void deployedSources(args).then((sources) => print(rotate(args, process.cwd(), { colour, ...sources })));
}
