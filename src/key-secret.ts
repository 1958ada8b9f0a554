import * as secretsmanager from "@pulumi/aws/secretsmanager";
import type * as pulumi from "@pulumi/pulumi";
import type { Generation } from "./generation";
import type { ServiceKeyArgs } from "./service-key-args";
import type { SecretsManagerSettings } from "./settings/secrets-manager";
import { tagsOf } from "./tags";

/**
 * Publishes a key's current value as a secret: the bare text that callers send. Its readers may fetch it, besides everyone whom
 * the account's own IAM policies allow to.
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
      tags: tagsOf(stack.tags, key.tags, { "service-key": name }),
    },
    { parent, protect: stack.deletionProtection && key.enabled },
  );
  const version = new secretsmanager.SecretVersion(
    name,
    {
      secretId: secret.id,
      secretString: current.apiKey.value,
      // AWS gives a new version this label anyway. As an input it is compared too: where another value was published over this
      // one, by hand or by a call whose answer was lost, the refresh of a deployment sees it and the deployment moves the label back.
      versionStages: ["AWSCURRENT"],
    },
    {
      parent,
      // A value is published only once API Gateway accepts it.
      dependsOn: current.attached,
      // A deleted version loses its label, and with it AWSPREVIOUS, which consumers may still ask for.
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
    // AWS drops the policy with its secret. It is not deleted first, so where that deletion is refused, readers keep their access.
    { parent, deletedWith: secret },
  );
}

/** Allows the readers to fetch this one secret. The same readers give the same text, in whatever order they are. */
function readerPolicy(readers: readonly string[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Readers",
        Effect: "Allow",
        Principal: { AWS: [...readers].sort() },
        Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
        // In the policy of a secret this is the secret itself.
        Resource: "*",
      },
    ],
  });
}
