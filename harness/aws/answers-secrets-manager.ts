import type * as sdk from "@aws-sdk/client-secrets-manager";
import { AwsError, type Answers, listOf, mapOf } from "./aws";
import type { Secret, SecretsManager } from "./secrets-manager";

/** Secrets Manager's answers, in the shapes of its API. */
export function answersOfSecretsManager(manager: SecretsManager): Answers {
  const named = ({ arn, name }: Secret) => ({ ARN: arn, Name: name });
  return {
    CreateSecret: ({ Name = "", Description = "", KmsKeyId = "", Tags = [] }: sdk.CreateSecretRequest) =>
      named(manager.create({ name: Name, description: Description, kmsKeyId: KmsKeyId, tags: mapOf(Tags) })),
    DescribeSecret: ({ SecretId = "" }: sdk.DescribeSecretRequest) => described(manager.describe(SecretId)),
    UpdateSecret: ({ SecretId = "", Description, KmsKeyId }: sdk.UpdateSecretRequest) => {
      const secret = manager.secret(SecretId);
      // Missing parameters change nothing.
      secret.description = Description ?? secret.description;
      secret.kmsKeyId = KmsKeyId ?? secret.kmsKeyId;
      return named(secret);
    },
    DeleteSecret: (request: sdk.DeleteSecretRequest) => {
      const { SecretId = "", RecoveryWindowInDays = 30, ForceDeleteWithoutRecovery = false } = request;
      const DeletionDate = new Date();
      // Deleting by force succeeds even if there is no such secret.
      if (ForceDeleteWithoutRecovery && !manager.find(SecretId)) return { ARN: SecretId, Name: SecretId, DeletionDate };
      const secret = manager.delete(SecretId, ForceDeleteWithoutRecovery ? 0 : RecoveryWindowInDays);
      return { ...named(secret), DeletionDate };
    },
    RestoreSecret: ({ SecretId = "" }: sdk.RestoreSecretRequest) => {
      manager.restore(SecretId);
      return named(manager.secret(SecretId));
    },
    TagResource: ({ SecretId = "", Tags = [] }: sdk.TagResourceRequest) => {
      manager.tag(SecretId, { ...manager.secret(SecretId).tags, ...mapOf(Tags) });
      return {};
    },
    UntagResource: ({ SecretId = "", TagKeys = [] }: sdk.UntagResourceRequest) => {
      const left = Object.entries(manager.secret(SecretId).tags).filter(([key]) => !TagKeys.includes(key));
      manager.tag(SecretId, Object.fromEntries(left));
      return {};
    },

    PutSecretValue: ({ SecretId = "", SecretString, VersionStages }: sdk.PutSecretValueRequest) => {
      const VersionId = manager.putValue(SecretId, SecretString, VersionStages);
      return {
        ...named(manager.secret(SecretId)),
        VersionId,
        VersionStages: manager.version(SecretId, VersionId).stages,
      };
    },
    GetSecretValue: ({ SecretId = "", VersionId, VersionStage = "AWSCURRENT" }: sdk.GetSecretValueRequest) => {
      const secret = manager.secret(SecretId);
      const asked = VersionId === undefined ? `staging label: ${VersionStage}` : `VersionId: ${VersionId}`;
      const found = [...secret.versions].find(([id, { stages }]) =>
        VersionId === undefined ? stages.includes(VersionStage) : id === VersionId,
      );
      if (!found) {
        const message = `Secrets Manager can't find the specified secret value for ${asked}`;
        throw new AwsError("ResourceNotFoundException", message);
      }
      const [id, { value, stages }] = found;
      return { ...named(secret), VersionId: id, SecretString: value, VersionStages: stages };
    },
    ListSecretVersionIds: ({ SecretId = "", IncludeDeprecated = false }: sdk.ListSecretVersionIdsRequest) => {
      const secret = manager.secret(SecretId);
      const versions = [...secret.versions].filter(([, { stages }]) => IncludeDeprecated || stages.length > 0);
      return {
        ...named(secret),
        Versions: versions.map(([VersionId, { stages }]) => ({ VersionId, VersionStages: stages })),
      };
    },
    UpdateSecretVersionStage: (request: sdk.UpdateSecretVersionStageRequest) => {
      const { SecretId = "", VersionStage = "", RemoveFromVersionId, MoveToVersionId } = request;
      manager.moveStage(SecretId, VersionStage, { from: RemoveFromVersionId, to: MoveToVersionId });
      return named(manager.secret(SecretId));
    },

    PutResourcePolicy: (request: sdk.PutResourcePolicyRequest) => {
      const { SecretId = "", ResourcePolicy = "", BlockPublicPolicy = false } = request;
      manager.putPolicy(SecretId, ResourcePolicy, BlockPublicPolicy);
      return named(manager.secret(SecretId));
    },
    GetResourcePolicy: ({ SecretId = "" }: sdk.GetResourcePolicyRequest) => {
      const secret = manager.secret(SecretId);
      return { ...named(secret), ...(secret.policy !== undefined && { ResourcePolicy: secret.policy }) };
    },
    DeleteResourcePolicy: ({ SecretId = "" }: sdk.DeleteResourcePolicyRequest) => {
      delete manager.secret(SecretId).policy;
      return named(manager.secret(SecretId));
    },
  };
}

function described(secret: Secret): object {
  const { arn, name, description, kmsKeyId, tags, versions, deleted } = secret;
  const labelled = [...versions].filter(([, { stages }]) => stages.length > 0);
  return {
    ARN: arn,
    Name: name,
    ...(description !== "" && { Description: description }),
    // AWS does not return the AWS managed key.
    ...(kmsKeyId !== "" && kmsKeyId !== "alias/aws/secretsmanager" && { KmsKeyId: kmsKeyId }),
    ...(deleted && { DeletedDate: new Date() }),
    Tags: listOf(tags),
    ...(labelled.length > 0 && {
      VersionIdsToStages: Object.fromEntries(labelled.map(([id, { stages }]) => [id, stages])),
    }),
  };
}
