import type * as sdk from "@aws-sdk/client-api-gateway";
import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import type { ApiGateway, ApiKey, UsagePlan, ApiStage, Quota, Throttle } from "./api-gateway";
import { AwsError, type Answers } from "./aws";

/** API Gateway's answers, in the shapes of its API. Missing parameters get AWS's defaults. */
export function answersOfApiGateway(gateway: ApiGateway): Answers {
  const tagged = (arn = "") => {
    const [, kind, id = ""] = /\/(apikeys|usageplans)\/(.*)$/.exec(arn) ?? [];
    return kind === "apikeys" ? gateway.key(id) : gateway.plan(id);
  };
  const link = (planId = "", keyId = "") => {
    if (!gateway.hasLink(planId, keyId)) {
      throw new AwsError("NotFoundException", "Invalid Usage Plan Key identifier specified");
    }
    return linkAnswer(gateway.key(keyId));
  };
  return {
    CreateApiKey: ({
      name = "",
      description,
      enabled = false,
      customerId,
      tags = {},
      value,
    }: sdk.CreateApiKeyRequest) =>
      keyAnswer(gateway.createKey({ name, description, enabled, customerId, tags, value }), true),
    GetApiKey: ({ apiKey = "", includeValue }: sdk.GetApiKeyRequest) => keyAnswer(gateway.key(apiKey), includeValue),
    GetApiKeys: ({ includeValues }: sdk.GetApiKeysRequest) => ({
      items: [...gateway.keys.values()].map((key) => keyAnswer(key, includeValues)),
    }),
    UpdateApiKey: ({ apiKey = "", patchOperations = [] }: sdk.UpdateApiKeyRequest) =>
      keyAnswer(gateway.updateKey(apiKey, patchKey(gateway.key(apiKey), patchOperations))),
    DeleteApiKey: ({ apiKey = "" }: sdk.DeleteApiKeyRequest) => nothing(gateway.deleteKey(apiKey)),

    CreateUsagePlan: ({ name = "", apiStages = [], tags = {}, ...given }: sdk.CreateUsagePlanRequest) =>
      gateway.createPlan({ ...given, name, apiStages, tags } as Omit<UsagePlan, "id">),
    GetUsagePlan: ({ usagePlanId = "" }: sdk.GetUsagePlanRequest) => gateway.plan(usagePlanId),
    GetUsagePlans: ({ keyId }: sdk.GetUsagePlansRequest) => {
      const plans = [...gateway.plans.values()];
      return { items: plans.filter(({ id }) => keyId === undefined || gateway.hasLink(id, keyId)) };
    },
    UpdateUsagePlan: ({ usagePlanId = "", patchOperations = [] }: sdk.UpdateUsagePlanRequest) =>
      gateway.updatePlan(usagePlanId, patchPlan(gateway.plan(usagePlanId), patchOperations)),
    DeleteUsagePlan: ({ usagePlanId = "" }: sdk.DeleteUsagePlanRequest) => nothing(gateway.deletePlan(usagePlanId)),

    CreateUsagePlanKey: ({ usagePlanId = "", keyId = "" }: sdk.CreateUsagePlanKeyRequest) => {
      gateway.createLink(usagePlanId, keyId);
      return link(usagePlanId, keyId);
    },
    GetUsagePlanKey: ({ usagePlanId, keyId }: sdk.GetUsagePlanKeyRequest) => link(usagePlanId, keyId),
    GetUsagePlanKeys: ({ usagePlanId = "" }: sdk.GetUsagePlanKeysRequest) => {
      const { id } = gateway.plan(usagePlanId);
      return { items: gateway.links.filter(({ planId }) => planId === id).map(({ keyId }) => link(id, keyId)) };
    },
    DeleteUsagePlanKey: ({ usagePlanId = "", keyId = "" }: sdk.DeleteUsagePlanKeyRequest) =>
      nothing(gateway.deleteLink(usagePlanId, keyId)),

    TagResource: ({ resourceArn, tags }: sdk.TagResourceRequest) => {
      const resource = tagged(resourceArn);
      return nothing(gateway.tag(resource, { ...resource.tags, ...tags }));
    },
    UntagResource: ({ resourceArn, tagKeys = [] }: sdk.UntagResourceRequest) => {
      const resource = tagged(resourceArn);
      const left = Object.entries(resource.tags).filter(([key]) => !tagKeys.includes(key));
      return nothing(gateway.tag(resource, Object.fromEntries(left)));
    },
  };
}

