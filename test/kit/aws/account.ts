import { APIGatewayClient, GetApiKeysCommand, GetUsagePlansCommand } from "@aws-sdk/client-api-gateway";
import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** All keys, plans and secrets of an account that carry a stack's tags, as AWS's API returns them. */
export async function resourcesOf(stack: string) {
  const gateway = new APIGatewayClient();
  const { items: keys = [] } = await gateway.send(new GetApiKeysCommand({ includeValues: true, limit: 500 }));
  const { items: plans = [] } = await gateway.send(new GetUsagePlansCommand({ limit: 500 }));
  const { SecretList: secrets = [] } = await new SecretsManagerClient().send(
    new ListSecretsCommand({ IncludePlannedDeletion: false }),
  );
  return {
    keys: keys.filter(({ tags }) => tags?.stack === stack),
    plans: plans.filter(({ tags }) => tags?.stack === stack),
    secrets: secrets.filter(({ Tags = [] }) => Tags.some(({ Key, Value }) => Key === "stack" && Value === stack)),
  };
}
