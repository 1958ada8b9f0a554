import { daysBetween } from "../days";
import { painter } from "../paint";
import { columns } from "../table";
import type { GenerationUsage, UsageReport } from "../usage-file";
import type { UsageRow } from "./report";

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
