import { isEnabled, type GenerationState } from "../../src/rotation";

/** A key in an export. */
export interface StateKey {
  readonly generations: Readonly<Record<string, StateGeneration>>;
  /** True if it was deployed with `enabled: false`. */
  readonly isOff?: boolean;
  /** True if its last deployment broke off. */
  readonly isUnfinished?: boolean;
}

/** A generation in an export. Without a state it has no tags, as an older version left it. */
export interface StateGeneration {
  readonly state?: GenerationState;
  /** The day of the deployment that brought the state. */
  readonly since?: string;
  readonly usagePlan?: string;
}

/** The value that every key of such an export has, in clear, as after `--show-secrets`. */
export const KEY_VALUE = "ThisIsAKeyValueThatNobodyMayEverSeeAnywhere";

/**
 * What `pulumi stack export` prints. Ids are `id-of-KEY-GENERATION` and `id-of-PLAN`, in a further Region with `@REGION` after
 * them.
 */
export function exportedState(
  keys: Readonly<Record<string, StateKey>>,
  plans: Readonly<Record<string, { readonly quota?: number }>> = {},
  { stack = "dev", project = "acme", region = "eu-central-1", regions = [] as readonly string[] } = {},
): { readonly version: number; readonly deployment: { readonly resources: object[] } } {
  const arn = (kind: string, id: string) => `arn:aws:apigateway:${id.split("@")[1] ?? region}::/${kind}/${id}`;
  const inEachRegion = (name: string) => [name, ...regions.map((it) => `${name}@${it}`)];
  const resource = (type: string, name: string, outputs: object) => {
    const parent = type.startsWith("aws:apigateway/usagePlan:") || type === COMPONENT ? "" : `${COMPONENT}$`;
    return { urn: `urn:pulumi:${stack}::${project}::${parent}${type}::${name}`, type, outputs };
  };
  const ofPlans = Object.entries(plans).flatMap(([plan, { quota }]) =>
    inEachRegion(plan).map((name) =>
      resource("aws:apigateway/usagePlan:UsagePlan", name, {
        arn: arn("usageplans", `id-of-${name}`),
        ...(quota !== undefined && { quotaSettings: { limit: quota, period: "MONTH" } }),
      }),
    ),
  );
  const ofKeys = Object.entries(keys).flatMap(([key, { generations, isOff = false, isUnfinished = false }]) => {
    const ids = Object.keys(generations);
    const states = Object.fromEntries(ids.map((id) => [id, generations[id]!.state]));
    const deployed = { enabled: !isOff, deletionProtection: true, generations: states };
    const isKnown = !isUnfinished && ids.every((id) => states[id] !== undefined);
    return [
      resource(COMPONENT, key, isKnown ? { deployed } : {}),
      ...ids.flatMap((id) =>
        inEachRegion(`${key}-${id}`).flatMap((name) => ofGeneration(name, generations[id]!, isOff)),
      ),
    ];
  });
  function ofGeneration(name: string, { state, since, usagePlan }: StateGeneration, isOff: boolean): object[] {
    const tags = state && { "service-keys:state": state, ...(since && { "service-keys:since": since }) };
    const enabled = !isOff && (state === undefined || isEnabled(state));
    const [, there] = name.split("@");
    const usagePlanId = `id-of-${usagePlan}${there === undefined ? "" : `@${there}`}`;
    const link = { keyId: `id-of-${name}`, keyType: "API_KEY", usagePlanId, value: KEY_VALUE };
    return [
      resource("aws:apigateway/apiKey:ApiKey", name, {
        arn: arn("apikeys", `id-of-${name}`),
        enabled,
        tags,
        value: KEY_VALUE,
      }),
      ...(usagePlan === undefined ? [] : [resource("aws:apigateway/usagePlanKey:UsagePlanKey", name, link)]),
    ];
  }
  return { version: 3, deployment: { resources: [...ofPlans, ...ofKeys] } };
}

const COMPONENT = "ai-service-keys:index:ServiceKey";
