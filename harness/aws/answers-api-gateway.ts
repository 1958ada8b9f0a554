import type * as sdk from "@aws-sdk/client-api-gateway";
import type { ApiGateway, ApiKey, UsagePlan } from "./api-gateway";
import { AwsError } from "./error";
import type { Answers } from "./answers";
import { patchKey, patchPlan } from "./patch";

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
      planAnswer(gateway.createPlan({ ...given, name, apiStages, tags } as Omit<UsagePlan, "id">)),
    GetUsagePlan: ({ usagePlanId = "" }: sdk.GetUsagePlanRequest) => planAnswer(gateway.plan(usagePlanId)),
    GetUsagePlans: ({ keyId }: sdk.GetUsagePlansRequest) => {
      const plans = [...gateway.plans.values()];
      return { items: plans.filter(({ id }) => keyId === undefined || gateway.hasLink(id, keyId)).map(planAnswer) };
    },
    UpdateUsagePlan: ({ usagePlanId = "", patchOperations = [] }: sdk.UpdateUsagePlanRequest) =>
      planAnswer(gateway.updatePlan(usagePlanId, patchPlan(gateway.plan(usagePlanId), patchOperations))),
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

function planAnswer(plan: UsagePlan): object {
  return { ...plan };
}

/** With the key's value in clear, as AWS has it. */
function linkAnswer({ id, name, value }: ApiKey): sdk.UsagePlanKey {
  return { id, type: "API_KEY", name, value };
}
