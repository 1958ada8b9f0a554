import { randomInt, randomUUID } from "node:crypto";
import { AwsError } from "./error";

export interface Secret {
  readonly arn: string;
  readonly name: string;
  description: string;
  kmsKeyId: string;
  tags: Record<string, string>;
  policy?: string;
  /** Scheduled for deletion: its name stays taken, its value out of reach. */
  deleted: boolean;
  /** Versions by id, each with its labels. */
  readonly versions: Map<string, { readonly value: string; stages: readonly string[] }>;
}

/** AWS Secrets Manager in memory, refusing what AWS refuses. */
export class SecretsManager {
  readonly secrets = new Map<string, Secret>();

  create(given: Pick<Secret, "name" | "description" | "kmsKeyId" | "tags">): Secret {
    const twin = [...this.secrets.values()].find(({ name }) => name === given.name);
    if (twin?.deleted) {
      throw new AwsError("InvalidRequestException", "a secret with this name is already scheduled for deletion");
    }
    if (twin) throw new AwsError("ResourceExistsException", `a secret with the name ${given.name} already exists`);
    const suffix = String(randomInt(1_000_000)).padStart(6, "0");
    const arn = `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${given.name}-${suffix}`;
    const secret: Secret = { ...given, arn, deleted: false, versions: new Map() };
    this.secrets.set(arn, secret);
    return secret;
  }

  secret(arn: string): Secret {
    const secret = this.secrets.get(arn);
    if (!secret) throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret");
    if (secret.deleted) throw new AwsError("InvalidRequestException", "the secret is marked for deletion");
    return secret;
  }

  /** With a recovery window of 0 days the secret is gone at once, else its name stays blocked. */
  delete(arn: string, recoveryWindowInDays: number): void {
    if (recoveryWindowInDays === 0) {
      this.secret(arn);
      this.secrets.delete(arn);
    } else {
      this.secret(arn).deleted = true;
    }
  }

  /** The new version takes AWSCURRENT, and the one that had it AWSPREVIOUS. */
  putValue(arn: string, value: string): string {
    const { versions } = this.secret(arn);
    for (const version of versions.values()) {
      version.stages = version.stages.includes("AWSCURRENT") ? ["AWSPREVIOUS"] : [];
    }
    const id = randomUUID();
    versions.set(id, { value, stages: ["AWSCURRENT"] });
    return id;
  }

  version(arn: string, id: string): { readonly value: string; stages: readonly string[] } {
    const version = this.secret(arn).versions.get(id);
    if (!version)
      throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret version");
    return version;
  }

  /** The value that a label stands at. */
  valueAt(arn: string, stage: string): string | undefined {
    return [...this.secret(arn).versions.values()].find(({ stages }) => stages.includes(stage))?.value;
  }

  putPolicy(arn: string, policy: string, blockPublicPolicy: boolean): void {
    const { Statement } = JSON.parse(policy) as { Statement: { Effect: string; Principal: unknown }[] };
    const isPublic = Statement.some(
      ({ Effect, Principal }) => Effect === "Allow" && JSON.stringify(Principal).includes('"*"'),
    );
    if (isPublic && blockPublicPolicy) throw new AwsError("PublicPolicyException", "the policy grants public access");
    this.secret(arn).policy = policy;
  }
}
