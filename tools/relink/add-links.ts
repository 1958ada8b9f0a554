import type { Registration } from "../program/registration";
import type { ExportedState, StateResource } from "../state/exported-state";

/** A state with its links, and what happened to each missing one. */
export interface Relinked {
  readonly state: ExportedState;
  /** A line for each missing link, in name order. */
  readonly lines: readonly string[];
}

/**
 * Puts the links that the program registers, and the state lacks, back into the state. Each comes right after its key and its
 * plan: the CLI refuses a state in which a resource stands before its dependencies, and what depends on the link stands later.
 *
 * A link whose key or plan is missing too is left out: the next deployment makes it.
 */
export function addLinks(state: ExportedState, registrations: readonly Registration[]): Relinked {
  // A link with pendingReplacement no longer exists: its replacement failed.
  const known = (state.deployment.resources ?? []).filter((it) => it.type !== LINK || !it.pendingReplacement);
  const places = new Map(known.map((it, place) => [it, place]));
  // A resource that is still to be deleted has a successor of the same name.
  const alive = new Map(known.filter((it) => !it.delete).map((it) => [`${it.type}::${nameIn(it.urn)}`, it]));
  const behind = new Map<StateResource, object[]>();
  const lines: string[] = [];

  for (const link of registrations) {
    if (link.type !== LINK || alive.has(`${LINK}::${link.name}`)) continue;
    const [key, plan] = [KEY, PLAN].map((type) =>
      alive.get(link.dependsOn.find((reference) => reference.startsWith(`${type}::`)) ?? ""),
    );
    if (key?.id === undefined || plan?.id === undefined) {
      lines.push(`left out ${link.name}: the state lacks its key or its plan, so an update will make it`);
      continue;
    }
    const last = places.get(key)! > places.get(plan)! ? key : plan;
    behind.set(last, [...(behind.get(last) ?? []), linkState(link, key, plan)]);
    lines.push(`put back ${link.name}`);
  }
  const resources = known.flatMap((it) => [it, ...(behind.get(it) ?? [])]) as StateResource[];
  return { state: { ...state, deployment: { ...state.deployment, resources } }, lines };
}

const KEY = "aws:apigateway/apiKey:ApiKey";
const PLAN = "aws:apigateway/usagePlan:UsagePlan";
const LINK = "aws:apigateway/usagePlanKey:UsagePlanKey";

/** The link as the engine would have written it, without its value: the next refresh adds that, encrypted. */
function linkState(
  { urn, type, importId, additionalSecretOutputs }: Registration,
  key: StateResource,
  plan: StateResource,
) {
  const inputs = { keyId: key.id, keyType: "API_KEY", usagePlanId: plan.id };
  return {
    urn,
    custom: true,
    id: key.id,
    type,
    // Without importID the engine would replace this link by an imported one, and then delete the link in AWS.
    ...(importId !== undefined && { importID: importId }),
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
