/** What API Gateway is asked, and what its errors mean. No call returns a key value. */
import type { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { addDays, type Day, daysBetween } from "../days";

/** The first and the last day of the usage. API Gateway answers for at most 90 days. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** What API Gateway counted for one key in one usage plan. */
export interface KeyUsage {
  /** Requests on each day of the period. */
  readonly days: readonly number[];
  /** Requests left of the quota after the last day; undefined if API Gateway does not say. */
  readonly remaining?: number;
}

/** API Gateway's answers in one Region, by the ids of plan and key. */
export type CountedUsage = ReadonlyMap<string, ReadonlyMap<string, KeyUsage>>;

/** The last `count` days up to `to`. */
export function lastDays(count: number, to: Day): Period {
  return { from: addDays(to, 1 - count), to };
}

/**
 * Asks API Gateway what it counted in each of the usage plans; the result is by the plan's id, then by the key's.
 *
 * It asks for one plan after the other, as API Gateway limits an account's calls per second and Region. The SDK retries throttled calls.
 *
 * @throws what the SDK throws.
 */
export async function askUsage(
  client: APIGatewayClient,
  planIds: readonly string[],
  { from, to }: Period,
): Promise<CountedUsage> {
  const { paginateGetUsage } = await import("@aws-sdk/client-api-gateway");
  const days = daysBetween(from, to) + 1;
  const plans = new Map<string, Map<string, KeyUsage>>();
  for (const usagePlanId of planIds) {
    const keys = new Map<string, KeyUsage>();
    const pages = paginateGetUsage({ client, pageSize: 500 }, { usagePlanId, startDate: from, endDate: to });
    for await (const { items = {} } of pages) {
      for (const [keyId, log] of Object.entries(items)) keys.set(keyId, readLog(log, days));
    }
    plans.set(usagePlanId, keys);
  }
  return plans;
}

/** A daily log is a list of `[used, remaining]`. If one is shorter than the period, its last entry is for the last day. */
function readLog(log: readonly (readonly number[])[], days: number): KeyUsage {
  const used = log.slice(-days).map(([requests = 0]) => requests);
  return { days: [...Array<number>(days - used.length).fill(0), ...used], remaining: log.at(-1)?.[1] };
}

/**
 * What an error of the AWS SDK means for the user, and what to do; undefined for any other error.
 *
 * The names are those of the SDK's credential providers, and of "Common Errors" and "GetUsage", Amazon API Gateway API Reference.
 */
export function explainAwsError(error: unknown, region: string | undefined): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message, code, $fault } = error as SdkError;
  if (message === "Region is missing") return NO_REGION;
  if (EXPIRED.has(name) || (NO_CREDENTIALS.has(name) && /refresh this SSO session/.test(message)))
    return SESSION_EXPIRED;
  if (NO_CREDENTIALS.has(name)) return NOT_LOGGED_IN;
  if (FORBIDDEN.has(name)) return NO_PERMISSION;
  if (name === "NotFoundException") {
    return `API Gateway${region ? ` in ${region}` : ""} does not know a usage plan of this state; use credentials of the stack's account. If they are that account's, the plan was deleted by hand: run pulumi refresh`;
  }
  if ($fault !== undefined) return `API Gateway says: ${name}: ${message}`;
  if (code !== undefined || name === "TimeoutError")
    return `API Gateway cannot be reached: ${code ?? name}; check the network, and run it again`;
  return undefined;
}

interface SdkError extends Error {
  /** Set if AWS answered with the error. */
  readonly $fault?: "client" | "server";
  /** Set if the network failed. */
  readonly code?: string;
}

const NO_CREDENTIALS = new Set(["CredentialsProviderError", "TokenProviderError"]);
const EXPIRED = new Set(["ExpiredToken", "ExpiredTokenException", "RequestExpired"]);
const FORBIDDEN = new Set(["AccessDenied", "AccessDeniedException", "UnauthorizedException"]);

const NO_REGION =
  "the AWS Region is not known; give it in the stack file (aws:region), or in AWS_REGION, for example AWS_REGION=eu-central-1";
const NOT_LOGGED_IN =
  "no AWS credentials were found; log in, for example with aws sso login, or name a profile in AWS_PROFILE";
const SESSION_EXPIRED = "the AWS session has expired; log in again, for example with aws sso login";
const NO_PERMISSION =
  "these AWS credentials may not read the usage of the stack's usage plans; attach policies/usage.json, which allows that and nothing else";
