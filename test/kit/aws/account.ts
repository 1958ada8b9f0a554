import {
  APIGatewayClient,
  type ApiKey,
  paginateGetApiKeys,
  paginateGetUsagePlans,
  type UsagePlan,
} from "@aws-sdk/client-api-gateway";
import { paginateListSecrets, SecretsManagerClient, type SecretListEntry } from "@aws-sdk/client-secrets-manager";
import { type ParameterMetadata, paginateDescribeParameters, SSMClient } from "@aws-sdk/client-ssm";
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
