import type { LastDeployment } from "../../src/last-deployment";
import { valueIn } from "../../src/map-values";
import { addDays, daysBetween } from "../days";
import type { GenerationUsage } from "../usage-file";
import type { KeyUsage, Period } from "./api-gateway";

/** One generation's usage, and how much of its quota is used up. */
export interface UsageRow {
  readonly usage: GenerationUsage;
  /** Between 0 and 1, or above if requests were granted beyond the quota. Undefined without a quota. */
  readonly quotaShare?: number;
}

/** API Gateway's answers, by the ids of plan and key, for days up to the period's last. */
export type CountedUsage = ReadonlyMap<string, ReadonlyMap<string, KeyUsage>>;

/** The usage of every deployed generation, sorted by key, then by generation. */
export function usageRows({ keys, usagePlans }: LastDeployment, counted: CountedUsage, period: Period): UsageRow[] {
  return Object.entries(keys)
    .sort(byName)
    .flatMap(([key, { generations }]) =>
      Object.entries(generations)
        .sort(byName)
        .flatMap(([generation, { state = null, usagePlan = null, apiKeyId }]): UsageRow[] => {
          if (apiKeyId === undefined) return [];
          const plan = usagePlan === null ? undefined : valueIn(usagePlans, usagePlan);
          const who = { key, generation, state, usagePlan, apiKeyId };
          if (plan === undefined) return [{ usage: { ...who, ...NOT_COUNTED } }];
          const { days, ...counts } = countsOf(requestsOf(apiKeyId, counted), period);
          const usage = { ...who, ...counts, quotaLimit: plan.quotaLimit ?? null, days };
          return [{ usage, quotaShare: shareOf(plan.quotaLimit, counted.get(plan.id!)?.get(apiKeyId)) }];
        }),
    );
}

const NOT_COUNTED = { today: null, last7: null, total: null, lastUsed: null, quotaLimit: null, days: [] };

/** A key that was moved to another plan was counted in both. */
function requestsOf(apiKeyId: string, counted: CountedUsage): number[] {
  const sums: number[] = [];
  for (const keys of counted.values()) {
    for (const [day, requests] of (keys.get(apiKeyId)?.days ?? []).entries()) sums[day] = (sums[day] ?? 0) + requests;
  }
  return sums;
}

function countsOf(requests: readonly number[], { from, to }: Period) {
  const length = daysBetween(from, to) + 1;
  // API Gateway leaves out a key without requests.
  const days = requests.length === 0 ? Array<number>(length).fill(0) : requests.slice(-length);
  const last = days.reduce((latest, count, day) => (count > 0 ? day : latest), -1);
  return {
    today: days.at(-1)!,
    last7: sum(requests.slice(-7)),
    total: sum(days),
    lastUsed: last === -1 ? null : addDays(from, last),
    days,
  };
}

function shareOf(limit: number | undefined, usage: KeyUsage | undefined): number | undefined {
  if (limit === undefined) return undefined;
  return usage?.remaining === undefined ? 0 : Math.max(0, limit - usage.remaining) / limit;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

const { compare } = new Intl.Collator("en", { numeric: true });

/** Compares numbers in names as numbers: 10 comes after 9. */
function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compare(a, b);
}
