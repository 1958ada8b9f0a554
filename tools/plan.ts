/** `npm run plan -- [STACK] [--json]`: what a stack is to be, offline. */
import { parseArgs } from "node:util";
import { ConfigError } from "../src/config";
import { type Fault, formatFaults, sortFaults } from "../src/settings/faults";
import { type Answer, print } from "./answer";
import { planJson } from "./plan-json";
import { coloured, plain, planText } from "./plan-text";
import { type ProgramInput, type ProgramRun, runProgram } from "./run-program";
import { readStackFile, type StackFile, stackNames } from "./stack-file";
import { UsageError } from "./usage-error";

/** Plans the stack that the arguments name, from its file in `folder`; `load` loads the program. */
export async function plan(
  args: readonly string[],
  folder: string,
  load: ProgramInput["load"],
  colour = false,
): Promise<Answer> {
  try {
    const { stack, json } = parseCall(args, folder);
    const file = readStackFile(folder, stack);
    const { run, faults } = await runFile(file, load);
    if (!run) {
      return json
        ? { exitCode: 1, stdout: JSON.stringify({ stack, faults }, null, 2) }
        : { exitCode: 1, stderr: formatFaults(stack, faults) };
    }
    const stdout = json ? planJson(stack, run) : planText(file.project, stack, run, colour ? coloured : plain);
    return { exitCode: 0, stdout };
  } catch (error) {
    if (error instanceof UsageError) return { exitCode: 2, stderr: error.message };
    throw error;
  }
}

function parseCall(args: readonly string[], folder: string): { stack: string; json: boolean } {
  const usage = `npm run plan -- [STACK] [--json], where STACK is one of ${stackNames(folder).join(", ")}`;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: "boolean" } },
      allowPositionals: true,
    });
    const [stack = "dev", ...rest] = positionals;
    if (rest.length === 0) return { stack, json: values.json ?? false };
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(". ")[0]}; the call is: ${usage}`);
  }
  throw new UsageError(`one stack at a time; the call is: ${usage}`);
}

async function runFile(
  file: StackFile,
  load: ProgramInput["load"],
): Promise<{ run: ProgramRun; faults?: undefined } | { run?: undefined; faults: Fault[] }> {
  try {
    const run = await runProgram({ ...file, load });
    if (file.faults.length > 0) return { faults: sortFaults(file.faults) };
    return { run: { ...run, warnings: [...run.warnings, ...file.warnings] } };
  } catch (error) {
    if (error instanceof Error && error.name === ConfigError.name) {
      return { faults: sortFaults([...file.faults, ...(error as ConfigError).faults]) };
    }
    throw error;
  }
}

if (require.main === module) {
  const colour = process.stdout.isTTY && (process.env.NO_COLOR ?? "") === "";
  const load = async () => (await import("../index")).default;
  void plan(process.argv.slice(2), process.cwd(), load, colour).then(print);
}
