import { z } from "zod";
import type { ApiKey, UsagePlan } from "./api-gateway";
import { call, found, gone, type Kind, type Props, same, type Target } from "./kind";

const tags = z.record(z.string(), z.string()).optional();

const apiKeyInputs = z.strictObject({
  name: z.string().max(255),
  description: z.string().optional(),
  enabled: z.boolean().optional(),
  customerId: z.string().optional(),
  region: z.string().optional(),
  tags,
  value: z.string().min(20).max(128).optional(),
});

type ApiKeyInputs = z.output<typeof apiKeyInputs>;

export const apiKey: Kind<ApiKeyInputs> = {
  inputs: apiKeyInputs,
  replacedBy: ["value", "region"],
  computed: ["arn", "createdDate", "lastUpdatedDate", "value"],
  named: true,
  async create(at, inputs) {
    const key = await call(at, "CreateApiKey", () =>
      at.cloud.apiGateway.createKey({ ...apiKeyState(inputs), value: inputs.value }),
    );
    return { id: key.id, outputs: apiKeyOutputs(key) };
  },
  async read(at, id) {
    const key = await found(call(at, "GetApiKey", () => at.cloud.apiGateway.key(id)));
    if (!key) return undefined;
    const { name, description, enabled, customerId } = key;
    const given = { name, description, enabled, ...(customerId !== "" && { customerId }), tags: key.tags };
    return { id, inputs: given, outputs: apiKeyOutputs(key) };
  },
  async update(at, id, state, inputs) {
    const { tags: newTags, ...rest } = apiKeyState(inputs);
    if (!same(state.tags, newTags)) {
      await call(at, "TagResource", () => at.cloud.apiGateway.tag(at.cloud.apiGateway.key(id), newTags));
    }
    const key = await call(at, "UpdateApiKey", () => Object.assign(at.cloud.apiGateway.key(id), rest));
    return apiKeyOutputs(key);
  },
  delete: (at, id) => gone(call(at, "DeleteApiKey", () => at.cloud.apiGateway.deleteKey(id))),
};

const throttle = z.strictObject({ rateLimit: z.number().optional(), burstLimit: z.int().optional() });

const usagePlanInputs = z.strictObject({
  name: z.string(),
  description: z.string().optional(),
  productCode: z.string().optional(),
  region: z.string().optional(),
  tags,
  throttleSettings: throttle.optional(),
  quotaSettings: z
    .strictObject({ limit: z.int(), period: z.enum(["DAY", "WEEK", "MONTH"]), offset: z.int().optional() })
    .optional(),
  apiStages: z
    .array(
      z.strictObject({
        apiId: z.string(),
        stage: z.string(),
        throttles: z.array(throttle.extend({ path: z.string() })).optional(),
      }),
    )
    .optional(),
});

type UsagePlanInputs = z.output<typeof usagePlanInputs>;

export const usagePlan: Kind<UsagePlanInputs> = {
  inputs: usagePlanInputs,
  replacedBy: ["region"],
  computed: ["arn"],
  named: true,
  async create(at, inputs) {
    const plan = await call(at, "CreateUsagePlan", () => at.cloud.apiGateway.createPlan(usagePlanState(inputs)));
    return { id: plan.id, outputs: usagePlanOutputs(plan) };
  },
  async read(at, id) {
    const plan = await found(call(at, "GetUsagePlan", () => at.cloud.apiGateway.plan(id)));
    if (!plan) return undefined;
    const { arn: _, ...inputs } = usagePlanOutputs(plan);
    return { id, inputs, outputs: usagePlanOutputs(plan) };
  },
  async update(at, id, state, inputs) {
    const { tags: newTags, ...rest } = usagePlanState(inputs);
    if (!same(state.tags, newTags)) {
      await call(at, "TagResource", () => at.cloud.apiGateway.tag(at.cloud.apiGateway.plan(id), newTags));
    }
    return usagePlanOutputs(await call(at, "UpdateUsagePlan", () => at.cloud.apiGateway.updatePlan(id, rest)));
  },
  async delete(at, id, state) {
    if (Array.isArray(state.apiStages) && state.apiStages.length > 0) {
      await call(at, "UpdateUsagePlan", () => at.cloud.apiGateway.updatePlan(id, { apiStages: [] }));
    }
    await gone(call(at, "DeleteUsagePlan", () => at.cloud.apiGateway.deletePlan(id)));
  },
};

const usagePlanKeyInputs = z.strictObject({
  keyId: z.string(),
  keyType: z.literal("API_KEY"),
  usagePlanId: z.string(),
  region: z.string().optional(),
});

export const usagePlanKey: Kind<z.output<typeof usagePlanKeyInputs>> = {
  inputs: usagePlanKeyInputs,
  replacedBy: ["keyId", "keyType", "usagePlanId", "region"],
  computed: ["name", "value"],
  named: false,
  async create(at, inputs) {
    await call(at, "CreateUsagePlanKey", () => at.cloud.apiGateway.createLink(inputs.usagePlanId, inputs.keyId));
    return { id: inputs.keyId, outputs: { ...inputs, ...linkOutputs(at, inputs.keyId) } };
  },
  async read(at, id, state) {
    const [usagePlanId, keyId] = id.includes("/") ? id.split("/") : [state.usagePlanId, state.keyId];
    const inputs = { keyId: keyId as string, keyType: "API_KEY", usagePlanId: usagePlanId as string };
    const exists = await call(at, "GetUsagePlanKey", () =>
      at.cloud.apiGateway.hasLink(inputs.usagePlanId, inputs.keyId),
    );
    return exists ? { id: inputs.keyId, inputs, outputs: { ...inputs, ...linkOutputs(at, inputs.keyId) } } : undefined;
  },
  update: () => Promise.reject(new Error("a UsagePlanKey is never updated")),
  delete: (at, _, state) =>
    gone(
      call(at, "DeleteUsagePlanKey", () =>
        at.cloud.apiGateway.deleteLink(state.usagePlanId as string, state.keyId as string),
      ),
    ),
};

function apiKeyState({ name, description = "", enabled = true, customerId = "", tags: given = {} }: ApiKeyInputs) {
  return { name, description, enabled, customerId, tags: given };
}

function apiKeyOutputs(key: ApiKey): Props {
  const arn = `arn:aws:apigateway:eu-central-1::/apikeys/${key.id}`;
  return { ...key, arn, createdDate: "", lastUpdatedDate: "", tagsAll: key.tags };
}

function usagePlanState(inputs: UsagePlanInputs): Omit<UsagePlan, "id"> {
  const { name, description = "", throttleSettings, quotaSettings, apiStages = [], tags: given = {} } = inputs;
  return { name, description, throttle: throttleSettings, quota: quotaSettings, apiStages, tags: given };
}

/** Limits and stages are there only where the plan has them, as in the real provider. */
function usagePlanOutputs({
  id,
  name,
  description,
  throttle: limits,
  quota,
  apiStages,
  tags: given,
}: UsagePlan): Props {
  return {
    name,
    description,
    tags: given,
    ...(limits && { throttleSettings: limits }),
    ...(quota && { quotaSettings: quota }),
    ...(apiStages.length > 0 && { apiStages }),
    arn: `arn:aws:apigateway:eu-central-1::/usageplans/${id}`,
  };
}

/** The key's value in clear, as AWS returns it and the real provider passes it on. */
function linkOutputs({ cloud }: Target, keyId: string): Props {
  const { name, value } = cloud.apiGateway.key(keyId);
  return { name, value };
}
