import {
  APIGatewayClient,
  DeleteApiKeyCommand,
  DeleteRestApiCommand,
  DeleteUsagePlanCommand,
  paginateGetRestApis,
  UpdateUsagePlanCommand,
} from "@aws-sdk/client-api-gateway";
import { DeleteSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { DeleteParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { everythingOf } from "./account";

/** Deletes all resources of a project, secrets without recovery, and its REST API. Returns how many there were. */
export async function sweep(project: string): Promise<number> {
  // AWS allows one change of a plan per 20 seconds, and one deletion of an API per 30 seconds.
  const gateway = new APIGatewayClient({ maxAttempts: 20, retryMode: "adaptive" });
  const manager = new SecretsManagerClient();
  const { keys, plans, secrets, parameters } = await everythingOf(project);
  for (const { id: usagePlanId, apiStages = [] } of plans) {
    const patchOperations = apiStages.map(({ apiId, stage }) => {
      return { op: "remove" as const, path: "/apiStages", value: `${apiId}:${stage}` };
    });
    if (patchOperations.length > 0) await gateway.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }));
    await gateway.send(new DeleteUsagePlanCommand({ usagePlanId }));
  }
  for (const { id: apiKey } of keys) await gateway.send(new DeleteApiKeyCommand({ apiKey }));
  for (const { ARN: SecretId } of secrets) {
    await manager.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
  }
  for (const { Name } of parameters) await new SSMClient().send(new DeleteParameterCommand({ Name }));
  const apis: string[] = [];
  for await (const { items = [] } of paginateGetRestApis({ client: gateway }, { limit: 500 }))
    apis.push(...items.filter(({ name }) => name === project).map(({ id }) => id!));
  for (const restApiId of apis) await gateway.send(new DeleteRestApiCommand({ restApiId }));
  return plans.length + keys.length + secrets.length + parameters.length + apis.length;
}
