/** `npm run plan -- [STACK] [--json | --markdown]`: what a stack file makes, offline. */
import "../../src/sdk/lean-start";
import { type Answer, answerTo, hasColour, parseCall, print, refuseCall } from "../command";
import { type Day, dayOf } from "../days";
import { faultsJson, planJson } from "./json";
import { faultsMarkdown, planMarkdown } from "./markdown";
import { nextSteps } from "./next-steps";
import { withoutDay } from "./planned";
import { nameReferencedOutputs } from "./referenced-outputs";
import { planText } from "./text";
import { MAX_COLUMNS, MIN_COLUMNS } from "./wrap";
import { painter } from "../paint";
import { type ProgramInput, runProgram } from "../program/run-program";
import { formatLocatedFaults, type LocatedFault } from "../stack-file/located-faults";
import { readStackFile, stackNames } from "../stack-file/stack-file";

/** Where the plan is shown. */
interface Screen {
  /** False by default. */
  readonly colour?: boolean;
  /** Its width in characters; the plan uses 60 to 100 of them. 100 by default. */
  readonly columns?: number;
  /** The day of the run, by default today. */
  readonly today?: Day;
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
    if (form === "markdown") {
      const next = nextSteps(folder, stack, file.settings, screen.today ?? dayOf(new Date()));
      return { exitCode: 0, stdout: planMarkdown(planned, next) };
    }
    return { exitCode: 0, stdout: form === "json" ? planJson(planned) : planText(planned, textStyle(screen)) };
  } catch (error) {
    return answerTo(error);
  }
}

type Form = "text" | "json" | "markdown";

function readCall(args: readonly string[], folder: string): { stack: string; form: Form } {
  const form = {
    calls: [`npm run plan -- [STACK] [--json | --markdown], where STACK is one of ${stackNames(folder).join(", ")}`],
    about: [
      "Shows what a stack file makes, offline: without an AWS account, a login or the Pulumi CLI.",
      "  --json      for scripts: npm run -s plan -- STACK --json",
      "  --markdown  a summary for a pull request",
      "Exit code 0; 1 for faults in the configuration; 2 for a wrong call, or a file that the Pulumi CLI would not read, or read differently.",
    ],
    options: { json: { type: "boolean" }, markdown: { type: "boolean" } },
  } as const;
  const { values, positionals } = parseCall(args, form);
  const forms = (["json", "markdown"] as const).filter((each) => values[each]);
  const [stack = "dev", ...rest] = positionals;
  if (rest.length > 0) refuseCall("more than one stack is given", form);
  if (forms.length > 1) refuseCall("--json and --markdown are both given", form);
  return { stack, form: forms[0] ?? "text" };
}

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
