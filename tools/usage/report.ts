/** What a stack's usage is, from what each Region counted, and how it is shown as a table. */
import type { DeployedGeneration, DeployedPlan, LastDeployment } from "../../src/last-deployment";
import { valueIn } from "../../src/map-values";
import { addDays, daysBetween } from "../days";
import { columns, painter } from "../terminal";
import type { GenerationUsage, UsageReport } from "../usage-file";
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
          if (plan === undefined) return [{ usage: { ...who, ...NO_COUNTS } }];
          const { days, ...counts } = countsOf(requestsOf(deployed, answers), period);
          const usage = { ...who, ...counts, quotaLimit: plan.quotaLimit ?? null, days };
          return [{ usage, quotaShare: shareOf(plan, deployed, answers) }];
        }),
    );
}

const NO_COUNTS = { today: null, last7: null, total: null, lastUsed: null, quotaLimit: null, days: [] };

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

/** The most blocks in a line: with more days than this, a block stands for several. */
const MOST_BLOCKS = 30;

/** The columns of numbers. */
const NUMBERS = [2, 3, 4, 6];

/** The usage of a stack as a table: a line for each generation, with a block for each day or for several days. */
export function usageTable(
  report: Omit<UsageReport, "generations">,
  rows: readonly UsageRow[],
  colour: boolean,
): string {
  const { stack, from, to, unanswered = [] } = report;
  const length = daysBetween(from, to) + 1;
  const daysPerBlock = Math.ceil(length / MOST_BLOCKS);
  const total = `${length} day${length === 1 ? "" : "s"}`;
  const blocks = daysPerBlock === 1 ? "days" : `blocks of ${daysPerBlock} days`;
  const [heads, ...lines] = columns(
    ["key", "state", "today", "7 days", total, "last used", "quota", blocks],
    rows.map((row) => [...cellsOf(row), blocksOf(row.usage, daysPerBlock)]),
    NUMBERS,
  );
  const paint = painter(colour);
  return [
    `Requests with the keys of stack ${stack} from ${from} to ${to}, in UTC`,
    "",
    paint("bold", heads!),
    ...rows.map(({ usage }, row) => paint(styleOf(usage), lines[row]!)),
    ...(rows.length === 0 ? ["no key is deployed"] : []),
    ...(rows.some(({ usage }) => usage.usagePlan === null) ? ["", NOT_COUNTED] : []),
    ...(unanswered.length > 0 ? ["", ...unanswered.map((it) => paint("yellow", unansweredLine(it)))] : []),
  ].join("\n");
}

/** That the requests of a Region are missing, and why. */
export function unansweredLine({ region, because }: NonNullable<UsageReport["unanswered"]>[number]): string {
  return `${region} did not answer, so its requests are not counted: ${because}`;
}

const NOT_COUNTED = "API Gateway counts requests in usage plans only: a key without one may be in use all the same.";

function cellsOf({ usage, quotaShare }: UsageRow): string[] {
  return [
    `${usage.key} ${usage.generation}`,
    usage.state ?? "unknown",
    ...[usage.today, usage.last7, usage.total].map((count) => (count === null ? "-" : inFigures(count))),
    usage.lastUsed ?? "-",
    quotaShare === undefined ? "-" : inPercent(quotaShare * 100),
  ];
}

const inFull = new Intl.NumberFormat("en-US");
const inShort = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

function inFigures(count: number): string {
  return (count < 10_000_000 ? inFull : inShort).format(count);
}

function inPercent(share: number): string {
  if (share > 0 && share < 0.1) return "<0.1%";
  return `${share.toFixed(share > 0 && share < 10 ? 1 : 0)}%`;
}

const BLOCKS = "▁▂▃▄▅▆▇█";

/** The highest block is the busiest day; a dot is a day without a request. */
function blocksOf({ usagePlan, days }: GenerationUsage, daysPerBlock: number): string {
  if (usagePlan === null) return "no usage plan";
  const sums: number[] = [];
  // Counted back from today, so that the first block may have fewer days than the others.
  for (const [ago, requests] of [...days].reverse().entries()) {
    const block = Math.floor(ago / daysPerBlock);
    sums[block] = (sums[block] ?? 0) + requests;
  }
  const most = Math.max(...sums);
  return sums
    .map((requests) => (requests === 0 ? "·" : BLOCKS[Math.ceil((requests / most) * BLOCKS.length) - 1]!))
    .reverse()
    .join("");
}

/** Highlights a generation in grace that is still in use, and dims one that is off. */
function styleOf({ state, last7 }: GenerationUsage): "dim" | "yellow" | undefined {
  if (state === "disabled" || state === "revoked") return "dim";
  return state === "grace" && last7 ? "yellow" : undefined;
}
