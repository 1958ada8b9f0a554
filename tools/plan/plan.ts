/** `npm run plan -- [STACK] [--full | --json | --markdown]`: what a stack is to be, offline. */
import { parseArgs } from "node:util";
import { ConfigError } from "../../src/config";
import type { Settings } from "../../src/settings";
import { type Fault, formatFaults, sortFaults } from "../../src/settings/faults";
import { type Answer, print } from "../answer";
import { faultsJson, planJson } from "./json";
import { faultsMarkdown, planMarkdown } from "./markdown";
import { coloured, plain, planText } from "./text";
import { type ProgramInput, type ProgramRun, runProgram } from "../program/run-program";
import { readStackFile, type StackFile, stackNames } from "../stack-file/stack-file";
import { settingsOf } from "../stack-file/settings";
import { UsageError } from "../usage-error";

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
    const { stack, full, form } = parseCall(args, folder);
    const { planned, faults } = await planFile(readStackFile(folder, stack), load);
    if (planned) return { exitCode: 0, stdout: show(planned, form, full, colour) };
    if (form === "text") return { exitCode: 1, stderr: formatFaults(stack, faults) };
    return { exitCode: 1, stdout: form === "json" ? faultsJson(stack, faults) : faultsMarkdown(stack, faults) };
  } catch (error) {
    if (error instanceof UsageError) return { exitCode: 2, stderr: error.message };
    throw error;
  }
}

type Form = "text" | "json" | "markdown";

function parseCall(args: readonly string[], folder: string): { stack: string; full: boolean; form: Form } {
  const usage = `npm run plan -- [STACK] [--full | --json | --markdown], where STACK is one of ${stackNames(folder).join(", ")}`;
  const { values, positionals } = parse(args, usage);
  const forms = (["json", "markdown"] as const).filter((form) => values[form]);
  const [stack = "dev", ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`one stack at a time; the call is: ${usage}`);
  if (forms.length > 1) throw new UsageError(`either --json or --markdown; the call is: ${usage}`);
  return { stack, full: values.full ?? false, form: forms[0] ?? "text" };
}

function parse(args: readonly string[], usage: string) {
  try {
    return parseArgs({
      args: [...args],
      options: { full: { type: "boolean" }, json: { type: "boolean" }, markdown: { type: "boolean" } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(". ")[0]}; the call is: ${usage}`);
  }
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
  const colour = process.stdout.isTTY && (process.env.NO_COLOR ?? "") === "";
  const load = async () => (await import("../../index")).default;
  void plan(process.argv.slice(2), process.cwd(), load, colour).then(print);
}
