import { daysBetween } from "../days";
import { painter } from "../paint";
import { fit, WIDTH } from "../table";
import type { GenerationUsage } from "../usage-file";
import type { Period } from "./get-usage";
import type { UsageRow } from "./report";

/** The fewest characters for the blocks, unless there are fewer days. */
const FEWEST_BLOCKS = 16;

const HEADS = ["key", "state", "today", "7 days", "", "last used", "quota"] as const;

/** The usage of a stack as a table: a line for each generation, with a block for each day or for several days. */
export function usageTable(stack: string, { from, to }: Period, rows: readonly UsageRow[], colour: boolean): string {
  const length = daysBetween(from, to) + 1;
  const heads = HEADS.map((head) => head || `${length} day${length === 1 ? "" : "s"}`);
  const cells = rows.map(cellsOf);
  const widths = heads.map((head, column) => Math.max(head.length, ...cells.map((cell) => cell[column]!.length)));
  const room = WIDTH - widths.slice(1).reduce((sum, width) => sum + width + 2, 2);
  widths[0] = Math.min(widths[0]!, room - Math.min(length, FEWEST_BLOCKS));
  const daysPerBlock = Math.ceil(length / (room - widths[0]));
  const line = (cell: readonly string[], blocks: string) =>
    [...cell.map((text, column) => fit(text, widths[column]!, column >= 2 && column !== 5)), blocks]
      .join("  ")
      .trimEnd();
  const paint = painter(colour);

  return [
    `Requests with the keys of stack ${stack} from ${from} to ${to}, in UTC`,
    "",
    paint("bold", line(heads, daysPerBlock === 1 ? "days" : `blocks of ${daysPerBlock} days`)),
    ...rows.map(({ usage }, row) => paint(styleOf(usage), line(cells[row]!, blocksOf(usage, daysPerBlock)))),
    ...(rows.length === 0 ? ["no key is deployed"] : []),
    ...(rows.some(({ usage }) => usage.usagePlan === null) ? ["", NOT_COUNTED] : []),
  ].join("\n");
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
  if (state === "disabled") return "dim";
  return state === "grace" && last7 ? "yellow" : undefined;
}
