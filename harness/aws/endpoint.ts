import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Aws } from "./aws";

/**
 * The AWS that answers at an endpoint, such as `http://127.0.0.1:4566`, called by AWS's own SDK with the credentials and the
 * Region of the environment.
 */
export function awsAt(endpoint: string): Aws {
  const region = process.env.AWS_REGION ?? "eu-central-1";
  const config = { endpoint, region };
  return { region, apiGateway: new APIGatewayClient(config), secretsManager: new SecretsManagerClient(config) };
}
