import { type Aws, actionOf, type AwsCommand, HOME, type Service } from "./aws";
import type { Answers } from "./answers";
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
