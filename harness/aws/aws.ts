import type { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SSMClient } from "@aws-sdk/client-ssm";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

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

/** The answers of a service, by the name of the call. */
export type Answers = Readonly<Record<string, (input: never) => object>>;

/** An error of AWS, with AWS's name for it. */
export class AwsError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(`${name}: ${message}`);
  }
}

/** An update that failed, after which the engine keeps the planned outputs, as it does with the real provider. */
export class UpdateFailed extends Error {
  constructor(
    message: string,
    readonly id: string,
    readonly planned: Struct,
  ) {
    super(message);
  }
}

/** The provider's message for an error: its name and AWS's message, whichever AWS it comes from. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof AwsError || error instanceof UpdateFailed ? error.message : `${error.name}: ${error.message}`;
}

/** Refuses tags that AWS does not allow. Each service has its own name for the error. */
export function checkTags(tags: Readonly<Record<string, string>>, code: string): void {
  const entries = Object.entries(tags);
  if (entries.length > 50) throw new AwsError(code, "a resource has 50 tags at most");
  for (const [key, value] of entries) {
    if (key.startsWith("aws:")) throw new AwsError(code, "tag keys that start with aws: are AWS's own");
    if (key.length < 1 || key.length > 128) throw new AwsError(code, "a tag key has 1 to 128 characters");
    if (value.length > 256) throw new AwsError(code, "a tag value has 256 characters at most");
  }
}

/** The form in which Secrets Manager and Parameter Store have tags. */
export function listOf(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export function mapOf(list: readonly { Key?: string; Value?: string }[] = []): Record<string, string> {
  return Object.fromEntries(list.map(({ Key = "", Value = "" }) => [Key, Value]));
}
