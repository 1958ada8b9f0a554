import {
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { z } from "zod";
import { type Change, found, ignoreMissing, type Kind } from "../kind";

const inputs = z.strictObject({
  secretId: z.string(),
  secretString: z.string().optional(),
  versionStages: z.array(z.string()).optional(),
  region: z.string().optional(),
});

type Inputs = z.output<typeof inputs>;

const CURRENT = "AWSCURRENT";

export const secretVersion: Kind<Inputs> = {
  inputs,
  replacedBy: ["secretId", "secretString", "region"],
  computed: ["arn", "versionId", "versionStages", "region"],
  sensitive: ["secretString"],
  named: false,
  async create({ secretsManager }, { secretId: SecretId, secretString: SecretString, versionStages: VersionStages }) {
    const { VersionId } = await secretsManager.send(
      new PutSecretValueCommand({ SecretId, SecretString, VersionStages }),
    );
    await secretsManager.send(new GetSecretValueCommand({ SecretId, VersionId }));
    return `${SecretId}|${VersionId}`;
  },
  async read({ secretsManager }, id) {
    const [secretId, versionId] = id.split("|");
    const it = await found(
      secretsManager.send(new GetSecretValueCommand({ SecretId: secretId, VersionId: versionId })),
    );
    if (!it) return undefined;
    const { ARN: arn, SecretString: secretString, VersionStages: versionStages } = it;
    return { id, outputs: { arn, secretId, secretString, versionId, versionStages } };
  },
  // Only its labels can be changed in place.
  async update({ secretsManager }, id, { state, inputs: { versionStages = [] } }: Change<Inputs>) {
    const [SecretId, versionId] = id.split("|");
    const had = (state.versionStages ?? []) as string[];
    const move = (VersionStage: string, from?: string, to?: string) =>
      secretsManager.send(
        new UpdateSecretVersionStageCommand({
          SecretId,
          VersionStage,
          RemoveFromVersionId: from,
          MoveToVersionId: to,
        }),
      );
    const added = versionStages.filter((stage) => !had.includes(stage));
    for (const stage of added) {
      const { Versions = [] } =
        stage === CURRENT ? await secretsManager.send(new ListSecretVersionIdsCommand({ SecretId })) : {};
      await move(
        stage,
        Versions.find(({ VersionStages = [] }) => VersionStages.includes(CURRENT))?.VersionId,
        versionId,
      );
    }
    for (const stage of had.filter((it) => !versionStages.includes(it))) {
      // AWSCURRENT can only be moved, and AWS moves AWSPREVIOUS with it.
      if (stage === CURRENT || (stage === "AWSPREVIOUS" && added.includes(CURRENT))) continue;
      await move(stage, versionId);
    }
  },
  /** Removes the labels in the state, except AWSCURRENT, which AWS refuses to remove. */
  async delete({ secretsManager }, id, { versionStages = [] }) {
    const [SecretId, RemoveFromVersionId] = id.split("|");
    for (const VersionStage of versionStages as string[]) {
      if (VersionStage === CURRENT) continue;
      await ignoreMissing(
        secretsManager.send(new UpdateSecretVersionStageCommand({ SecretId, VersionStage, RemoveFromVersionId })),
      );
    }
    await found(secretsManager.send(new GetSecretValueCommand({ SecretId, VersionId: RemoveFromVersionId })));
  },
};
