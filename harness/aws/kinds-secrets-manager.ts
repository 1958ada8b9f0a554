import { z } from "zod";
import { call, found, gone, type Kind, type Props, same, type Target } from "./kind";
import type { Secret } from "./secrets-manager";

const secretInputs = z.strictObject({
  name: z.string().max(512),
  description: z.string().optional(),
  kmsKeyId: z.string().optional(),
  recoveryWindowInDays: z.union([z.literal(0), z.int().min(7).max(30)]).optional(),
  forceOverwriteReplicaSecret: z.boolean().optional(),
  region: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

type SecretInputs = z.output<typeof secretInputs>;

export const secret: Kind<SecretInputs> = {
  inputs: secretInputs,
  replacedBy: ["name", "region"],
  computed: ["arn"],
  named: true,
  async create(at, inputs) {
    const made = await call(at, "CreateSecret", () =>
      at.cloud.secretsManager.create({ name: inputs.name, ...secretState(inputs) }),
    );
    return { id: made.arn, outputs: secretOutputs(made, inputs.recoveryWindowInDays) };
  },
  async read(at, id, state) {
    const it = await found(call(at, "DescribeSecret", () => at.cloud.secretsManager.secret(id)));
    if (!it) return undefined;
    const { arn: _, tagsAll: __, ...inputs } = secretOutputs(it, state.recoveryWindowInDays as number | undefined);
    return { id, inputs, outputs: secretOutputs(it, state.recoveryWindowInDays as number | undefined) };
  },
  async update(at, id, state, inputs) {
    const { description, kmsKeyId, tags } = secretState(inputs);
    if (state.description !== description || (state.kmsKeyId ?? "") !== kmsKeyId) {
      // The real provider names no key where none is configured, and AWS then keeps the one it has.
      const change = { description, ...(kmsKeyId !== "" && { kmsKeyId }) };
      await call(at, "UpdateSecret", () => Object.assign(at.cloud.secretsManager.secret(id), change));
    }
    if (!same(state.tags, tags)) await call(at, "TagResource", () => at.cloud.secretsManager.tag(id, tags));
    return secretOutputs(at.cloud.secretsManager.secret(id), inputs.recoveryWindowInDays);
  },
  delete: (at, id, state) =>
    gone(
      call(at, "DeleteSecret", () =>
        at.cloud.secretsManager.delete(id, (state.recoveryWindowInDays as number | undefined) ?? 30),
      ),
    ),
};

const secretVersionInputs = z.strictObject({
  secretId: z.string(),
  secretString: z.string().optional(),
  secretBinary: z.string().optional(),
  versionStages: z.array(z.string()).optional(),
  region: z.string().optional(),
});

export const secretVersion: Kind<z.output<typeof secretVersionInputs>> = {
  inputs: secretVersionInputs,
  replacedBy: ["secretId", "secretString", "secretBinary", "region"],
  computed: ["arn", "versionId", "versionStages"],
  named: false,
  async create(at, { secretId, secretString, versionStages }) {
    const versionId = await call(at, "PutSecretValue", () =>
      at.cloud.secretsManager.putValue(secretId, secretString, versionStages),
    );
    const { outputs } = versionState(at, secretId, versionId);
    return { id: `${secretId}|${versionId}`, outputs };
  },
  async read(at, id) {
    const [secretId = "", versionId = ""] = id.split("|");
    const version = await found(call(at, "GetSecretValue", () => at.cloud.secretsManager.version(secretId, versionId)));
    return version && { id, ...versionState(at, secretId, versionId) };
  },
  async update(at, id, state, { versionStages = ["AWSCURRENT"] }) {
    const [secretId = "", versionId = ""] = id.split("|");
    const before = state.versionStages as readonly string[];
    const added = versionStages.filter((stage) => !before.includes(stage));
    for (const stage of added) {
      const from = await call(at, "ListSecretVersionIds", () => at.cloud.secretsManager.versionAt(secretId, stage));
      await call(at, "UpdateSecretVersionStage", () =>
        at.cloud.secretsManager.moveStage(secretId, stage, { from, to: versionId }),
      );
    }
    // AWSPREVIOUS leaves this version by itself where AWSCURRENT comes to it.
    const stays = (stage: string) =>
      stage === "AWSCURRENT" || (stage === "AWSPREVIOUS" && added.includes("AWSCURRENT"));
    await takeOff(
      at,
      id,
      before.filter((stage) => !versionStages.includes(stage) && !stays(stage)),
    );
    return versionState(at, secretId, versionId).outputs;
  },
  // AWSCURRENT stays, as AWS would not let it go.
  delete: (at, id, state) =>
    gone(
      takeOff(
        at,
        id,
        (state.versionStages as readonly string[]).filter((stage) => stage !== "AWSCURRENT"),
      ),
    ),
};

/** Takes labels off a version. */
async function takeOff(at: Target, id: string, stages: readonly string[]): Promise<void> {
  const [secretId = "", from = ""] = id.split("|");
  for (const stage of stages) {
    await call(at, "UpdateSecretVersionStage", () => at.cloud.secretsManager.moveStage(secretId, stage, { from }));
  }
}

function versionState({ cloud }: Target, secretId: string, versionId: string): { inputs: Props; outputs: Props } {
  const { value, stages } = cloud.secretsManager.version(secretId, versionId);
  const inputs = { secretId, secretString: value, versionStages: stages };
  return { inputs, outputs: { ...inputs, arn: secretId, versionId } };
}

const secretPolicyInputs = z.strictObject({
  secretArn: z.string(),
  policy: z.string(),
  blockPublicPolicy: z.boolean().optional(),
  region: z.string().optional(),
});

type SecretPolicyInputs = z.output<typeof secretPolicyInputs>;

export const secretPolicy: Kind<SecretPolicyInputs> = {
  inputs: secretPolicyInputs,
  replacedBy: ["secretArn", "region"],
  computed: [],
  named: false,
  async create(at, inputs) {
    await call(at, "PutResourcePolicy", () => putPolicy(at.cloud.secretsManager, inputs));
    return { id: inputs.secretArn, outputs: inputs };
  },
  async read(at, id, state) {
    const it = await found(call(at, "GetResourcePolicy", () => at.cloud.secretsManager.secret(id)));
    if (it?.policy === undefined) return undefined;
    const inputs = { secretArn: id, policy: it.policy, ...pick(state, "blockPublicPolicy") };
    return { id, inputs, outputs: inputs };
  },
  async update(at, _, __, inputs) {
    await call(at, "PutResourcePolicy", () => putPolicy(at.cloud.secretsManager, inputs));
    return inputs;
  },
  delete: (at, id) => gone(call(at, "DeleteResourcePolicy", () => delete at.cloud.secretsManager.secret(id).policy)),
};

function putPolicy(
  manager: { putPolicy(arn: string, policy: string, block: boolean): void },
  { secretArn, policy, blockPublicPolicy = false }: SecretPolicyInputs,
): void {
  manager.putPolicy(secretArn, policy, blockPublicPolicy);
}

function secretState({ description = "", kmsKeyId = "", tags = {} }: SecretInputs) {
  return { description, kmsKeyId, tags };
}

function secretOutputs({ arn, name, description, kmsKeyId, tags }: Secret, recoveryWindowInDays?: number): Props {
  return {
    name,
    description,
    tags,
    tagsAll: tags,
    ...(kmsKeyId !== "" && { kmsKeyId }),
    ...(recoveryWindowInDays !== undefined && { recoveryWindowInDays }),
    arn,
  };
}

function pick(map: Props, name: string): Props {
  return name in map ? { [name]: map[name] } : {};
}
