/** How every command reads its arguments, helps, fails and prints. */
import { parseArgs, type ParseArgsConfig } from "node:util";

/** What a command prints and its exit code: 0, 1 for what the user must fix, 2 for a wrong call or a file it cannot use. */
export interface Answer {
  readonly exitCode: 0 | 1 | 2;
  readonly stdout?: string;
  readonly stderr?: string;
}

/** A call or a file that a command cannot use. The message is for the user, who sees no stack trace. */
export class UsageError extends Error {}

/** What a command takes. */
export interface CallForm<T extends Options> {
  /** How to call it, a line for each form, such as `npm run plan -- [STACK]`. */
  readonly calls: readonly string[];
  /** What it does, in lines that `--help` prints below the calls. */
  readonly about: readonly string[];
  readonly options: T;
}

/**
 * Reads the arguments of a command.
 *
 * @throws {UsageError} for an unknown option. For `--help` it throws what {@link answerTo} turns into the help.
 */
export function parseCall<T extends Options>(args: readonly string[], form: CallForm<T>) {
  const options = { ...form.options, help: { type: "boolean" as const } };
  const parsed = attempt(() => parseArgs<ParsedCall<T>>({ args: [...args], options, allowPositionals: true }), form);
  if (args.includes("--help")) throw new HelpAsked([...callLines(form), "", ...form.about].join("\n"));
  return parsed;
}

/** Refuses a call, with the problem and how to call the command. */
export function refuseCall(problem: string, form: Pick<CallForm<Options>, "calls">): never {
  const [only, ...others] = form.calls;
  throw new UsageError(
    others.length === 0 ? `${problem}; the call is: ${only}` : `${problem}; ${callLines(form).join("\n")}`,
  );
}

/** The answer to a call that ended in an error: help, or a usage error. Any other error is thrown on. */
export function answerTo(error: unknown): Answer {
  if (error instanceof HelpAsked) return { exitCode: 0, stdout: error.message };
  if (error instanceof UsageError) return { exitCode: 2, stderr: error.message };
  throw error;
}

/** Prints an answer and sets the exit code of this process. */
export function print({ exitCode, stdout, stderr }: Answer): void {
  if (stdout !== undefined) console.log(stdout);
  if (stderr !== undefined) console.error(stderr);
  process.exitCode = exitCode;
}

/** True if standard output should be coloured: on a terminal without NO_COLOR, or if FORCE_COLOR is set and not 0. */
export function hasColour({ NO_COLOR = "", FORCE_COLOR }: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0";
  return isTerminal && NO_COLOR === "";
}

type Options = NonNullable<ParseArgsConfig["options"]>;
interface ParsedCall<T extends Options> {
  args: string[];
  options: T;
  allowPositionals: true;
}

class HelpAsked extends Error {}

function callLines({ calls }: Pick<CallForm<Options>, "calls">): string[] {
  const [only, ...others] = calls;
  return others.length === 0 ? [`the call is: ${only}`] : ["the calls are:", ...calls.map((call) => `  ${call}`)];
}

function attempt<R>(parse: () => R, form: Pick<CallForm<Options>, "calls">): R {
  try {
    return parse();
  } catch (error) {
    return refuseCall((error as Error).message.split(". ")[0]!, form);
  }
}
