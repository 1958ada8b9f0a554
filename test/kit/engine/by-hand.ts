import {
  DeleteApiKeyCommand,
  DeleteUsagePlanCommand,
  DeleteUsagePlanKeyCommand,
  GetUsagePlansCommand,
  UntagResourceCommand,
  UpdateApiKeyCommand,
  UpdateUsagePlanCommand,
} from "@aws-sdk/client-api-gateway";
import {
  DeleteResourcePolicyCommand,
  DeleteSecretCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import type { Engine } from "./engine";

/** A change of the stack's resources in AWS without Pulumi. */
export type ByHand = (engine: Engine) => Promise<unknown>;

/** Changes of one generation of a key, such as `one-1`. */
export function toGeneration(name: string): Readonly<Record<string, ByHand>> {
  const key = (engine: Engine) => idOf(engine, "apiKey:ApiKey", name);
  return {
    [`${name} is switched off`]: async (engine) => {
      const patchOperations = [{ op: "replace" as const, path: "/enabled", value: "false" }];
      await gateway(engine).send(new UpdateApiKeyCommand({ apiKey: await key(engine), patchOperations }));
    },
    [`${name} is taken out of its plan`]: async (engine) => takeOut(engine, await key(engine)),
    [`the tags of ${name} are removed`]: async (engine) => {
      const resourceArn = `arn:aws:apigateway:eu-central-1::/apikeys/${await key(engine)}`;
      const tagKeys = ["service-keys:state", "service-keys:since"];
      await gateway(engine).send(new UntagResourceCommand({ resourceArn, tagKeys }));
    },
    [`${name} is deleted`]: async (engine) =>
      gateway(engine).send(new DeleteApiKeyCommand({ apiKey: await key(engine) })),
  };
}

/** Removes a key from all its plans. */
export async function takeOut(engine: Engine, keyId: string): Promise<void> {
  const { items = [] } = await gateway(engine).send(new GetUsagePlansCommand({ keyId }));
  for (const { id: usagePlanId } of items) {
    await gateway(engine).send(new DeleteUsagePlanKeyCommand({ usagePlanId, keyId }));
  }
}

/** Changes of a plan. AWS does not delete a plan that has a stage. */
export function toPlan(name: string, stages: readonly string[]): Readonly<Record<string, ByHand>> {
  return {
    [`plan ${name} is deleted`]: async (engine) => {
      const usagePlanId = await idOf(engine, "usagePlan:UsagePlan", name);
      const patchOperations = stages.map((value) => ({ op: "remove" as const, path: "/apiStages", value }));
      await gateway(engine).send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }));
      await gateway(engine).send(new DeleteUsagePlanCommand({ usagePlanId }));
    },
  };
}

/** Changes of the secret of a key that has readers. */
export function toSecret(name: string): Readonly<Record<string, ByHand>> {
  const secret = async (engine: Engine) => ({ SecretId: await idOf(engine, "secret:Secret", name) });
  return {
    "the secret is scheduled for deletion": async (engine) =>
      secretsManager(engine).send(new DeleteSecretCommand({ ...(await secret(engine)), RecoveryWindowInDays: 7 })),
    "the secret is deleted for good": async (engine) =>
      secretsManager(engine).send(
        new DeleteSecretCommand({ ...(await secret(engine)), ForceDeleteWithoutRecovery: true }),
      ),
    "the secret's policy is deleted": async (engine) =>
      secretsManager(engine).send(new DeleteResourcePolicyCommand(await secret(engine))),
    "another value is put": async (engine) =>
      secretsManager(engine).send(
        new PutSecretValueCommand({ ...(await secret(engine)), SecretString: "put by hand" }),
      ),
    "the label is moved back": async (engine) => {
      const id = await secret(engine);
      const { Versions = [] } = await secretsManager(engine).send(new ListSecretVersionIdsCommand(id));
      const at = (stage: string) => Versions.find(({ VersionStages = [] }) => VersionStages.includes(stage))!.VersionId;
      await secretsManager(engine).send(
        new UpdateSecretVersionStageCommand({
          ...id,
          VersionStage: "AWSCURRENT",
          RemoveFromVersionId: at("AWSCURRENT"),
          MoveToVersionId: at("AWSPREVIOUS"),
        }),
      );
    },
  };
}

const secretsManager = (engine: Engine) => engine.aws.account.secretsManager;
const gateway = (engine: Engine) => engine.aws.account.apiGateway;

async function idOf(engine: Engine, kind: string, name: string): Promise<string> {
  return (await engine.state()).find(({ urn }) => urn.endsWith(`${kind}::${name}`))!.id!;
}
