import * as apigateway from "@pulumi/aws/apigateway";
import * as pulumi from "@pulumi/pulumi";
import { valueIn } from "./map-values";
import { importAt, importIdAt, nameAt, type Place, placesOf } from "./regions";
import { isEnabled } from "./rotation";
import type { ServiceKeyArgs } from "./service-key-args";
import { TAG } from "./settings/tags";
import { tagsOf } from "./tags";

/** The resources of one generation of a key. */
export interface Generation {
  /** The API key in the stack's own Region. Those in other Regions have the same value. */
  readonly apiKey: apigateway.ApiKey;
  /** The last resource that callers need in each Region: the link to the plan or, without a plan, the ApiKey itself. */
  readonly attached: readonly { readonly place: Place; readonly resource: pulumi.CustomResource }[];
}

/** Options of a generation: the parent of its resources, and what its ApiKeys wait for. */
interface GenerationOptions {
  readonly parent: pulumi.Resource;
  readonly dependsOn?: readonly pulumi.Resource[];
}

/** Makes the ApiKey of one generation in each Region, and links it to its plan there, if it has one. */
export function createGeneration(
  service: string,
  id: string,
  args: ServiceKeyArgs,
  options: GenerationOptions,
): Generation {
  const [home, ...others] = placesOf(args.stack);
  const first = createAt(home, service, id, args, options);
  const copies = others.map((place) => createAt(place, service, id, args, options, first.apiKey.value));
  return { apiKey: first.apiKey, attached: [first, ...copies].map(({ place, resource }) => ({ place, resource })) };
}

/** @param value the value of the key in the stack's own Region, for a copy in another; AWS makes it up otherwise. */
function createAt(
  place: Place,
  service: string,
  id: string,
  { key, last, usagePlans, stack }: ServiceKeyArgs,
  { parent, dependsOn }: GenerationOptions,
  value?: pulumi.Output<string>,
) {
  const { state, usagePlan, import: imported } = key.generations[id]!;
  const name = nameAt(`${service}-${id}`, place);
  const enabled = key.enabled && isEnabled(state) && place.isOn;
  const recorded = valueIn(last?.generations ?? {}, id);
  // A state keeps the day that brought it.
  const since = (recorded?.state === state ? recorded.since : undefined) ?? today();
  const keyId = importAt(imported, place, stack.region);

  const apiKey = new apigateway.ApiKey(
    name,
    {
      region: place.region,
      value,
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
    {
      parent,
      dependsOn: dependsOn && [...dependsOn],
      protect: stack.deletionProtection && enabled,
      // Pulumi makes up the name and AWS the value, so a replacement cannot collide with the old key and is created first.
      deleteBeforeReplace: false,
      import: importIdAt(keyId, place),
    },
  );
  if (usagePlan === undefined) return { place, apiKey, resource: apiKey };
  const planId = importAt(valueIn(stack.usagePlans, usagePlan)?.import, place, stack.region);
  // If the key and the plan both existed before, so did the link between them.
  const linkId = keyId === undefined || planId === undefined ? undefined : `${planId}/${keyId}`;
  const plan = usagePlans[nameAt(usagePlan, place)]!;
  return { place, apiKey, resource: linkToPlan(name, apiKey, plan, place, { parent, importId: linkId }) };
}

function linkToPlan(
  name: string,
  apiKey: apigateway.ApiKey,
  usagePlan: apigateway.UsagePlan,
  place: Place,
  { parent, importId }: { readonly parent: pulumi.Resource; readonly importId: string | undefined },
) {
  return new apigateway.UsagePlanKey(
    name,
    { region: place.region, keyId: apiKey.id, keyType: "API_KEY", usagePlanId: usagePlan.id },
    {
      parent,
      import: importIdAt(importId, place),
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
