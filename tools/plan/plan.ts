/** `npm run plan -- [STACK] [--json | --markdown]`: what a stack file makes, offline. */
import "../../src/sdk/lean-start";
import { type Answer, answerTo, npmCommand, parseCall, print, refuseCall } from "../command";
import { faultsJson, planJson } from "./json";
import { faultsMarkdown, planMarkdown } from "./markdown";
import { withoutDay } from "./planned";
import { nameReferencedOutputs } from "./referenced-outputs";
import { planText } from "./text";
import { MAX_COLUMNS, MIN_COLUMNS } from "./wrap";
import { hasColour, painter } from "../paint";
import { type ProgramInput, runProgram } from "../program/run-program";
import { formatLocatedFaults, type LocatedFault } from "../stack-file/located-faults";
import { readStackFile, stackNames } from "../stack-file/stack-file";

/** Where the plan is shown. */
interface Screen {
  /** False by default. */
  readonly colour?: boolean;
  /** Its width in characters; the plan uses 60 to 100 of them. 100 by default. */
  readonly columns?: number;
}

/** Plans the stack that the arguments name, from its file in `folder`; `load` loads the program. */
export async function plan(
  args: readonly string[],
  folder: string,
  load: ProgramInput["load"],
  screen: Screen = {},
): Promise<Answer> {
  try {
    const { stack, form } = readCall(args, folder);
    const file = readStackFile(folder, stack);
    if (file.faults) return refused(stack, file.faults, form);
    const run = await runProgram({ ...file, load });
    const registrations = nameReferencedOutputs(withoutDay(run.registrations), file.settings);
    const planned = { ...file, run: { ...run, registrations, warnings: [...run.warnings, ...file.warnings] } };
    switch (form) {
      case "json":
        return { exitCode: 0, stdout: planJson(planned) };
      case "markdown":
        return { exitCode: 0, stdout: planMarkdown(planned) };
      case "text":
        return { exitCode: 0, stdout: planText(planned, textStyle(screen)) };
    }
  } catch (error) {
    return answerTo(error);
  }
}

type Form = "text" | "json" | "markdown";

function readCall(args: readonly string[], folder: string): { stack: string; form: Form } {
  const command = npmCommand("plan", "[STACK] [options]", ABOUT)
    .argument("[STACK]", `one of ${stackNames(folder).join(", ")}`, "dev")
    .option("--json", "for scripts: npm run -s plan -- STACK --json")
    .option("--markdown", "a summary for a pull request");
  parseCall(command, args);
  const { json = false, markdown = false } = command.opts<PlanOptions>();
  if (json && markdown) refuseCall(command, "--json and --markdown are both given");
  const asText = markdown ? "markdown" : "text";
  return { stack: command.processedArgs[0] as string, form: json ? "json" : asText };
}

interface PlanOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
}

const ABOUT = `Shows what a stack file makes, offline: without an AWS account, a login or the Pulumi CLI.

Exit code 0; 1 for faults in the configuration; 2 for a wrong call, or a file that the Pulumi CLI would not read, or read differently.`;

function refused(stack: string, faults: readonly LocatedFault[], form: Form): Answer {
  switch (form) {
    case "json":
      return { exitCode: 1, stdout: faultsJson(stack, faults) };
    case "markdown":
      return { exitCode: 1, stdout: faultsMarkdown(stack, faults) };
    case "text":
      return { exitCode: 1, stderr: formatLocatedFaults(stack, faults) };
  }
}

function textStyle({ colour = false, columns = MAX_COLUMNS }: Screen) {
  const within = Math.max(MIN_COLUMNS, Math.min(columns, MAX_COLUMNS));
  return { paint: painter(colour), columns: within };
}

if (require.main === module) {
  const screen = { colour: hasColour(process.env, process.stdout.isTTY), columns: process.stdout.columns };
  const load = async () => (await import("../../index")).default;
  void plan(process.argv.slice(2), process.cwd(), load, screen).then(print);
}
