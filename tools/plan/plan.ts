/** `npm run plan -- [STACK] [--full | --json | --markdown]`: what a stack is to be, offline. */
import { ConfigError } from "../../src/config";
import type { Settings } from "../../src/settings";
import { type Fault, formatFaults, sortFaults } from "../../src/settings/faults";
import { type Answer, answerTo, hasColour, parseCall, print, refuseCall } from "../command";
import { faultsJson, planJson } from "./json";
import { faultsMarkdown, planMarkdown } from "./markdown";
import { coloured, plain, planText } from "./text";
import { type ProgramInput, type ProgramRun, runProgram } from "../program/run-program";
import { readStackFile, type StackFile, stackNames } from "../stack-file/stack-file";
import { settingsOf } from "../stack-file/settings";

/** A stack as its file wants it, and what the program makes of that. */
export interface Plan {
  readonly project: string;
  readonly stack: string;
  readonly settings: Settings;
  readonly run: ProgramRun;
}

/** Plans the stack that the arguments name, from its file in `folder`; `load` loads the program. */
export async function plan(
  args: readonly string[],
  folder: string,
  load: ProgramInput["load"],
  colour = false,
): Promise<Answer> {
  try {
    const { stack, full, form } = readCall(args, folder);
    const { planned, faults } = await planFile(readStackFile(folder, stack), load);
    if (planned) return { exitCode: 0, stdout: show(planned, form, full, colour) };
    if (form === "text") return { exitCode: 1, stderr: formatFaults(stack, faults) };
    return { exitCode: 1, stdout: form === "json" ? faultsJson(stack, faults) : faultsMarkdown(stack, faults) };
  } catch (error) {
    return answerTo(error);
  }
}

type Form = "text" | "json" | "markdown";

function readCall(args: readonly string[], folder: string): { stack: string; full: boolean; form: Form } {
  const form = {
    calls: [
      `npm run plan -- [STACK] [--full | --json | --markdown], where STACK is one of ${stackNames(folder).join(", ")}`,
    ],
    about: [
      "Shows what a stack is to be, by its stack file: offline, without an AWS account, a login or the Pulumi CLI.",
      "  --full      every service key with all its resources",
      "  --json      for programs: npm run -s plan -- STACK --json",
      "  --markdown  a summary for a pull request",
      "Exit code 0, 1 for faults in the configuration, 2 for a wrong call or a file that cannot be read as the CLI would.",
    ],
    options: { full: { type: "boolean" }, json: { type: "boolean" }, markdown: { type: "boolean" } },
  } as const;
  const { values, positionals } = parseCall(args, form);
  const forms = (["json", "markdown"] as const).filter((each) => values[each]);
  const [stack = "dev", ...rest] = positionals;
  if (rest.length > 0) refuseCall("one stack at a time", form);
  if (forms.length > 1) refuseCall("either --json or --markdown", form);
  return { stack, full: values.full ?? false, form: forms[0] ?? "text" };
}

async function planFile(
  file: StackFile,
  load: ProgramInput["load"],
): Promise<{ planned: Plan; faults?: undefined } | { planned?: undefined; faults: readonly Fault[] }> {
  try {
    const run = await runProgram({ ...file, load });
    const { settings, faults } = settingsOf(file);
    if (faults) return { faults };
    return { planned: { ...file, settings, run: { ...run, warnings: [...run.warnings, ...file.warnings] } } };
  } catch (error) {
    if (error instanceof ConfigError) {
      return { faults: sortFaults([...file.faults, ...error.faults]) };
    }
    throw error;
  }
}

function show(planned: Plan, form: Form, full: boolean, colour: boolean): string {
  switch (form) {
    case "json":
      return planJson(planned);
    case "markdown":
      return planMarkdown(planned);
    case "text":
      return planText(planned, { full, style: colour ? coloured : plain });
  }
}

if (require.main === module) {
  const colour = hasColour(process.env, process.stdout.isTTY);
  const load = async () => (await import("../../index")).default;
  void plan(process.argv.slice(2), process.cwd(), load, colour).then(print);
}
