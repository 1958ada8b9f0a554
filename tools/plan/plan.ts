/** `npm run plan -- [STACK] [--json | --markdown]`: what a stack file makes, offline. */
import "../../src/sdk/lean-start";
import { type Answer, answerTo, npmCommand, parseCall, print, refuseCall } from "../command";
import { type ProgramInput, runProgram } from "../program/run-program";
import { formatLocatedFaults, type LocatedFault } from "../stack-file/located-faults";
import { readStackFile, stackNames } from "../stack-file/stack-file";
import { hasColour, painter } from "../terminal";
import { faultsMarkdown, planMarkdown } from "./markdown";
import { asPlanned, type Plan } from "./planned";
import { planText } from "./text";

/** Plans the stack that the arguments name, from its file in `folder`; `load` loads the program. */
export async function plan(
  args: readonly string[],
  folder: string,
  load: ProgramInput["load"],
  colour = false,
): Promise<Answer> {
  try {
    const { stack, form } = readCall(args, folder);
    const file = readStackFile(folder, stack);
    if (file.faults) return refused(stack, file.faults, form);
    const run = await runProgram({ ...file, load });
    const registrations = asPlanned(run.registrations, file.settings);
    const planned = { ...file, run: { ...run, registrations, warnings: [...run.warnings, ...file.warnings] } };
    switch (form) {
      case "json":
        return { exitCode: 0, stdout: planJson(planned) };
      case "markdown":
        return { exitCode: 0, stdout: planMarkdown(planned) };
      case "text":
        return { exitCode: 0, stdout: planText(planned, painter(colour)) };
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
  const { json = false, markdown = false } = command.opts<{ json?: boolean; markdown?: boolean }>();
  if (json && markdown) refuseCall(command, "--json and --markdown are both given; give one of them");
  const asText = markdown ? "markdown" : "text";
  return { stack: command.processedArgs[0] as string, form: json ? "json" : asText };
}

const ABOUT = `Shows what a stack file makes, offline: without an AWS account, a login or the Pulumi CLI.

Exit code 0; 1 for faults in the configuration; 2 for a wrong call, or a file that the Pulumi CLI would not read, or read differently.`;

function refused(stack: string, faults: readonly LocatedFault[], form: Form): Answer {
  switch (form) {
    case "json":
      return { exitCode: 1, stdout: JSON.stringify({ stack, faults }, null, 2) };
    case "markdown":
      return { exitCode: 1, stdout: faultsMarkdown(stack, faults) };
    case "text":
      return { exitCode: 1, stderr: formatLocatedFaults(stack, faults) };
  }
}

/** The plan for scripts: one object. A missing parent, `deletedWith` or Region is null. */
function planJson({ stack, settings, run: { registrations, outputs, warnings } }: Plan): string {
  const resources = registrations.map((resource) => ({
    type: resource.type,
    name: resource.name,
    parent: resource.parent ?? null,
    inputs: resource.inputs,
    protect: resource.protect,
    ...(resource.importId !== undefined && { import: resource.importId }),
    deleteBeforeReplace: resource.deleteBeforeReplace,
    additionalSecretOutputs: resource.additionalSecretOutputs,
    retainOnDelete: resource.retainOnDelete,
    dependsOn: resource.dependsOn,
    deletedWith: resource.deletedWith ?? null,
  }));
  return JSON.stringify({ stack, region: settings.region ?? null, resources, outputs, warnings }, null, 2);
}

if (require.main === module) {
  const colour = hasColour(process.env, process.stdout.isTTY);
  const load = async () => (await import("../../index")).default;
  void plan(process.argv.slice(2), process.cwd(), load, colour).then(print);
}
