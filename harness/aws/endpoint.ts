import { APIGatewayClient, GetTagsCommand } from "@aws-sdk/client-api-gateway";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import { type Aws, HOME } from "./aws";

/** The Region of the environment. */
export const OWN_REGION = process.env.AWS_REGION ?? HOME;

/**
 * The AWS that answers at an endpoint, such as `http://127.0.0.1:4566`, in one Region, called by AWS's own SDK with the credentials
 * of the environment.
 *
 * @param values receives every key value in its answers.
 */
export function awsAt(endpoint: string, values: string[], region = OWN_REGION): Aws {
  const config = { endpoint, region };
  const apiGateway = new APIGatewayClient(config);
  apiGateway.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if ("value" in answer.output && answer.output.value !== undefined) values.push(answer.output.value);
      // LocalStack answers GetApiKey with the tags that a key was made with, and GetTags with those that it was given since.
      if ("apiKey" in args.input && "tags" in answer.output) {
        const resourceArn = `arn:aws:apigateway:${region}::/apikeys/${args.input.apiKey}`;
        const { tags } = await apiGateway.send(new GetTagsCommand({ resourceArn }));
        answer.output.tags = { ...answer.output.tags, ...tags };
      }
      return answer;
    },
    { step: "initialize" },
  );
  return { region, apiGateway, secretsManager: new SecretsManagerClient(config), ssm: new SSMClient(config) };
}
