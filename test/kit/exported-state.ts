/** A key in a state. */
export interface StateKey {
  readonly generations: Readonly<Record<string, StateGeneration>>;
  /** The component's output `generations`. */
  readonly states?: unknown;
  /** The generation whose id is the component's output. */
  readonly current?: string;
  /** The name of its secret, and true if Pulumi made it up. */
  readonly secret?: { readonly name: string; readonly autonamed: boolean };
}

export interface StateGeneration {
  readonly enabled?: boolean;
  readonly usagePlan?: string;
  readonly importID?: string;
}

/** The value that every key of such a state has, in clear, as after `--show-secrets`. */
export const KEY_VALUE = "ThisIsAKeyValueThatNobodyMayEverSeeAnywhere";

/** A state as `pulumi stack export` prints it: ids are `id-of-KEY-GENERATION` and `id-of-PLAN`. */
export function exportedState(
  keys: Readonly<Record<string, StateKey>>,
  plans: Readonly<Record<string, { readonly quota?: number; readonly importID?: string }>> = {},
  { stack = "dev", project = "acme" } = {},
): { readonly version: number; readonly deployment: { readonly resources: object[] } } {
  const prefix = `urn:pulumi:${stack}::${project}::`;
  const component = "ai-service-keys:index:ServiceKey";
  const child = (key: string, type: string, name: string, properties: object) => ({
    urn: `${prefix}${component}$${type}::${name}`,
    custom: true,
    type,
    parent: `${prefix}${component}::${key}`,
    ...properties,
  });
  const resources = [
    ...Object.entries(plans).map(([name, { quota, importID }]) => ({
      urn: `${prefix}aws:apigateway/usagePlan:UsagePlan::${name}`,
      custom: true,
      type: "aws:apigateway/usagePlan:UsagePlan",
      id: `id-of-${name}`,
      importID,
      inputs: quota === undefined ? {} : { quotaSettings: { limit: quota, period: "MONTH" } },
      outputs: { arn: `arn:aws:apigateway:eu-central-1::/usageplans/id-of-${name}` },
    })),
    ...Object.entries(keys).flatMap(([key, { generations, states, current, secret }]) => [
      {
        urn: `${prefix}${component}::${key}`,
        custom: false,
        type: component,
        outputs: { apiKeyId: current && `id-of-${key}-${current}`, generations: states },
      },
      ...Object.entries(generations).flatMap(([id, { enabled = true, usagePlan, importID }]) => {
        const [name, keyId] = [`${key}-${id}`, `id-of-${key}-${id}`];
        const link = { keyId, keyType: "API_KEY", usagePlanId: `id-of-${usagePlan}` };
        return [
          child(key, "aws:apigateway/apiKey:ApiKey", name, {
            id: keyId,
            importID,
            inputs: { enabled },
            outputs: { id: keyId, value: KEY_VALUE },
          }),
          ...(usagePlan === undefined
            ? []
            : [
                child(key, "aws:apigateway/usagePlanKey:UsagePlanKey", name, {
                  id: keyId,
                  inputs: link,
                  outputs: { ...link, value: KEY_VALUE },
                }),
              ]),
        ];
      }),
      ...(secret
        ? [
            child(key, "aws:secretsmanager/secret:Secret", key, {
              id: `arn-of-${key}`,
              inputs: { __defaults: secret.autonamed ? ["name"] : [], name: secret.name },
            }),
          ]
        : []),
    ]),
  ];
  return { version: 3, deployment: { resources } };
}
