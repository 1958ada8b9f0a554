import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { valueIn } from "./map-values";
import { type GenerationState, generationStates, type States } from "./rotation";
import { StacklessError } from "./sdk/stackless-error";
import { TAG } from "./tags";

/** What the last deployment left of this stack: names, ids, states and days, never a key value. */
export interface LastDeployment {
  readonly keys: Readonly<Record<string, DeployedKey>>;
  readonly usagePlans: Readonly<Record<string, DeployedPlan>>;
  /** The AWS Region of the keys and plans; absent if there are none. */
  readonly region?: string;
}

/** One service key as it was last deployed. */
export interface DeployedKey {
  /**
   * What the last deployment of this key wanted, only if that deployment finished. Without it the deployment broke off, and
   * the tags that the states are then read from may be ahead of AWS or behind it.
   */
  readonly finished?: Wanted;
  /** The generations whose API key exists, by id. */
  readonly generations: Readonly<Record<string, DeployedGeneration>>;
  /** Its secret, if it has one. */
  readonly secret?: DeployedSecret;
}

/** What a deployment wants of a key. The component carries it as an input and, once all is done, as an output. */
export interface Wanted {
  readonly enabled: boolean;
  readonly deletionProtection: boolean;
  readonly generations: States;
}

/** One generation as it was last deployed. */
export interface DeployedGeneration {
  /** Its state; absent if neither a finished deployment nor a tag tells it. */
  readonly state?: GenerationState;
  /** The day (UTC, `YYYY-MM-DD`) of the deployment that brought the state, if the tags tell it. */
  readonly since?: string;
  /** The id of its API key. */
  readonly apiKeyId?: string;
  /** True if API Gateway accepts its value. */
  readonly enabled: boolean;
  /** True if it is attached to a usage plan. */
  readonly isLinked: boolean;
  /** The name of that plan, if it is one of this stack. */
  readonly usagePlan?: string;
}

/** A usage plan as it was last deployed. */
export interface DeployedPlan {
  readonly id?: string;
  /** Requests per quota period and key. */
  readonly quotaLimit?: number;
}

/** A secret as it was last deployed. */
export interface DeployedSecret {
  readonly arn?: string;
  readonly name?: string;
  /** The KMS key that it was given. */
  readonly kmsKeyId?: string;
}

/** The resources of a stack by URN, as the engine answers them. An export of the state is read into the same form. */
export type StackResources = Readonly<Record<string, { readonly type: string; readonly outputs: Outputs }>>;

type Outputs = Readonly<Record<string, unknown>>;

/**
 * Asks the engine what the last deployment left. During a deployment that is the state before it and before its refresh.
 *
 * @throws {StacklessError} if the CLI does not know the question or cannot answer it: no step could be checked.
 */
