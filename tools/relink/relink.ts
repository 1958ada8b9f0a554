/**
 * `pulumi stack export | npm run -s relink -- STACK | pulumi stack import`: puts the links that the
 * state has lost back into it, without their values and without touching AWS.
 *
 * `pulumi import` would leave the key's value in clear in the state, as it does not know the program's secret outputs.
 */
import "../../src/sdk/lean-start";
import { text } from "node:stream/consumers";
import { type Answer, answerTo, parseCall, print, refuseCall } from "../command";
import { type ProgramInput, runProgram } from "../program/run-program";
import { formatLocatedFaults } from "../stack-file/located-faults";
import { readStackFile, stackNames } from "../stack-file/stack-file";
import { parseState } from "../state/exported-state";
import { addLinks } from "./add-links";

/** Adds the missing links to an exported state, and says on standard error which. `load` loads the program. */
export async function relink(
  args: readonly string[],
  folder: string,
  exported: string,
  load: ProgramInput["load"],
): Promise<Answer> {
  try {
    const file = readStackFile(folder, stackIn(args, folder));
    const state = parseState(exported, file);
    if (file.faults) return { exitCode: 1, stderr: formatLocatedFaults(file.stack, file.faults) };
    const { registrations } = await runProgram({ ...file, load });
    const { state: relinked, lines } = addLinks(state, registrations);
    const summary = lines.length === 0 ? "no link is missing" : lines.join("\n");
    return { exitCode: 0, stdout: JSON.stringify(relinked, null, 4), stderr: summary };
  } catch (error) {
    return answerTo(error);
  }
}

function stackIn(args: readonly string[], folder: string): string {
  const form = {
    calls: [
      `pulumi stack export --stack STACK | npm run -s relink -- STACK, where STACK is one of ${stackNames(folder).join(", ")}`,
    ],
    about: [
      "Puts back the links that the state has lost, without their values and without touching AWS.",
      "Prints the mended state, for pulumi stack import --stack STACK, and on standard error what it put back.",
      "Exit code 0; 1 for faults in the configuration; 2 for a wrong call, or a file or a state that cannot be read.",
    ],
    options: {},
  };
  const [stack, ...rest] = parseCall(args, form).positionals;
  if (rest.length > 0) refuseCall("more than one stack is given", form);
  return stack ?? refuseCall("no stack is given", form);
}

if (require.main === module) {
  const load = async () => (await import("../../index")).default;
  // On a terminal nothing is piped in, and waiting for it would look like a hang.
  const exported = process.stdin.isTTY ? Promise.resolve("") : text(process.stdin);
  void exported.then((state) => relink(process.argv.slice(2), process.cwd(), state, load)).then(print);
}
