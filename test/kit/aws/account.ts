import {
  APIGatewayClient,
  type ApiKey,
  paginateGetApiKeys,
  paginateGetUsagePlans,
  type UsagePlan,
} from "@aws-sdk/client-api-gateway";
import { paginateListSecrets, SecretsManagerClient, type SecretListEntry } from "@aws-sdk/client-secrets-manager";
import { TAG } from "../../../src/tags";
import { project } from "./target";

/** All keys, plans and secrets of an account that carry the tag of a project, as AWS's API returns them. */
export async function everythingOf(name: string) {
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
  return {
    keys: keys.filter(({ tags }) => tags?.[TAG.project] === name),
    plans: plans.filter(({ tags }) => tags?.[TAG.project] === name),
    secrets: secrets.filter(({ Tags = [] }) => Tags.some(({ Key, Value }) => Key === TAG.project && Value === name)),
  };
}

/** The resources of the tested project that have a stack's tag, without secrets that are scheduled for deletion. */
export async function resourcesOf(stack: string) {
  const { keys, plans, secrets } = await everythingOf(project);
  return {
    keys: keys.filter(({ tags }) => tags?.[TAG.stack] === stack),
    plans: plans.filter(({ tags }) => tags?.[TAG.stack] === stack),
    secrets: secrets
      .filter(({ DeletedDate }) => DeletedDate === undefined)
      .filter(({ Tags = [] }) => Tags.some(({ Key, Value }) => Key === TAG.stack && Value === stack)),
  };
}
