import { APIGatewayClient, GetTagsCommand } from "@aws-sdk/client-api-gateway";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import { type Aws, actionOf, type AwsCommand, HOME, type Service, type Answers } from "./aws";
import { answersOfApiGateway } from "./answers-api-gateway";
import { answersOfSecretsManager } from "./answers-secrets-manager";
import type { Cloud } from "./cloud";
import { answersOfParameterStore } from "./parameter-store";

/** The AWS in memory, in one Region. A command has taken effect when `send` returns its promise. */
export function memoryAws(cloud: Cloud, region = HOME): Aws {
  const client = (service: Service) => ({
    send: async (command: AwsCommand) =>
      Promise.resolve(answer(cloud, service, actionOf(command), command.input, region)),
  });
  return {
    region,
    apiGateway: client("apiGateway") as Aws["apiGateway"],
    secretsManager: client("secretsManager") as Aws["secretsManager"],
    ssm: client("ssm") as Aws["ssm"],
  };
}

/** What the AWS in memory answers to a call. */
export function answer(cloud: Cloud, service: Service, action: string, input: object, region = HOME): object {
  const { apiGateway, secretsManager, parameterStore } = cloud.in(region);
  const answers: Record<Service, Answers> = {
    apiGateway: answersOfApiGateway(apiGateway),
    secretsManager: answersOfSecretsManager(secretsManager),
    ssm: answersOfParameterStore(parameterStore),
  };
  const call = answers[service][action];
  if (!call) throw new Error(`the AWS in memory has no ${action}`);
  return call(input as never);
}

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
      const answered = await next(args);
      if ("value" in answered.output && answered.output.value !== undefined) values.push(answered.output.value);
      // LocalStack answers GetApiKey with the tags that a key was made with, and GetTags with those that it was given since.
      if ("apiKey" in args.input && "tags" in answered.output) {
        const resourceArn = `arn:aws:apigateway:${region}::/apikeys/${args.input.apiKey}`;
        const { tags } = await apiGateway.send(new GetTagsCommand({ resourceArn }));
        answered.output.tags = { ...answered.output.tags, ...tags };
      }
      return answered;
    },
    { step: "initialize" },
  );
  return { region, apiGateway, secretsManager: new SecretsManagerClient(config), ssm: new SSMClient(config) };
}