export async function readLastDeployment(): Promise<LastDeployment> {
  const stackName = `${organization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  let answer: { readonly outputs?: StackResources };
  try {
    answer = (await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName })) as typeof answer;
  } catch (error) {
    throw new StacklessError(refusal((error as Error).message));
  }
  return readResources(answer.outputs ?? {});
}

/** Finds the keys, generations, plans and secrets among the resources of a stack. */
export function readResources(resources: StackResources): LastDeployment {
  const named = Object.entries(resources).map(([urn, { type, outputs }]) => ({ name: nameIn(urn), type, outputs }));
  const ofType = (wanted: string) =>
    new Map(named.filter(({ type }) => type === wanted).map(({ name, outputs }) => [name, outputs]));
  const [components, apiKeys, links] = [ofType(SERVICE_KEY), ofType(API_KEY), ofType(LINK)];
  const [plans, secrets] = [ofType(USAGE_PLAN), ofType(SECRET)];
  const planNames = new Map([...plans].map(([name, { arn }]) => [idIn(arn), name]));
  planNames.delete(undefined);

  const finished = new Map([...components].map(([name, { deployed }]) => [name, wanted.safeParse(deployed).data]));
  const generations = new Map([...components.keys()].map((key): [string, Generations] => [key, {}]));
  for (const [name, outputs] of apiKeys) {
    const { key, id } = partsOf(name);
    const link = links.get(name);
    const siblings = generations.get(key) ?? {};
    generations.set(key, siblings);
    siblings[id] = {
      ...stateIn(outputs.tags, valueIn(finished.get(key)?.generations ?? {}, id)),
      apiKeyId: idIn(outputs.arn),
      enabled: outputs.enabled !== false,
      isLinked: link !== undefined,
      usagePlan: planNames.get(textIn(link?.usagePlanId)),
    };
  }
  const keys = [...generations].map(([name, its]): [string, DeployedKey] => {
    const secret = secrets.get(name);
    return [name, { finished: finished.get(name), generations: its, secret: secret && secretIn(secret) }];
  });
  const regions = [...apiKeys.values(), ...plans.values()].map(({ arn }) => textIn(arn)?.split(":")[3]);
  return {
    keys: Object.fromEntries(keys),
    usagePlans: Object.fromEntries([...plans].map(([name, outputs]) => [name, planIn(outputs)])),
    region: regions.find((region) => region !== undefined && region !== ""),
  };
}

/** The resources in what `pulumi stack export` prints; undefined if it is something else. */
export function resourcesInExport(exported: unknown): StackResources | undefined {
  const resources = stackExport.safeParse(exported).data?.deployment.resources;
  // What a replacement has still to delete is no longer the stack's. The engine leaves it out of its answer too.
  const present = resources?.filter((resource) => !resource.delete);
  return present && Object.fromEntries(present.map(({ urn, type, outputs = {} }) => [urn, { type, outputs }]));
}

type Generations = Record<string, DeployedGeneration>;

const SERVICE_KEY = "ai-service-keys:index:ServiceKey";
const USAGE_PLAN = "aws:apigateway/usagePlan:UsagePlan";
const API_KEY = "aws:apigateway/apiKey:ApiKey";
const LINK = "aws:apigateway/usagePlanKey:UsagePlanKey";
const SECRET = "aws:secretsmanager/secret:Secret";

/** Anything else, such as the engine's mark of a value that it never learned, tells that the deployment did not finish. */
const wanted = z.object({
  enabled: z.boolean(),
  deletionProtection: z.boolean(),
  generations: z.record(z.string(), z.enum(generationStates)),
});

const exportedResource = z.object({
  urn: z.string(),
  type: z.string(),
  outputs: z.record(z.string(), z.unknown()).optional(),
  delete: z.boolean().optional(),
});

const stackExport = z.object({
  // A stack that was never deployed has no resources, and its export none or null.
  deployment: z.object({ resources: z.preprocess((given) => given ?? [], z.array(exportedResource)) }),
});

/** Without an engine, as in unit tests, there is no organization. */
function organization(): string {
  try {
    return pulumi.getOrganization();
  } catch {
    return "organization";
  }
}

function refusal(message: string): string {
  return message.includes("unrecognized function")
    ? "this Pulumi CLI cannot tell what was last deployed, so no step can be checked; install the version that README.md names"
    : `what was last deployed could not be read, so no step can be checked: ${message}`;
}

/** A finished deployment tells the state exactly. Without one, or for what it left to be deleted, the tag does. */
function stateIn(tags: unknown, deployed: GenerationState | undefined): Pick<DeployedGeneration, "state" | "since"> {
  const { [TAG.state]: tag, [TAG.since]: since } = (tags ?? {}) as Readonly<Record<string, unknown>>;
  const tagged = generationStates.find((state) => state === tag);
  const state = deployed ?? tagged;
  return { state, since: state !== undefined && state === tagged && isDay(since) ? since : undefined };
}

function isDay(text: unknown): text is string {
  return z.iso.date().safeParse(text).success;
}

function planIn({ arn, quotaSettings }: Outputs): DeployedPlan {
  return { id: idIn(arn), quotaLimit: z.object({ limit: z.number() }).safeParse(quotaSettings).data?.limit };
}

function secretIn({ arn, name, kmsKeyId }: Outputs): DeployedSecret {
  return { arn: textIn(arn), name: textIn(name), kmsKeyId: textIn(kmsKeyId) };
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** `arn:aws:apigateway:eu-central-1::/apikeys/a1b2c3` as `a1b2c3`. */
function idIn(arn: unknown): string | undefined {
  return textIn(arn)?.split("/").at(-1);
}

/** `urn:pulumi:STACK::PROJECT::TYPES::NAME` as `NAME`. */
function nameIn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** `search-api-2` as key `search-api` and generation `2`: an id has no hyphen. */
function partsOf(name: string): { readonly key: string; readonly id: string } {
  const hyphen = name.lastIndexOf("-");
  return { key: name.slice(0, hyphen), id: name.slice(hyphen + 1) };
}
