import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Aws } from "./aws";

/**
 * The AWS that answers at an endpoint, such as `http://127.0.0.1:4566`, called by AWS's own SDK with the credentials and the
 * Region of the environment.
 *
 * @param values receives every key value in its answers.
 */
export function awsAt(endpoint: string, values: string[]): Aws {
  const region = process.env.AWS_REGION ?? "eu-central-1";
  const config = { endpoint, region };
  const apiGateway = new APIGatewayClient(config);
  apiGateway.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if ("value" in answer.output && answer.output.value !== undefined) values.push(answer.output.value);
      return answer;
    },
    { step: "initialize" },
  );
  return { region, apiGateway, secretsManager: new SecretsManagerClient(config) };
}
