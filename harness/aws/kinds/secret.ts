import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { type Aws, listOf, mapOf } from "../aws";
import { hasValidPrincipals, kept } from "../difference";
import { flag, json, tagChanges, tagInputs } from "./inputs";
import { found, ignoreMissing, type Kind } from "../kind";

const inputs = z.strictObject({
  name: z.string().max(512),
  description: z.string().optional(),
  kmsKeyId: z.string().optional(),
  policy: json.optional(),
  recoveryWindowInDays: z.union([z.literal(0), z.int().min(7).max(30)]).optional(),
  forceOverwriteReplicaSecret: flag.optional(),
  region: z.string().optional(),
  ...tagInputs,
});

export const secret: Kind<z.output<typeof inputs>> = {
  inputs,
  defaults: { forceOverwriteReplicaSecret: false, recoveryWindowInDays: 30 },
  replacedBy: ["name", "region"],
  computed: ["arn", "policy", "region", "tagsAll"],
  named: true,
  async create(aws, { name, description = "", kmsKeyId, tagsAll = {} }) {
    const Tags = listOf(tagsAll);
    const { ARN } = await aws.secretsManager.send(
      new CreateSecretCommand({ Name: name, Description: description, KmsKeyId: kmsKeyId, Tags }),
    );
    await describe(aws, ARN!);
    return ARN!;
  },
  async read(aws, id, { recoveryWindowInDays, forceOverwriteReplicaSecret, policy: state }) {
    const it = await describe(aws, id);
    if (!it) return undefined;
    const policy = kept(state, await policyOf(aws, id));
    const { Name: name, Description: description, KmsKeyId: kmsKeyId, ARN: arn, Tags } = it;
    // AWS does not return these.
    const own = { recoveryWindowInDays, forceOverwriteReplicaSecret };
    return { id, outputs: { name, description, kmsKeyId, tagsAll: mapOf(Tags), policy, arn, ...own } };
  },
  async update({ secretsManager }, SecretId, change) {
    const { removed: TagKeys, added } = tagChanges(change);
    if (TagKeys.length > 0) await secretsManager.send(new UntagResourceCommand({ SecretId, TagKeys }));
    const Tags = listOf(added);
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

/** How often, and at which interval in milliseconds, a policy is read until its principals are valid: for 2 minutes in AWS's. */
const policyReads = { count: 5, every: 50 };

/**
 * A secret's policy.
 *
 * @throws if its only principal is no ARN, such as what AWS makes of a reader's role that is deleted.
 */
async function policyOf({ secretsManager }: Aws, SecretId: string): Promise<string> {
  for (let read = 1; ; read++, await setTimeout(policyReads.every)) {
    const { ResourcePolicy = "" } = await secretsManager.send(new GetResourcePolicyCommand({ SecretId }));
    if (hasValidPrincipals(ResourcePolicy)) return ResourcePolicy;
    if (read === policyReads.count) {
      throw new Error(`reading Secrets Manager Secret (${SecretId}) policy: contains invalid principals`);
    }
  }
}

/** A secret that is scheduled for deletion counts as deleted. */
async function describe({ secretsManager }: Aws, SecretId: string) {
  const it = await found(secretsManager.send(new DescribeSecretCommand({ SecretId })));
  return it?.DeletedDate === undefined ? it : undefined;
}
