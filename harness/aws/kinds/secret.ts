import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { z } from "zod";
import type { Aws } from "../aws";
import { found, ignoreMissing, type Kind } from "../kind";
import { tagChanges, tagInputs } from "./tags";

const inputs = z.strictObject({
  name: z.string().max(512),
  description: z.string().optional(),
  kmsKeyId: z.string().optional(),
  policy: z.string().optional(),
  recoveryWindowInDays: z.union([z.literal(0), z.int().min(7).max(30)]).optional(),
  forceOverwriteReplicaSecret: z.boolean().optional(),
  region: z.string().optional(),
  tags: tagInputs,
});

export const secret: Kind<z.output<typeof inputs>> = {
  inputs,
  defaults: { forceOverwriteReplicaSecret: false, recoveryWindowInDays: 30 },
  replacedBy: ["name", "region"],
  computed: ["arn", "policy", "region"],
  named: true,
  async create(aws, { name, description = "", kmsKeyId, tags = {} }) {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const { ARN } = await aws.secretsManager.send(
      new CreateSecretCommand({ Name: name, Description: description, KmsKeyId: kmsKeyId, Tags }),
    );
    await describe(aws, ARN!);
    return ARN!;
  },
  async read(aws, id, { recoveryWindowInDays, forceOverwriteReplicaSecret }) {
    const it = await describe(aws, id);
    if (!it) return undefined;
    const { ResourcePolicy: policy = "" } = await aws.secretsManager.send(
      new GetResourcePolicyCommand({ SecretId: id }),
    );
    const tags = Object.fromEntries((it.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
    return {
      id,
      outputs: {
        ...{
          name: it.Name,
          description: it.Description,
          kmsKeyId: it.KmsKeyId,
          tags,
          tagsAll: tags,
          policy,
          arn: it.ARN,
        },
        // AWS does not return these.
        ...{ recoveryWindowInDays, forceOverwriteReplicaSecret },
      },
    };
  },
  async update({ secretsManager }, SecretId, change) {
    const { removed: TagKeys, added } = tagChanges(change);
    if (TagKeys.length > 0) await secretsManager.send(new UntagResourceCommand({ SecretId, TagKeys }));
    const Tags = Object.entries(added).map(([Key, Value]) => ({ Key, Value }));
    if (Tags.length > 0) await secretsManager.send(new TagResourceCommand({ SecretId, Tags }));
    if (change.names.some((name) => name === "description" || name === "kmsKeyId")) {
      const { description: Description = "", kmsKeyId } = change.inputs;
      // Without a configured key the request has none, and AWS keeps the key.
      await secretsManager.send(new UpdateSecretCommand({ SecretId, Description, KmsKeyId: kmsKeyId }));
    }
  },
  async delete(aws, SecretId, { recoveryWindowInDays: days = 30 }) {
    const how = days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days as number };
    await ignoreMissing(aws.secretsManager.send(new DeleteSecretCommand({ SecretId, ...how })));
    await describe(aws, SecretId);
  },
};

/** A secret that is scheduled for deletion counts as deleted. */
async function describe({ secretsManager }: Aws, SecretId: string) {
  const it = await found(secretsManager.send(new DescribeSecretCommand({ SecretId })));
  return it?.DeletedDate === undefined ? it : undefined;
}
