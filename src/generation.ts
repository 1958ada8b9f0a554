import * as apigateway from "@pulumi/aws/apigateway";
import * as pulumi from "@pulumi/pulumi";
import { isEnabled } from "./rotation";
import type { ServiceKeyArgs } from "./service-key-args";
import { valueIn } from "./map-values";
import { TAG, tagsOf } from "./tags";

/** The resources of one generation of a key. */
export interface Generation {
  readonly apiKey: apigateway.ApiKey;
  /** The last resource that callers need: the link to the plan or, without a plan, the ApiKey itself. */
  readonly attached: pulumi.CustomResource;
}

/** Options of a generation: the parent of its resources, and what its ApiKey waits for. */
interface GenerationOptions {
  readonly parent: pulumi.Resource;
  readonly dependsOn?: pulumi.Resource;
}

/** Makes the ApiKey of one generation and links it to its plan, if it has one. */
export function createGeneration(
  service: string,
  id: string,
  { key, last, usagePlans, stack }: ServiceKeyArgs,
  { parent, dependsOn }: GenerationOptions,
): Generation {
  const { state, usagePlan, import: keyId } = key.generations[id]!;
  const name = `${service}-${id}`;
  const enabled = key.enabled && isEnabled(state);
  const recorded = valueIn(last?.generations ?? {}, id);
  // A state keeps the day that brought it.
  const since = (recorded?.state === state ? recorded.since : undefined) ?? today();

  const apiKey = new apigateway.ApiKey(
    name,
    {
      description: key.description ?? `Service key ${service}, generation ${id}`,
      enabled,
      customerId: key.customerId,
      tags: tagsOf(stack.tags, key.tags, {
        [TAG.key]: service,
        [TAG.generation]: id,
        [TAG.state]: state,
        [TAG.since]: since,
      }),
    },
    // Pulumi makes up the name and AWS the value, so a replacement cannot collide with the old key and is created first.
    { parent, dependsOn, protect: stack.deletionProtection && enabled, deleteBeforeReplace: false, import: keyId },
  );
  const planId = usagePlan === undefined ? undefined : stack.usagePlans[usagePlan]?.import;
  // If the key and the plan both existed before, so did the link between them.
  const linkId = keyId === undefined || planId === undefined ? undefined : `${planId}/${keyId}`;
  const link = usagePlan === undefined ? undefined : linkToPlan(name, apiKey, usagePlans[usagePlan]!, parent, linkId);
  return { apiKey, attached: link ?? apiKey };
}

function linkToPlan(
  name: string,
  apiKey: apigateway.ApiKey,
  usagePlan: apigateway.UsagePlan,
  parent: pulumi.Resource,
  importId: string | undefined,
) {
  return new apigateway.UsagePlanKey(
    name,
    { keyId: apiKey.id, keyType: "API_KEY", usagePlanId: usagePlan.id },
    {
      parent,
      import: importId,
      // The provider returns the key's value here too, and the SDK does not mark it secret as it does for an ApiKey.
      additionalSecretOutputs: ["value"],
      // AWS allows a key in only one plan per API stage, so the old link must be deleted before the new one is created.
      deleteBeforeReplace: true,
      // AWS deletes the link with its key. The link is not deleted first, so if the key's deletion is refused, the key still works.
      deletedWith: apiKey,
    },
  );
}

/** The day of this deployment, in UTC. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}
