import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import type { ApiKey, ApiStage, Quota, Throttle, UsagePlan } from "./api-gateway";
import { AwsError } from "./error";

/** A key after the operations of an UpdateApiKey, in their order. */
export function patchKey(key: ApiKey, operations: readonly PatchOperation[]): ApiKey {
  return operations.reduce((patched, operation) => {
    const { op, path, value = "" } = operation;
    if (op === "replace" && path === "/enabled") return { ...patched, enabled: value === "true" };
    if (op === "replace" && /^\/(name|description|customerId)$/.test(path!))
      return { ...patched, [path!.slice(1)]: value };
    throw invalid(operation);
  }, key);
}

/** A plan after the operations of an UpdateUsagePlan, in their order. */
export function patchPlan(plan: UsagePlan, operations: readonly PatchOperation[]): UsagePlan {
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
