import { randomInt, randomUUID } from "node:crypto";
import { z } from "zod";
import { HOME, AwsError, checkTags } from "./aws";

export interface Secret {
  readonly arn: string;
  readonly name: string;
  description: string;
  kmsKeyId: string;
  tags: Readonly<Record<string, string>>;
  policy?: string;
  /** Scheduled for deletion: its name stays taken, its value cannot be read. */
  deleted: boolean;
  /** Versions by id, each with its labels. */
  readonly versions: Map<string, { readonly value: string; stages: readonly string[] }>;
}

/** AWS Secrets Manager in one Region, in memory. Refuses what AWS refuses. Takes a secret's ARN or name. */
export class SecretsManager {
  readonly secrets = new Map<string, Secret>();

  constructor(private readonly region = HOME) {}

  create(given: Pick<Secret, "name" | "description" | "kmsKeyId" | "tags">): Secret {
    const twin = [...this.secrets.values()].find(({ name }) => name === given.name);
    if (twin?.deleted) {
      throw new AwsError("InvalidRequestException", "a secret with this name is already scheduled for deletion");
    }
    if (twin) throw new AwsError("ResourceExistsException", `a secret with the name ${given.name} already exists`);
    checkTags(given.tags, "InvalidParameterException");
    const suffix = String(randomInt(1_000_000)).padStart(6, "0");
    const arn = `arn:aws:secretsmanager:${this.region}:111122223333:secret:${given.name}-${suffix}`;
    const secret: Secret = { ...given, arn, deleted: false, versions: new Map() };
    this.secrets.set(arn, secret);
    return secret;
  }

  /** The secret with an ARN or a name, if there is one. */
  find(id: string): Secret | undefined {
    return this.secrets.get(id) ?? [...this.secrets.values()].find(({ name }) => name === id);
  }

  /** A secret, even if it is marked for deletion. */
  describe(id: string): Secret {
    const secret = this.find(id);
    if (!secret) throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret");
    return secret;
  }

  /** A secret that is not marked for deletion. */
  secret(id: string): Secret {
    const secret = this.describe(id);
    if (secret.deleted) {
      const message = "You can't perform this operation on the secret because it was marked for deletion";
      throw new AwsError("InvalidRequestException", message);
    }
    return secret;
  }

  tag(arn: string, tags: Readonly<Record<string, string>>): void {
    checkTags(tags, "InvalidParameterException");
    this.secret(arn).tags = tags;
  }

  /** With a recovery window of 0 days the secret is deleted at once, otherwise its name stays taken. */
  delete(arn: string, recoveryWindowInDays: number): Secret {
    if (recoveryWindowInDays !== 0 && !(recoveryWindowInDays >= 7 && recoveryWindowInDays <= 30)) {
      throw new AwsError("InvalidParameterException", "the recovery window has 7 to 30 days");
    }
    const secret = recoveryWindowInDays === 0 ? this.describe(arn) : this.secret(arn);
    secret.deleted = true;
    if (recoveryWindowInDays === 0) this.secrets.delete(secret.arn);
    return secret;
  }

  /** Undoes a deletion within its recovery window. */
  restore(arn: string): void {
    this.describe(arn).deleted = false;
  }

  /** The new version takes the labels, and the one that had AWSCURRENT takes AWSPREVIOUS. */
  putValue(arn: string, value = "", stages: readonly string[] = ["AWSCURRENT"]): string {
    const { versions } = this.secret(arn);
    if (value === "") {
      throw new AwsError("InvalidRequestException", "You must provide either SecretString or SecretBinary");
    }
    const id = randomUUID();
    versions.set(id, { value, stages: [] });
    for (const stage of stages) this.moveStage(arn, stage, { from: this.versionAt(arn, stage), to: id });
    return id;
  }

  /** Moves a label from one version to another, or removes it. When AWSCURRENT moves, its old version gets AWSPREVIOUS. */
  moveStage(arn: string, stage: string, { from, to }: { readonly from?: string; readonly to?: string }): void {
    const holder = this.versionAt(arn, stage);
    if (holder !== from || (stage === "AWSCURRENT" && from !== undefined && to === undefined)) {
      throw new AwsError("InvalidParameterException", `The staging label ${stage} cannot be removed from this version`);
    }
    const { versions } = this.secret(arn);
    for (const version of versions.values()) version.stages = version.stages.filter((it) => it !== stage);
    if (to !== undefined) this.version(arn, to).stages = [...this.version(arn, to).stages, stage].sort();
    if (stage === "AWSCURRENT" && from !== undefined && from !== to) {
      this.moveStage(arn, "AWSPREVIOUS", { from: this.versionAt(arn, "AWSPREVIOUS"), to: from });
    }
  }

  /** The id of the version with a label. */
  versionAt(arn: string, stage: string): string | undefined {
    return [...this.secret(arn).versions].find(([, { stages }]) => stages.includes(stage))?.[0];
  }

  version(arn: string, id: string): { readonly value: string; stages: readonly string[] } {
    const version = this.secret(arn).versions.get(id);
    if (!version)
      throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret version");
    return version;
  }

  putPolicy(arn: string, policy: string, blockPublicPolicy: boolean): void {
    const isPublic = statements(policy).some(
      ({ Effect, Principal }) => Effect === "Allow" && JSON.stringify(Principal).includes('"*"'),
    );
    if (isPublic && blockPublicPolicy) throw new AwsError("PublicPolicyException", "the policy grants public access");
    this.secret(arn).policy = policy;
  }
}

const policyDocument = z.looseObject({
  Statement: z.array(z.looseObject({ Effect: z.enum(["Allow", "Deny"]), Principal: z.unknown().optional() })).min(1),
});

function statements(policy: string) {
  try {
    return policyDocument.parse(JSON.parse(policy)).Statement;
  } catch {
    throw new AwsError("MalformedPolicyDocumentException", "This resource policy contains invalid Json");
  }
}
