import * as secretsmanager from "@pulumi/aws/secretsmanager";
import type * as pulumi from "@pulumi/pulumi";
import { nameAt, type Place } from "./regions";
import type { ServiceKeyArgs } from "./service-key-args";
import { readerPolicy } from "./settings/readers";
import { TAG } from "./settings/tags";
import { tagsOf } from "./tags";

/** What is published, and what must be true before: the parent of the resources, and what they wait for. */
export interface Publication {
  /** The value of the current generation. */
  readonly value: pulumi.Output<string>;
  readonly parent: pulumi.Resource;
  /** What callers need in every Region that is on. A value is published only after API Gateway accepts it. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Publishes a key's current value in one Region as a secret: the plain text that callers send. The key's readers may fetch it,
 * and so may everyone whom the account's own IAM policies allow.
 */
export function publishSecret(
  service: string,
  place: Place,
  { key, stack }: ServiceKeyArgs,
  { value, parent, after }: Publication,
) {
  const name = nameAt(service, place);
  const { region } = place;
  const secret = new secretsmanager.Secret(
    name,
    {
      region,
      description: key.description ?? `Value of the service key ${service}`,
      name: key.secretName,
      kmsKeyId: place.kmsKeys.secret,
      recoveryWindowInDays: stack.secretsManager?.recoveryWindowInDays,
      tags: tagsOf(stack.tags, key.tags, { [TAG.key]: service }),
    },
    { parent, protect: stack.deletionProtection && key.enabled && place.isOn, import: key.secretImport },
  );
  const version = new secretsmanager.SecretVersion(
    name,
    {
      region,
      secretId: secret.id,
      secretString: value,
      // AWS gives a new version this label anyway. As an input it is also compared: if another value was published over this
      // one, by hand or by a call whose answer was lost, the next deployment's refresh sees it, and the deployment moves the label back.
      versionStages: ["AWSCURRENT"],
    },
    {
      parent,
      dependsOn: [...after],
      // Deleting a version would remove its label AWSPREVIOUS, which consumers may still ask for.
      retainOnDelete: true,
    },
  );
  const { readers = [] } = key;
  const policies = readers.length === 0 ? [] : [allowReaders(readers, name, secret, { region, parent })];
  return { arn: secret.arn, version, resources: [version, ...policies] };
}

function allowReaders(
  readers: readonly string[],
  name: string,
  secret: secretsmanager.Secret,
  { region, parent }: { readonly region?: string; readonly parent: pulumi.Resource },
) {
  return new secretsmanager.SecretPolicy(
    name,
    { region, secretArn: secret.arn, policy: readerPolicy(readers), blockPublicPolicy: true },
    // AWS deletes the policy with its secret. It is not deleted first, so if the secret's deletion is refused, readers keep access.
    { parent, deletedWith: secret },
  );
}
