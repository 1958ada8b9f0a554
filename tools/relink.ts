/**
 * `pulumi stack export | npm run -s relink -- STACK | pulumi stack import`: puts back into the state the links that the
 * stack is to have and the state has lost, without their values and without touching AWS.
 *
 * `pulumi import` could do that too, but it leaves the key's value in the state in clear, as it knows no secret outputs.
 */
import { text } from "node:stream/consumers";
import { type Answer, print } from "./answer";
import type { Registration } from "./registration";
import { type ProgramInput, runProgram } from "./run-program";
import { readStackFile } from "./stack-file";
import { UsageError } from "./usage-error";

const LINK = "aws:apigateway/usagePlanKey:UsagePlanKey";

/** Adds the missing links to an exported state; `load` loads the program. What was added is told on standard error. */
export async function relink(
  args: readonly string[],
  folder: string,
  exported: string,
  load: ProgramInput["load"],
): Promise<Answer> {
  try {
    const [stack, ...rest] = args;
    if (stack === undefined || rest.length > 0) throw new UsageError("the call is: npm run -s relink -- STACK");
    const { registrations } = await runProgram({ ...readStackFile(folder, stack), load });
    const state = parseState(exported);
    // A link whose replacement failed is marked in the state, and exists no more.
    const known = (state.deployment.resources ?? []).filter((it) => it.type !== LINK || !it.pendingReplacement);
    const missing = missingLinks(registrations, known);
    const resources = [...known, ...missing];
    return {
      exitCode: 0,
      stdout: JSON.stringify({ ...state, deployment: { ...state.deployment, resources } }, null, 4),
      stderr:
        missing.length === 0 ? "no link is missing" : missing.map(({ urn }) => `put back ${nameIn(urn)}`).join("\n"),
    };
  } catch (error) {
    if (error instanceof UsageError) return { exitCode: 2, stderr: error.message };
    throw error;
  }
}

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly parent?: string;
  readonly provider?: string;
  readonly pendingReplacement?: boolean;
}

function parseState(exported: string): { readonly deployment: { readonly resources?: readonly Resource[] } } {
  try {
    const state = JSON.parse(exported) as { deployment: { resources?: Resource[] } };
    if (typeof state.deployment === "object") return state;
  } catch {
    // Told below, in words of the user's.
  }
  throw new UsageError("standard input is no exported state: pipe `pulumi stack export` into this command");
}

/** The links that are wanted and unknown, where both their ends are known. */
function missingLinks(wanted: readonly Registration[], known: readonly Resource[]) {
  const find = (type: string, name: string) => known.find((it) => it.type === type && nameIn(it.urn) === name);
  return wanted.flatMap((link) => {
    if (link.type !== LINK || find(LINK, link.name)) return [];
    const [key, plan] = link.dependsOn.map((reference) => find(...(reference.split("::") as [string, string])));
    return key?.id === undefined || plan?.id === undefined ? [] : [linkState(link, key, plan)];
  });
}

/** The link as the engine would have written it, but for its value, which a refresh fills in, encrypted. */
function linkState({ urn, type, additionalSecretOutputs }: Registration, key: Resource, plan: Resource) {
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
  const load = async () => (await import("../index")).default;
  void text(process.stdin)
    .then((exported) => relink(process.argv.slice(2), process.cwd(), exported, load))
    .then(print);
}
