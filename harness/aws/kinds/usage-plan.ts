import { z } from "zod";
import {
  CreateUsagePlanCommand,
  DeleteUsagePlanCommand,
  GetUsagePlanCommand,
  UpdateUsagePlanCommand,
  type UsagePlan,
  type PatchOperation,
  CreateUsagePlanKeyCommand,
  DeleteUsagePlanKeyCommand,
  GetUsagePlanKeyCommand,
} from "@aws-sdk/client-api-gateway";
import { number, whole, tagInputs, retag } from "./inputs";
import type { Aws } from "../aws";
import { found, ignoreMissing, type Kind, type Props, type Change } from "../kind";

const twoLimits = { rateLimit: number.optional(), burstLimit: whole.optional() };
const throttle = z
  .strictObject(twoLimits)
  .refine((given) => Object.keys(given).length > 0, "one of burstLimit, rateLimit must be specified");

const stageInputs = z.strictObject({
  apiId: z.string(),
  stage: z.string(),
  throttles: z.array(z.strictObject({ path: z.string(), ...twoLimits })).optional(),
});

/** The inputs of a usage plan. */
const planInputs = z.strictObject({
  name: z.string(),
  description: z.string().optional(),
  region: z.string().optional(),
  ...tagInputs,
  throttleSettings: throttle.optional(),
  quotaSettings: z
    .strictObject({ limit: whole, period: z.enum(["DAY", "WEEK", "MONTH"]), offset: whole.optional() })
    .optional(),
  apiStages: z.array(stageInputs).optional(),
});

type StageInputs = z.output<typeof stageInputs>;
type UsagePlanInputs = z.output<typeof planInputs>;

export const usagePlan: Kind<UsagePlanInputs> = {
  inputs: planInputs,
  replacedBy: ["region"],
  computed: ["arn", "region", "tagsAll"],
  named: true,
  async create({ apiGateway }, { name, description, throttleSettings, quotaSettings, apiStages, tagsAll }) {
    const limits = { throttle: throttleSettings, quota: quotaSettings };
    const stages = apiStages?.map(({ throttles, ...rest }) => ({
      ...rest,
      ...(throttles && { throttle: Object.fromEntries(throttles.map(({ path, ...given }) => [path, given])) }),
    }));
    const { id } = await apiGateway.send(
      new CreateUsagePlanCommand({ name, description, ...limits, apiStages: stages, tags: tagsAll }),
    );
    return id!;
  },
  async read(aws, id, state) {
    const plan = await found(aws.apiGateway.send(new GetUsagePlanCommand({ usagePlanId: id })));
    if (!plan) return undefined;
    const { name, description, tags = {} } = plan;
    return { id, outputs: { name, description, tagsAll: tags, ...limitsOf(plan, state), arn: arnOf(aws, id) } };
  },
  async update(aws, id, change) {
    await retag(aws, arnOf(aws, id), change);
    const patchOperations = patches(change);
    if (patchOperations.length > 0) {
      await aws.apiGateway.send(new UpdateUsagePlanCommand({ usagePlanId: id, patchOperations }));
    }
  },
  async delete({ apiGateway }, id, state) {
    const patchOperations = stagePatches((state.apiStages ?? []) as StageInputs[], []);
    if (patchOperations.length > 0) {
      await apiGateway.send(new UpdateUsagePlanCommand({ usagePlanId: id, patchOperations }));
    }
    await ignoreMissing(apiGateway.send(new DeleteUsagePlanCommand({ usagePlanId: id })));
  },
};

/** As in the real provider, limits and stages that AWS does not return keep the value in the state: a removal by hand is not seen. */
function limitsOf({ throttle: limits, quota, apiStages }: UsagePlan, state: Props): Props {
  const { throttleSettings, quotaSettings } = state;
  return {
    throttleSettings: limits
      ? { rateLimit: limits.rateLimit ?? 0, burstLimit: limits.burstLimit ?? 0 }
      : throttleSettings,
    quotaSettings: quota ? { limit: quota.limit, period: quota.period, offset: quota.offset ?? 0 } : quotaSettings,
    apiStages: apiStages
      ? apiStages.map(({ apiId, stage: name, throttle: methods = {} }) => ({
          apiId,
          stage: name,
          throttles: Object.entries(methods).map(([path, given]) => ({ path, ...given })),
        }))
      : state.apiStages,
  };
}

