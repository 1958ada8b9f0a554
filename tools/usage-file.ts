import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { generationStates } from "../src/rotation";
import { UsageError } from "./command";
import { addDays, type Day, daysBetween, parseDay } from "./days";

const day = z.string().refine((text) => parseDay(text) !== undefined);
const count = z.number().int().nonnegative();

const generationUsage = z.object({
  key: z.string(),
  generation: z.string(),
  /** The state it was last deployed in; null if the stack's state does not record it. */
  state: z.enum(generationStates).nullable(),
  /** The name of its usage plan; null without one. API Gateway then counts nothing, and the numbers are null. */
  usagePlan: z.string().nullable(),
  apiKeyId: z.string(),
  /** Requests on the last day of the period. */
  today: count.nullable(),
  /** Requests in the last seven days, even if the period is shorter. */
  last7: count.nullable(),
  /** Requests in the period. */
  total: count.nullable(),
  /** The last day of the period with a request; null without any. */
  lastUsed: day.nullable(),
  /** Requests that the quota of its usage plan allows in a quota period; null without a quota. */
  quotaLimit: count.nullable(),
  /** Requests on each day of the period. Empty without a usage plan. */
  days: z.array(count),
});

const usageReport = z.object({
  stack: z.string(),
  /** The first and the last day of the period. */
  from: day,
  to: day,
  generations: z.array(generationUsage),
});

/** What API Gateway counted for one generation of a key. */
export type GenerationUsage = z.output<typeof generationUsage>;

/** What `npm run usage` prints with `--json`, sorted by key, then by generation. */
export type UsageReport = z.output<typeof usageReport>;

/**
 * Reads a usage file, the output of `npm run usage` with `--json`.
 *
 * @param file its path, absolute or relative to the folder.
 * @throws {UsageError} if it is not a usage file, or is one of another stack.
 */
export function readUsageFile(folder: string, file: string, stack: string): UsageReport {
  const report = usageReport.safeParse(jsonIn(folder, file)).data;
  if (!report) {
    throw new UsageError(
      `${file} is not a usage file; write one: pulumi stack export --stack ${stack} | npm run -s usage -- ${stack} --json > ${file}`,
    );
  }
  if (report.stack === stack) return report;
  throw new UsageError(`${file} holds the usage of stack ${report.stack}, not of stack ${stack}`);
}

/**
 * Why a generation may have been used in the last `quietDays` whole days before today, as a clause; undefined if it was not.
 *
 * Today and the day of the last request do not count as whole days.
 */
export function usedWithin(
  report: UsageReport,
  { key, generation }: Pick<GenerationUsage, "key" | "generation">,
  quietDays: number,
  today: Day,
): string | undefined {
  const usage = report.generations.find((it) => it.key === key && it.generation === generation);
  if (usage === undefined) return "the usage file does not have it: run npm run usage again";
  if (usage.usagePlan === null) return "it has no usage plan, so API Gateway does not count its use";
  const gap = usageGap(report, quietDays, today);
  if (gap !== undefined) return gap;
  if (usage.lastUsed === null || daysBetween(usage.lastUsed, today) > quietDays) return undefined;
  const since = addDays(today, -quietDays);
  const requests = usage.days.reduce((sum, each, index) => (addDays(report.from, index) < since ? sum : sum + each), 0);
  return `still used: ${requests} ${requests === 1 ? "request" : "requests"} in the last ${inDays(quietDays)}`;
}

/** Why a report does not cover the last `quietDays` days, as a clause; undefined if it does. */
function usageGap({ from, to }: UsageReport, quietDays: number, today: Day): string | undefined {
  if (to < addDays(today, -1)) return `the usage file ends on ${to}: run npm run usage again`;
  if (daysBetween(from, to) >= quietDays) return undefined;
  return `the usage file begins on ${from}, too late for ${inDays(quietDays)}: run npm run usage with --days ${quietDays + 1}`;
}

function inDays(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}

function jsonIn(folder: string, file: string): unknown {
  let content: string;
  try {
    content = readFileSync(resolve(folder, file), "utf8");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