function nothing(_: void): object {
  return {};
}

function keyAnswer({ value, ...key }: ApiKey, includeValue = false): sdk.ApiKey {
  return { ...key, stageKeys: [], ...(includeValue && { value }) };
}

/** With the key's value in clear, as AWS has it. */
function linkAnswer({ id, name, value }: ApiKey): sdk.UsagePlanKey {
  return { id, type: "API_KEY", name, value };
}

/** A key after the operations of an UpdateApiKey, in their order. */
function patchKey(key: ApiKey, operations: readonly PatchOperation[]): ApiKey {
  return operations.reduce((patched, operation) => {
    const { op, path, value = "" } = operation;
    if (op === "replace" && path === "/enabled") return { ...patched, enabled: value === "true" };
    if (op === "replace" && /^\/(name|description|customerId)$/.test(path!))
      return { ...patched, [path!.slice(1)]: value };
    throw invalid(operation);
  }, key);
}

/** A plan after the operations of an UpdateUsagePlan, in their order. */
function patchPlan(plan: UsagePlan, operations: readonly PatchOperation[]): UsagePlan {
  return operations.reduce((patched, operation) => {
    const { op, path = "", value = "" } = operation;
    const [, group = "", field] = /^\/(name|description|throttle|quota|apiStages)(?:\/(.*))?$/.exec(path) ?? [];
    if ((group === "name" || group === "description") && op === "replace") return { ...patched, [group]: value };
    if (group === "apiStages") return { ...patched, apiStages: patchStages(patched.apiStages, operation) };
    if ((group === "throttle" || group === "quota") && op === "remove" && field === undefined) {
      return { ...patched, [group]: undefined };
    }
    if (group === "throttle") return { ...patched, throttle: patchThrottle(patched.throttle, field, operation) };
    if (group === "quota" && op !== "remove" && (field === "limit" || field === "offset" || field === "period")) {
      const quota = patched.quota ?? ({} as Quota);
      return { ...patched, quota: { ...quota, [field]: field === "period" ? value : Number(value) } };
    }
    throw invalid(operation);
  }, plan);
}

function patchStages(stages: readonly ApiStage[], operation: PatchOperation): readonly ApiStage[] {
  const { op, path = "", value = "" } = operation;
  const [, target = value, method, field] =
    /^\/apiStages\/([^/]+)\/throttle\/(.*)\/(rateLimit|burstLimit)$/.exec(path) ?? [];
  const [apiId = "", stage = ""] = target.split(":");
  const at = stages.findIndex((it) => it.apiId === apiId && it.stage === stage);
  if (method === undefined) {
    if (op === "add") return [...stages, { apiId, stage }];
    if (op === "remove" && at >= 0) return stages.filter((_, index) => index !== at);
  } else if (at >= 0) {
    const { throttle = {}, ...rest } = stages[at]!;
    const limits = patchThrottle(throttle[method], field, operation);
    return stages.map((it, index) => (index === at ? { ...rest, throttle: { ...throttle, [method]: limits } } : it));
  }
  throw invalid(operation);
}

function patchThrottle(throttle: Throttle | undefined, field: string | undefined, operation: PatchOperation): Throttle {
  if (operation.op === "remove" || (field !== "rateLimit" && field !== "burstLimit")) throw invalid(operation);
  return { ...throttle, [field]: Number(operation.value) };
}

function invalid({ op, path }: PatchOperation): AwsError {
  return new AwsError("BadRequestException", `Invalid patch operation specified: ${op} ${path}`);
}
