import type { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** An AWS that takes the commands of AWS's SDK: the one in memory, or one at an endpoint. */
export interface Aws {
  readonly region: string;
  readonly apiGateway: Pick<APIGatewayClient, "send">;
  readonly secretsManager: Pick<SecretsManagerClient, "send">;
}

/** The part of an SDK command that is used here. */
export interface AwsCommand {
  readonly input: object;
}

/** AWS's name for what a command does, such as `CreateApiKey`. */
export function actionOf(command: AwsCommand): string {
  return command.constructor.name.replace(/Command$/, "");
}
