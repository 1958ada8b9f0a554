import * as apigateway from "@pulumi/aws/apigateway";
import * as pulumi from "@pulumi/pulumi";
import { isEnabled } from "./rotation";
import type { ServiceKeyArgs } from "./service-key-args";
import { tagsOf } from "./tags";

/** The resources of one generation of a key. */
export interface Generation {
  readonly apiKey: apigateway.ApiKey;
  /** What exists once callers can use the generation: its link or, without a plan, the ApiKey itself. */
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
  { key, usagePlans, stack }: ServiceKeyArgs,
  { parent, dependsOn }: GenerationOptions,
): Generation {
  const { state, usagePlan, import: keyId } = key.generations[id]!;
  const name = `${service}-${id}`;
  const enabled = key.enabled && isEnabled(state);

  const apiKey = new apigateway.ApiKey(
    name,
    {
      description: key.description ?? `Service key ${service}, generation ${id}`,
      enabled,
      customerId: key.customerId,
      tags: tagsOf(stack.tags, key.tags, { "service-key": service, generation: id }),
    },
    // AWS names the key and makes its value, so a replacement never collides with it: the new one comes first.
    { parent, dependsOn, protect: stack.deletionProtection && enabled, deleteBeforeReplace: false, import: keyId },
  );
  const planId = usagePlan === undefined ? undefined : stack.usagePlans[usagePlan]?.import;
  // Where both existed before, so must the link between them.
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
      // The provider returns the key's value here too, and unlike ApiKey's this one is not marked by the SDK.
      additionalSecretOutputs: ["value"],
      // For each API stage AWS takes a key in one plan only, so the old link must go before the new one comes.
      deleteBeforeReplace: true,
      // AWS drops the link with its key. The link is not deleted first, so a refused deletion of the key leaves it working.
      deletedWith: apiKey,
    },
  );
}
