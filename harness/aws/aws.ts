import type { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SSMClient } from "@aws-sdk/client-ssm";

/** An AWS that takes the commands of AWS's SDK, in one Region: the one in memory, or one at an endpoint. */
export interface Aws {
  readonly region: string;
  readonly apiGateway: Pick<APIGatewayClient, "send">;
  readonly secretsManager: Pick<SecretsManagerClient, "send">;
  readonly ssm: Pick<SSMClient, "send">;
}

/** The services of an AWS. */
export type Service = Exclude<keyof Aws, "region">;

/** The AWS of each Region. */
export type Regions = (region: string) => Aws;

/** The home Region, where neither the stack file nor the environment names one. */
export const HOME = "eu-central-1";

/** The part of an SDK command that is used here. */
export interface AwsCommand {
  readonly input: object;
}

/** AWS's name for what a command does, such as `CreateApiKey`. */
export function actionOf(command: AwsCommand): string {
  return command.constructor.name.replace(/Command$/, "");
}
