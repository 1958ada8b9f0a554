/** How every command reads its arguments, helps, fails and prints. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command, CommanderError } from "commander";

/** What a command prints and its exit code: 0, 1 for what the user must fix, 2 for a wrong call or a file it cannot use. */
export interface Answer {
  readonly exitCode: 0 | 1 | 2;
  readonly stdout?: string;
  readonly stderr?: string;
}

/** A call or a file that a command cannot use. The message is for the user, who sees no stack trace. */
export class UsageError extends Error {}

/**
 * A command that is called `npm run NAME -- USAGE`.
 *
 * @param usage its words and options as the help shows them, such as `STACK [options]`.
 * @param about what it does, and its exit codes.
 */
export function npmCommand(name: string, usage: string, about: string): Command {
  return new Command(`npm run ${name} --`).usage(usage).description(about).helpOption("--help", "shows this");
}

/**
 * Reads the arguments of a call into the command.
 *
 * @throws {UsageError} for an unknown option, or a word too many or too few. For `--help` it throws what {@link answerOf} turns
 *   into the help.
 */
export function parseCall(command: Command, args: readonly string[]): Command {
  let help = "";
  command
    .exitOverride()
    .configureOutput({ writeOut: (text) => (help += text), writeErr: () => {}, getOutHelpWidth: () => HELP_WIDTH });
  try {
    return command.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) throw new HelpAsked(help.trimEnd());
    return refuseCall(command, error.message.replace(/^error: /, "").replaceAll("\n", " "));
  }
}

/** Refuses a call, with the problem and how to call the command. @throws {UsageError} */
export function refuseCall(command: Command, problem: string): never {
  const told = problem.endsWith("?") ? `${problem} The` : `${problem.replace(/\.$/, "")}; the`;
  throw new UsageError(`${told} call is: ${command.name()} ${command.usage()}, and --help tells more`);
}

/** The answer of a call, which is help or a sentence if it ends in such an error. Any other error is thrown on. */
export function answerOf(call: () => Answer): Answer {
  try {
    return call();
  } catch (error) {
    return answerTo(error);
  }
}

/** The answer to a call that ended in an error: help, or a usage error. Any other error is thrown on. */
export function answerTo(error: unknown): Answer {
  if (error instanceof HelpAsked) return { exitCode: 0, stdout: error.message };
  if (error instanceof UsageError) return { exitCode: 2, stderr: error.message };
  throw error;
}

/** The text of a file that a call names, by its path from the folder. @throws {UsageError} if it cannot be read. */
export function readNamedFile(folder: string, file: string): string {
  try {
    return readFileSync(resolve(folder, file), "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(code === "ENOENT" ? `there is no file ${file}` : `${file} cannot be read: ${code}`);
  }
}

/** What a text is as JSON; undefined if it is no JSON. */
export function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Prints an answer and sets the exit code of this process. */
export function print({ exitCode, stdout, stderr }: Answer): void {
  if (stdout !== undefined) console.log(stdout);
  if (stderr !== undefined) console.error(stderr);
  process.exitCode = exitCode;
}

class HelpAsked extends Error {}

/** In characters, whatever the terminal: it breaks longer lines itself. */
const HELP_WIDTH = 120;
