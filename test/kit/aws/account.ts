import {
  APIGatewayClient,
  type ApiKey,
  DeleteApiKeyCommand,
  DeleteRestApiCommand,
  DeleteUsagePlanCommand,
  paginateGetApiKeys,
  paginateGetRestApis,
  paginateGetUsagePlans,
  UpdateUsagePlanCommand,
  type UsagePlan,
} from "@aws-sdk/client-api-gateway";
import {
  DeleteSecretCommand,
  paginateListSecrets,
  SecretsManagerClient,
  type SecretListEntry,
} from "@aws-sdk/client-secrets-manager";
import {
  DeleteParameterCommand,
  type ParameterMetadata,
  paginateDescribeParameters,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { mapOf } from "../../../harness/aws/aws";
import { TAG } from "../../../src/settings/tags";
import { project } from "./target";

/**
 * All keys, plans, secrets and parameters of an account, in one Region, that carry the tag of a project and, if it is given, of
 * a stack, as AWS's API returns them.
 */
export async function everythingOf(name: string, stack?: string) {
  const client = new APIGatewayClient();
  const keys: ApiKey[] = [];
  for await (const { items = [] } of paginateGetApiKeys({ client }, { includeValues: true, limit: 500 }))
    keys.push(...items);
  const plans: UsagePlan[] = [];
  for await (const { items = [] } of paginateGetUsagePlans({ client }, { limit: 500 })) plans.push(...items);
  const secrets: SecretListEntry[] = [];
  const manager = { client: new SecretsManagerClient() };
  for await (const { SecretList = [] } of paginateListSecrets(manager, { IncludePlannedDeletion: true }))
    secrets.push(...SecretList);
  const parameters: ParameterMetadata[] = [];
  const wanted = { [TAG.project]: name, ...(stack !== undefined && { [TAG.stack]: stack }) };
  const ParameterFilters = Object.entries(wanted).map(([tag, value]) => ({ Key: `tag:${tag}`, Values: [value] }));
  for await (const { Parameters = [] } of paginateDescribeParameters({ client: new SSMClient() }, { ParameterFilters }))
    parameters.push(...Parameters);
  const isWanted = (tags: Readonly<Record<string, string>> = {}) =>
    Object.entries(wanted).every(([tag, value]) => tags[tag] === value);
  return {
    keys: keys.filter(({ tags }) => isWanted(tags)),
    plans: plans.filter(({ tags }) => isWanted(tags)),
    secrets: secrets.filter(({ Tags }) => isWanted(mapOf(Tags))),
    parameters,
  };
}

/** The resources of the tested project that have a stack's tag, without secrets that are scheduled for deletion. */
export async function resourcesOf(stack: string) {
  const { secrets, ...others } = await everythingOf(project, stack);
  return { ...others, secrets: secrets.filter(({ DeletedDate }) => DeletedDate === undefined) };
}

/** Deletes all resources of a project, secrets without recovery, and its REST API. Returns how many there were. */
export async function sweep(name: string): Promise<number> {
  // AWS allows one change of a plan per 20 seconds, and one deletion of an API per 30 seconds.
  const gateway = new APIGatewayClient({ maxAttempts: 20, retryMode: "adaptive" });
  const manager = new SecretsManagerClient();
  const { keys, plans, secrets, parameters } = await everythingOf(name);
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
    apis.push(...items.filter((api) => api.name === name).map(({ id }) => id!));
  for (const restApiId of apis) await gateway.send(new DeleteRestApiCommand({ restApiId }));
  return plans.length + keys.length + secrets.length + parameters.length + apis.length;
}
