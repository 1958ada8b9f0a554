import { z } from "zod";
import { type GenerationState, generationStates } from "../../src/rotation";
import type { ExportedState, StateResource } from "./exported-state";

/** What was last deployed, as far as a stack's state has it: names, ids and states, never a key value. */
export interface DeployedStack {
  /** The service keys, by name. */
  readonly keys: ReadonlyMap<string, DeployedKey>;
  /** The usage plans, by name. */
  readonly plans: ReadonlyMap<string, DeployedPlan>;
}

export interface DeployedKey {
  /** The states with which the key was last deployed completely, by generation. Undefined if the stack's state does not have them. */
  readonly states?: Readonly<Record<string, GenerationState>>;
  /** True once a deployment of the key has finished, even one by an older version of the program. */
  readonly isRecorded: boolean;
  /** The generations whose ApiKey is in the state, by id. */
  readonly generations: ReadonlyMap<string, DeployedGeneration>;
  /** Its secret in AWS, if it has one, with the name from the stack file, if that has one. */
  readonly secret?: { readonly name?: string };
}

export interface DeployedGeneration {
  /** The id of its ApiKey in API Gateway. */
  readonly apiKeyId?: string;
  /** True if API Gateway accepts its value. */
  readonly enabled: boolean;
  /** The state it was last deployed in; undefined if it is not known. */
  readonly state?: GenerationState;
  /** The name of the usage plan that it is attached to. */
  readonly usagePlan?: string;
  /** The id of the ApiKey that was imported for it. */
  readonly importId?: string;
}

export interface DeployedPlan {
  readonly id?: string;
  readonly arn?: string;
  /** Requests per period and key. */
  readonly quotaLimit?: number;
  /** The id of the usage plan that was imported for it. */
  readonly importId?: string;
}

/** Finds the keys, generations and plans in an exported state. */
export function deployedStack(state: ExportedState): DeployedStack {
  // Leaves out resources that a replacement still has to delete, and those that it has deleted and marked.
  const resources = (state.deployment.resources ?? []).filter((it) => !it.delete && !it.pendingReplacement);
  const of = (type: string) => resources.filter((it) => it.type === type);
  const plans = new Map(of(USAGE_PLAN).map((plan) => [nameOf(plan.urn), readPlan(plan)]));
  const planNames = new Map([...plans].map(([name, { id }]) => [id, name]));
  const linkedTo = new Map(of(LINK).map(({ inputs }) => [textIn(inputs, "keyId"), textIn(inputs, "usagePlanId")]));
  const children = new Map<string | undefined, StateResource[]>();
  for (const it of resources) children.set(it.parent, [...(children.get(it.parent) ?? []), it]);

  const keys = of(SERVICE_KEY).map((component): [string, DeployedKey] => {
    const key = nameOf(component.urn);
    const belonging = children.get(component.urn) ?? [];
    const states = statesIn(component.outputs);
    const currentId = textIn(component.outputs, "apiKeyId");
    const apiKeys = belonging.filter(({ type }) => type === API_KEY);
    const isOff = apiKeys.some((it) => it.id === currentId && !isEnabled(it));
    const generations = apiKeys.map((it): [string, DeployedGeneration] => {
      const id = nameOf(it.urn).slice(key.length + 1);
      const inferred = it.id === currentId ? "current" : !isEnabled(it) && !isOff ? "disabled" : undefined;
      return [
        id,
        {
          apiKeyId: it.id,
          enabled: isEnabled(it),
          state: states ? states[id] : inferred,
          usagePlan: planNames.get(linkedTo.get(it.id)),
          importId: it.importID,
        },
      ];
    });
    const isRecorded = component.outputs?.apiKeyId !== undefined;
    return [key, { states, isRecorded, generations: new Map(generations), secret: secretIn(belonging) }];
  });
  return { keys: new Map(keys), plans };
}

const SERVICE_KEY = "ai-service-keys:index:ServiceKey";
const USAGE_PLAN = "aws:apigateway/usagePlan:UsagePlan";
const API_KEY = "aws:apigateway/apiKey:ApiKey";
const LINK = "aws:apigateway/usagePlanKey:UsagePlanKey";
const SECRET = "aws:secretsmanager/secret:Secret";

const states = z.record(z.string(), z.enum(generationStates));
const quota = z.looseObject({ limit: z.number() });

function readPlan({ id, inputs, outputs, importID }: StateResource): DeployedPlan {
  const quotaLimit = quota.safeParse(inputs?.quotaSettings).data?.limit;
  return { id, arn: textIn(outputs, "arn"), quotaLimit, importId: importID };
}

/** Undefined for a state that an older version wrote, and for anything but a map of states, such as an unknown. */
function statesIn(outputs: StateResource["outputs"]): DeployedKey["states"] {
  return states.safeParse(outputs?.generations).data;
}

function secretIn(resources: readonly StateResource[]): DeployedKey["secret"] {
  const secret = resources.find(({ type }) => type === SECRET);
  if (secret === undefined) return undefined;
  const defaults = secret.inputs?.__defaults;
  // The engine lists a name that Pulumi made up among the defaults.
  return Array.isArray(defaults) && defaults.includes("name") ? {} : { name: textIn(secret.inputs, "name") };
}

function isEnabled({ inputs }: StateResource): boolean {
  return inputs?.enabled !== false;
}

function textIn(properties: StateResource["inputs"], name: string): string | undefined {
  const value = properties?.[name];
  return typeof value === "string" ? value : undefined;
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
