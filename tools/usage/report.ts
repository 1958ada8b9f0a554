import type { DeployedGeneration, DeployedPlan, LastDeployment } from "../../src/last-deployment";
import { valueIn } from "../../src/map-values";
import { addDays, daysBetween } from "../days";
import type { GenerationUsage } from "../usage-file";
import type { CountedUsage, Period } from "./api-gateway";

/** One generation's usage, and how much of its quota is used up. */
export interface UsageRow {
  readonly usage: GenerationUsage;
  /**
   * Between 0 and 1, or above if requests were granted beyond the quota: of the Region with the largest share, as a quota
   * counts in each Region alone. Undefined without a quota.
   */
  readonly quotaShare?: number;
}

/** What one Region answered, for days up to the period's last. */
export interface RegionAnswer {
  /** Undefined for the stack's own. */
  readonly region?: string;
  readonly counted: CountedUsage;
}

/** The usage of every deployed generation, sorted by key, then by generation. */
export function usageRows(
  { keys, usagePlans }: LastDeployment,
  answers: readonly RegionAnswer[],
  period: Period,
): UsageRow[] {
  return Object.entries(keys)
    .sort(byName)
    .flatMap(([key, { generations }]) =>
      Object.entries(generations)
        .sort(byName)
        .flatMap(([generation, deployed]): UsageRow[] => {
          const { state = null, usagePlan = null, apiKeyId } = deployed;
          if (apiKeyId === undefined) return [];
          const plan = usagePlan === null ? undefined : valueIn(usagePlans, usagePlan);
          const who = { key, generation, state, usagePlan, apiKeyId };
          if (plan === undefined) return [{ usage: { ...who, ...NOT_COUNTED } }];
          const { days, ...counts } = countsOf(requestsOf(deployed, answers), period);
          const usage = { ...who, ...counts, quotaLimit: plan.quotaLimit ?? null, days };
          return [{ usage, quotaShare: shareOf(plan, deployed, answers) }];
        }),
    );
}

const NOT_COUNTED = { today: null, last7: null, total: null, lastUsed: null, quotaLimit: null, days: [] };

/** The requests on each day in all Regions. A key that was moved to another plan was counted in both. */
function requestsOf(generation: DeployedGeneration, answers: readonly RegionAnswer[]): number[] {
  const sums: number[] = [];
  for (const { region, counted } of answers) {
    const id = keyIdIn(generation, region);
    for (const keys of counted.values()) {
      for (const [day, requests] of (keys.get(id)?.days ?? []).entries()) sums[day] = (sums[day] ?? 0) + requests;
    }
  }
  return sums;
}

function keyIdIn({ apiKeyId, copies = {} }: DeployedGeneration, region: string | undefined): string {
  return (region === undefined ? apiKeyId : valueIn(copies, region)?.apiKeyId) ?? "";
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

function shareOf(
  { id, copies = {}, quotaLimit: limit }: DeployedPlan,
  generation: DeployedGeneration,
  answers: readonly RegionAnswer[],
): number | undefined {
  if (limit === undefined) return undefined;
  const shares = answers.map(({ region, counted }) => {
    const plan = region === undefined ? id : valueIn(copies, region);
    const usage = counted.get(plan ?? "")?.get(keyIdIn(generation, region));
    return usage?.remaining === undefined ? 0 : Math.max(0, limit - usage.remaining) / limit;
  });
  return Math.max(0, ...shares);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

const { compare } = new Intl.Collator("en", { numeric: true });

/** Compares numbers in names as numbers: 10 comes after 9. */
function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compare(a, b);
}
