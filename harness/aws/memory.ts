import { type Aws, actionOf, type AwsCommand, HOME, type Service } from "./aws";
import type { Answers } from "./answers";
import { answersOfApiGateway } from "./answers-api-gateway";
import { answersOfParameterStore } from "./answers-parameter-store";
import { answersOfSecretsManager } from "./answers-secrets-manager";
import type { Cloud } from "./cloud";

/** The AWS in memory, in one Region. A command has taken effect when `send` returns its promise. */
export function memoryAws(cloud: Cloud, region = HOME): Aws {
  const client = (service: Service) => ({
    send: async (command: AwsCommand) =>
      Promise.resolve(answer(cloud, region, service, actionOf(command), command.input)),
  });
  return {
    region,
    apiGateway: client("apiGateway") as Aws["apiGateway"],
    secretsManager: client("secretsManager") as Aws["secretsManager"],
    ssm: client("ssm") as Aws["ssm"],
  };
}

/** What the AWS in memory answers to a call. */
export function answer(cloud: Cloud, region: string, service: Service, action: string, input: object): object {
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
