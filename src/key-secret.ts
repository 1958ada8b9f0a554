import * as secretsmanager from "@pulumi/aws/secretsmanager";
import type * as pulumi from "@pulumi/pulumi";
import type { Generation } from "./generation";
import type { ServiceKeyArgs } from "./service-key-args";
import { readerPolicy } from "./settings/readers";
import type { SecretsManagerSettings } from "./settings/stores";
import { TAG, tagsOf } from "./tags";

/**
 * Publishes a key's current value as a secret: the plain text that callers send. The key's readers may fetch it, and so may
 * everyone whom the account's own IAM policies allow.
 */
export function publishSecret(
  name: string,
  current: Generation,
  { kmsKeyId, recoveryWindowInDays }: SecretsManagerSettings,
  { key, stack }: ServiceKeyArgs,
  { parent }: { readonly parent: pulumi.Resource },
) {
  const secret = new secretsmanager.Secret(
    name,
    {
      description: key.description ?? `Value of the service key ${name}`,
      name: key.secretName,
      kmsKeyId,
      recoveryWindowInDays,
      tags: tagsOf(stack.tags, key.tags, { [TAG.key]: name }),
    },
    { parent, protect: stack.deletionProtection && key.enabled },
  );
  const version = new secretsmanager.SecretVersion(
    name,
    {
      secretId: secret.id,
      secretString: current.apiKey.value,
      // AWS gives a new version this label anyway. As an input it is also compared: if another value was published over this
      // one, by hand or by a call whose answer was lost, the next deployment's refresh sees it, and the deployment moves the label back.
      versionStages: ["AWSCURRENT"],
    },
    {
      parent,
      // Publish a value only after API Gateway accepts it.
      dependsOn: current.attached,
      // Deleting a version would remove its label AWSPREVIOUS, which consumers may still ask for.
      retainOnDelete: true,
    },
  );
  const policies = (key.readers?.length ?? 0) === 0 ? [] : [allowReaders(key.readers!, name, secret, parent)];
  return { arn: secret.arn, version, ids: [version, ...policies].map(({ id }) => id) };
}

function allowReaders(
  readers: readonly string[],
  name: string,
  secret: secretsmanager.Secret,
  parent: pulumi.Resource,
) {
  return new secretsmanager.SecretPolicy(
    name,
    { secretArn: secret.arn, policy: readerPolicy(readers), blockPublicPolicy: true },
    // AWS deletes the policy with its secret. It is not deleted first, so if the secret's deletion is refused, readers keep access.
    { parent, deletedWith: secret },
  );
}
