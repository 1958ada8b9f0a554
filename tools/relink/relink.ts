/**
 * `pulumi stack export | npm run -s relink -- STACK | pulumi stack import`: puts back into the state the links that the
 * stack is to have and the state has lost, without their values and without touching AWS.
 *
 * `pulumi import` could do that too, but it leaves the key's value in the state in clear, as it knows no secret outputs.
 */
import { text } from "node:stream/consumers";
import { formatFaults } from "../../src/settings/faults";
import { type Answer, answerTo, parseCall, print, refuseCall } from "../command";
import { type ExportedState, parseState, type StateResource } from "../state/exported-state";
import type { Registration } from "../program/registration";
import { type ProgramInput, runProgram } from "../program/run-program";
import { readStackFile, stackNames } from "../stack-file/stack-file";
import { settingsOf } from "../stack-file/settings";

const LINK = "aws:apigateway/usagePlanKey:UsagePlanKey";

/** Adds the missing links to an exported state; `load` loads the program. What was added is told on standard error. */
export async function relink(
  args: readonly string[],
  folder: string,
  exported: string,
  load: ProgramInput["load"],
): Promise<Answer> {
  try {
    const file = readStackFile(folder, stackIn(args, folder));
    const state = parseState(exported, file);
    const { faults } = settingsOf(file);
    if (faults) return { exitCode: 1, stderr: formatFaults(file.stack, faults) };
    const { registrations } = await runProgram({ ...file, load });
    return addLinks(state, registrations);
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
      "Puts the links back that the stack is to have and its state has lost, without their values and without touching AWS.",
      "Prints the mended state, for pulumi stack import --stack STACK; what was put back is told on standard error.",
    ],
    options: {},
  };
  const [stack, ...rest] = parseCall(args, form).positionals;
  return stack === undefined || rest.length > 0 ? refuseCall("name one stack", form) : stack;
}

function addLinks(state: ExportedState, registrations: readonly Registration[]): Answer {
  // A link whose replacement failed is marked in the state, and exists no more.
  const known = (state.deployment.resources ?? []).filter((it) => it.type !== LINK || !it.pendingReplacement);
  // What is still to be deleted has a successor of the same name.
  const find = (type: string, name: string) =>
    known.find((it) => it.type === type && nameIn(it.urn) === name && !it.delete);
  const missing = registrations
    .filter(({ type, name }) => type === LINK && !find(type, name))
    .map((link) => {
      const [key, plan] = link.dependsOn.map((reference) => find(...(reference.split("::") as [string, string])));
      return { link, added: key?.id && plan?.id ? [linkState(link, key, plan)] : [] };
    });
  const resources = [...known, ...missing.flatMap(({ added }) => added)];
  const told = missing.map(({ link: { name }, added }) =>
    added.length > 0
      ? `put back ${name}`
      : `left out ${name}: the state lacks its key or its plan, so an update will make it`,
  );
  return {
    exitCode: 0,
    stdout: JSON.stringify({ ...state, deployment: { ...state.deployment, resources } }, null, 4),
    stderr: told.length === 0 ? "no link is missing" : told.join("\n"),
  };
}

/** The link as the engine would have written it, but for its value, which a refresh fills in, encrypted. */
function linkState({ urn, type, additionalSecretOutputs }: Registration, key: StateResource, plan: StateResource) {
  const inputs = { keyId: key.id, keyType: "API_KEY", usagePlanId: plan.id };
  return {
    urn,
    custom: true,
    id: key.id,
    type,
    inputs: { __defaults: [], ...inputs },
    outputs: { ...inputs, id: key.id },
    parent: key.parent,
    dependencies: [key.urn, plan.urn],
    propertyDependencies: { keyId: [key.urn], keyType: [], usagePlanId: [plan.urn] },
    provider: key.provider,
    additionalSecretOutputs,
    deletedWith: key.urn,
  };
}

function nameIn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

if (require.main === module) {
  const load = async () => (await import("../../index")).default;
  // Nobody types a state.
  const exported = process.stdin.isTTY ? Promise.resolve("") : text(process.stdin);
  void exported.then((state) => relink(process.argv.slice(2), process.cwd(), state, load)).then(print);
}
