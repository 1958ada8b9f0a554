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

/** How many plans have answered so far. */
export type Progress = (answered: number) => void;

/** The last `count` days up to `to`. */
export function lastDays(count: number, to: Day): Period {
  return { from: addDays(to, 1 - count), to };
}

/**
 * Asks API Gateway what it counted in each of the usage plans; the result is by the plan's id, then by the key's.
 *
 * It asks for one plan after the other, as API Gateway limits an account's calls per second. The SDK retries throttled calls.
 *
 * @throws what the SDK throws.
 */
export async function askUsage(
  client: APIGatewayClient,
  planIds: readonly string[],
  { from, to }: Period,
  progress: Progress = () => {},
): Promise<ReadonlyMap<string, ReadonlyMap<string, KeyUsage>>> {
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
    progress(plans.size);
  }
  return plans;
}

/** A daily log is a list of `[used, remaining]`. If one is shorter than the period, its last entry is for the last day. */
function readLog(log: readonly (readonly number[])[], days: number): KeyUsage {
  const used = log.slice(-days).map(([requests = 0]) => requests);
  return { days: [...Array<number>(days - used.length).fill(0), ...used], remaining: log.at(-1)?.[1] };
}
