import * as secretsmanager from "@pulumi/aws/secretsmanager";
import type * as pulumi from "@pulumi/pulumi";
import type { Generation } from "./generation";
import type { ServiceKeyArgs } from "./service-key-args";
import { tagsOf } from "./tags";

/**
 * Publishes a key's current value as a secret, the bare text that callers send, and lets in its readers besides those whom
 * the account's own IAM lets in.
 */
export function publishSecret(
  name: string,
  current: Generation,
  { key, stack }: ServiceKeyArgs,
  { parent }: { readonly parent: pulumi.Resource },
) {
  const secret = new secretsmanager.Secret(
    name,
    {
      description: key.description ?? `Value of the service key ${name}`,
      name: key.secretName,
      kmsKeyId: stack.secretsManager?.kmsKeyId,
      recoveryWindowInDays: stack.secretsManager?.recoveryWindowInDays,
      tags: tagsOf(stack.tags, key.tags, { "service-key": name }),
    },
    { parent, protect: stack.deletionProtection && key.enabled },
  );
  const version = new secretsmanager.SecretVersion(
    name,
    {
      secretId: secret.id,
      secretString: current.apiKey.value,
      // What AWS does anyway. Said here, it is compared with where the label is: the refresh of a deployment sees that another
      // value was published over this one, by hand or by a call whose answer was lost, and the deployment moves the label back.
      versionStages: ["AWSCURRENT"],
    },
    {
      parent,
      // Consumers are never given a value that does not work yet.
      dependsOn: current.attached,
      // A deleted version loses its label, and with it AWSPREVIOUS, which consumers may still ask for.
      retainOnDelete: true,
    },
  );
  const policies = (key.readers?.length ?? 0) === 0 ? [] : [letIn(key.readers!, name, secret, parent)];
  return { arn: secret.arn, version, ids: [version, ...policies].map(({ id }) => id) };
}

function letIn(readers: readonly string[], name: string, secret: secretsmanager.Secret, parent: pulumi.Resource) {
  return new secretsmanager.SecretPolicy(
    name,
    { secretArn: secret.arn, policy: readerPolicy(readers), blockPublicPolicy: true },
    // AWS drops the policy with its secret. It is not deleted first, so a refused deletion of the secret shuts nobody out.
    { parent, deletedWith: secret },
  );
}

/** Lets the readers fetch this one secret; the same text for the same readers in any order. */
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
