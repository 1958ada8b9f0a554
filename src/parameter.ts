import * as ssm from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";
import { nameAt, type Place } from "./regions";
import type { Publication } from "./secret";
import type { ServiceKeyArgs } from "./service-key-args";
import { TAG } from "./settings/tags";
import { tagsOf } from "./tags";

/** The name of a key's parameter in AWS, the same in every Region: a consumer is permitted by it before it exists. */
export function parameterName(service: string, { parameterName: given }: ServiceKeyArgs["key"]): string {
  return given ?? `/${pulumi.getProject()}/${pulumi.getStack()}/${service}`;
}

/**
 * Publishes a key's current value in one Region as a SecureString parameter: the plain text that callers send. IAM alone says
 * who may read it, as such a parameter has no policy of its own.
 */
export function publishParameter(
  service: string,
  place: Place,
  { key, stack }: ServiceKeyArgs,
  { value, parent, after }: Publication,
): ssm.Parameter {
  return new ssm.Parameter(
    nameAt(service, place),
    {
      region: place.region,
      name: parameterName(service, key),
      description: (key.description ?? `Value of the service key ${service}`).slice(0, MAX_DESCRIPTION),
      type: "SecureString",
      // Otherwise the account's default tier decides, which may cost.
      tier: "Standard",
      keyId: place.kmsKeys.parameter,
      value,
      tags: tagsOf(stack.tags, key.tags, { [TAG.key]: service }),
    },
    // Updated in place: what it held before stays readable by its version.
    { parent, dependsOn: [...after], protect: stack.deletionProtection && key.enabled && place.isOn },
  );
}

/** Characters in the description of a parameter ("PutParameter", AWS Systems Manager API Reference). */
const MAX_DESCRIPTION = 1024;
