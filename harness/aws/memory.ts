import { type Aws, actionOf, type AwsCommand } from "./aws";
import type { Answers } from "./answers";
import { answersOfApiGateway } from "./answers-api-gateway";
import { answersOfSecretsManager } from "./answers-secrets-manager";
import type { Cloud } from "./cloud";

/** The Region of the account in memory. */
export const REGION = "eu-central-1";

/** The AWS in memory. A command has taken effect when `send` returns its promise. */
export function memoryAws(cloud: Cloud): Aws {
  return {
    region: REGION,
    apiGateway: client(answersOfApiGateway(cloud.apiGateway)),
    secretsManager: client(answersOfSecretsManager(cloud.secretsManager)),
  };
}

function client<C extends { send: unknown }>(answers: Answers): Pick<C, "send"> {
  const send = async (command: AwsCommand) => {
    const answer = answers[actionOf(command)];
    if (!answer) throw new Error(`the AWS in memory has no ${actionOf(command)}`);
    return Promise.resolve(answer(command.input as never));
  };
  return { send };
}