function arnOf({ region }: Aws, id: string): string {
  return `arn:aws:apigateway:${region}::/usageplans/${id}`;
}

/** The operations that the real provider sends to UpdateUsagePlan for a change. */
function patches({ state, inputs, names }: Change<UsagePlanInputs>): PatchOperation[] {
  const { name, description = "", throttleSettings, quotaSettings, apiStages = [] } = inputs;
  const { rateLimit = 0, burstLimit = 0 } = throttleSettings ?? {};
  const { limit, offset = 0, period } = quotaSettings ?? {};
  const operations: Readonly<Record<string, PatchOperation[]>> = {
    name: [replace("/name", name)],
    description: [replace("/description", description)],
    apiStages: stagePatches((state.apiStages ?? []) as StageInputs[], apiStages),
    throttleSettings: throttleSettings
      ? [replace("/throttle/rateLimit", rateLimit), replace("/throttle/burstLimit", burstLimit)]
      : [{ op: "remove", path: "/throttle" }],
    quotaSettings: quotaSettings
      ? [replace("/quota/limit", limit), replace("/quota/offset", offset), replace("/quota/period", period)]
      : [{ op: "remove", path: "/quota" }],
  };
  return Object.entries(operations).flatMap(([input, needed]) => (names.includes(input) ? needed : []));
}

/** Removes all old stages and adds all new ones, even unchanged ones. */
function stagePatches(olds: readonly StageInputs[], news: readonly StageInputs[]): PatchOperation[] {
  return [
    ...olds.map(({ apiId, stage }): PatchOperation => ({
      op: "remove",
      path: "/apiStages",
      value: `${apiId}:${stage}`,
    })),
    ...news.flatMap(({ apiId, stage, throttles = [] }): PatchOperation[] => [
      { op: "add", path: "/apiStages", value: `${apiId}:${stage}` },
      ...throttles.flatMap(({ path, rateLimit = 0, burstLimit = 0 }) => [
        replace(`/apiStages/${apiId}:${stage}/throttle/${path}/rateLimit`, rateLimit),
        replace(`/apiStages/${apiId}:${stage}/throttle/${path}/burstLimit`, burstLimit),
      ]),
    ]),
  ];
}

function replace(path: string, value: unknown): PatchOperation {
  return { op: "replace", path, value: String(value) };
}

const inputs = z.strictObject({
  keyId: z.string(),
  keyType: z.literal("API_KEY"),
  usagePlanId: z.string(),
  region: z.string().optional(),
});

export const usagePlanKey: Kind<z.output<typeof inputs>> = {
  inputs,
  replacedBy: ["keyId", "keyType", "usagePlanId", "region"],
  computed: ["name", "value", "region"],
  named: false,
  async create({ apiGateway }, { keyId, keyType, usagePlanId }) {
    const { id } = await apiGateway.send(new CreateUsagePlanKeyCommand({ keyId, keyType, usagePlanId }));
    return id!;
  },
  async read({ apiGateway }, id, state) {
    const [usagePlanId, keyId] = (id.includes("/") ? id.split("/") : [state.usagePlanId, state.keyId]) as string[];
    const link = await found(apiGateway.send(new GetUsagePlanKeyCommand({ usagePlanId, keyId })));
    if (!link) return undefined;
    // With the key's value in clear, as AWS returns it and the real provider passes it on.
    const { type: keyType, name, value } = link;
    return { id: keyId!, outputs: { keyId, keyType, usagePlanId, name, value } };
  },
  update: () => Promise.reject(new Error("a UsagePlanKey is never updated")),
  delete: ({ apiGateway }, _, { usagePlanId, keyId }) =>
    ignoreMissing(
      apiGateway.send(new DeleteUsagePlanKeyCommand({ usagePlanId: usagePlanId as string, keyId: keyId as string })),
    ),
};
