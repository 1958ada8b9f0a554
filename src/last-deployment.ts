import { z } from "zod";
import { mapValues, valueIn } from "./map-values";
import { type GenerationState, generationStates, type States } from "./rotation";
import { TAG } from "./settings/tags";

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
  /** Its secret in the stack's own Region, if it has one. */
  readonly secret?: DeployedSecret;
  /** The name of its parameter, if it has one. */
  readonly parameterName?: string;
}

/** What a deployment wants of a key. The component carries it as an input and, once all is done, as an output. */
export interface Wanted {
  readonly enabled: boolean;
  readonly deletionProtection: boolean;
  readonly generations: States;
  /** Whether each further Region is on; absent with one Region. */
  readonly regions?: Readonly<Record<string, boolean>>;
}

/** One generation as it was last deployed. */
export interface DeployedGeneration {
  /** Its state; absent if neither a finished deployment nor a tag tells it. */
  readonly state?: GenerationState;
  /** The day (UTC, `YYYY-MM-DD`) of the deployment that brought the state, if the tags tell it. */
  readonly since?: string;
  /** The id of its API key in the stack's own Region. */
  readonly apiKeyId?: string;
  /** True if API Gateway accepts its value in any Region. */
  readonly enabled: boolean;
  /** True if it is attached to a usage plan in any Region. */
  readonly isLinked: boolean;
  /** The name of that plan, if it is one of this stack. */
  readonly usagePlan?: string;
  /** Its API keys in other Regions, by Region; absent with one Region. */
  readonly copies?: Readonly<Record<string, { readonly apiKeyId?: string; readonly enabled: boolean }>>;
}

/** A usage plan as it was last deployed. */
export interface DeployedPlan {
  readonly id?: string;
  /** Requests per quota period, key and Region. */
  readonly quotaLimit?: number;
  /** Its ids in other Regions, by Region; absent with one Region. */
  readonly copies?: Readonly<Record<string, string | undefined>>;
  /** The API stages that it opens; absent if there are none. */
  readonly apiStages?: readonly DeployedStage[];
}

/** A stage of an API that a plan opens. */
export interface DeployedStage {
  readonly apiId: string;
  readonly stage: string;
  /** The Region, if it is not the stack's own. */
  readonly region?: string;
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

/** Finds the keys, generations, plans, secrets and parameters among the resources of a stack. */
export function readResources(resources: StackResources): LastDeployment {
  const ofType = (type: string) => byNameAndRegion(resources, type);
  const [components, plans, links, apiKeys] = [ofType(SERVICE_KEY), ofType(USAGE_PLAN), ofType(LINK), ofType(API_KEY)];
  const [secrets, parameters] = [ofType(SECRET), ofType(PARAMETER)];
  const planNames = new Map(
    [...plans].flatMap(([name, places]) => [...places.values()].map(({ arn }) => [idIn(arn), name] as const)),
  );
  // Without an ARN, or without a link, nothing tells the plan.
  planNames.delete(undefined);

  const finished = new Map(
    [...components].map(([name, places]) => [name, wanted.safeParse(places.get(HOME)?.deployed).data] as const),
  );
  const generations = new Map([...components.keys()].map((key): [string, Generations] => [key, {}]));
  for (const [name, places] of apiKeys) {
    const { key, id } = generationIn(name);
    const siblings = generations.get(key) ?? {};
    generations.set(key, siblings);
    const [first] = places.values();
    const [link] = links.get(name)?.values() ?? [];
    siblings[id] = {
      ...stateIn((places.get(HOME) ?? first!).tags, valueIn(finished.get(key)?.generations ?? {}, id)),
      apiKeyId: idIn(places.get(HOME)?.arn),
      enabled: [...places.values()].some(isEnabled),
      isLinked: link !== undefined,
      usagePlan: planNames.get(textIn(link?.usagePlanId)),
      ...elsewhere(places, (outputs) => ({ apiKeyId: idIn(outputs.arn), enabled: isEnabled(outputs) })),
    };
  }
  const keys = [...generations].map(([name, its]): [string, DeployedKey] => {
    const secret = secrets.get(name)?.get(HOME);
    const parameterName = textIn(parameters.get(name)?.get(HOME)?.name);
    return [
      name,
      { finished: finished.get(name), generations: its, secret: secret && secretIn(secret), parameterName },
    ];
  });
  const arns = [...apiKeys.values(), ...plans.values()].map((places) => textIn(places.get(HOME)?.arn));
  return {
    keys: Object.fromEntries(keys),
    usagePlans: mapValues(Object.fromEntries(plans), planIn),
    region: arns.map((arn) => arn?.split(":")[3]).find((region) => region !== undefined && region !== ""),
  };
}

/** The outputs of one resource in each Region. */
type Places = ReadonlyMap<string, Outputs>;

/** Stands for the stack's own Region, which no logical name names. */
export const HOME = "";

/** `search-1` and `search-1@us-east-1` as one name in two Regions. */
function byNameAndRegion(resources: StackResources, wanted: string): Map<string, Map<string, Outputs>> {
  const found = new Map<string, Map<string, Outputs>>();
  for (const [urn, { type, outputs }] of Object.entries(resources)) {
    if (type !== wanted) continue;
    // A URN is `urn:pulumi:STACK::PROJECT::TYPES::NAME`.
    const [name = "", region = HOME] = urn.split("::").slice(3).join("::").split("@");
    found.set(name, (found.get(name) ?? new Map<string, Outputs>()).set(region, outputs));
  }
  return found;
}

/** What is read of the copies in other Regions, if there are any. */
function elsewhere<T>(places: Places, read: (outputs: Outputs) => T): { readonly copies?: Record<string, T> } {
  const others = [...places].filter(([region]) => region !== HOME);
  if (others.length === 0) return {};
  return { copies: Object.fromEntries(others.map(([region, outputs]) => [region, read(outputs)])) };
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
const PARAMETER = "aws:ssm/parameter:Parameter";

/** Anything else, such as the engine's mark of a value that it never learned, tells that the deployment did not finish. */
const wanted = z.object({
  enabled: z.boolean(),
  deletionProtection: z.boolean(),
  generations: z.record(z.string(), z.enum(generationStates)),
  regions: z.record(z.string(), z.boolean()).optional(),
});

const stages = z.array(z.object({ apiId: z.string(), stage: z.string() }));

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

function planIn(places: Places): DeployedPlan {
  const { arn, quotaSettings } = places.get(HOME) ?? {};
  const apiStages = [...places].flatMap(([region, outputs]) => {
    const opened = stages.safeParse(outputs.apiStages).data ?? [];
    return opened.map((each): DeployedStage => ({ ...each, ...(region !== HOME && { region }) }));
  });
  return {
    id: idIn(arn),
    quotaLimit: z.object({ limit: z.number() }).safeParse(quotaSettings).data?.limit,
    ...elsewhere(places, (outputs) => idIn(outputs.arn)),
    ...(apiStages.length > 0 && { apiStages }),
  };
}

function isEnabled({ enabled }: Outputs): boolean {
  return enabled !== false;
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

/** `search-api-2` as generation 2 of the key `search-api`: an id has no hyphen. */
function generationIn(name: string): { readonly key: string; readonly id: string } {
  const hyphen = name.lastIndexOf("-");
  return { key: name.slice(0, hyphen), id: name.slice(hyphen + 1) };
}
