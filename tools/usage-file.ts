import { z } from "zod";
import { generationStates } from "../src/rotation";
import { asJson, readNamedFile, UsageError } from "./command";
import { parseDay } from "./days";

const day = z.string().refine((text) => parseDay(text) !== undefined);
const count = z.number().int().nonnegative();

const generationUsage = z.object({
  key: z.string(),
  generation: z.string(),
  /** The state it was last deployed in; null if that is not known. */
  state: z.enum(generationStates).nullable(),
  /** The name of its usage plan; null without one. API Gateway then counts nothing, and the numbers are null. */
  usagePlan: z.string().nullable(),
  /** The id of its API key in the stack's own Region. */
  apiKeyId: z.string(),
  /** Requests on the last day of the period. */
  today: count.nullable(),
  /** Requests in the last seven days, even if the period is shorter. */
  last7: count.nullable(),
  /** Requests in the period. */
  total: count.nullable(),
  /** The last day of the period with a request; null without any. */
  lastUsed: day.nullable(),
  /** Requests that the quota of its usage plan allows in a quota period and Region; null without a quota. */
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
  /** The Regions that did not answer, so that their requests are missing, and why as a clause; absent if all did. */
  unanswered: z.array(z.object({ region: z.string(), because: z.string() })).optional(),
});

/** What API Gateway counted for one generation of a key: the sums of all Regions that answered. */
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
  const report = usageReport.safeParse(asJson(readNamedFile(folder, file))).data;
  if (!report) {
    throw new UsageError(`${file} is not a usage file; write one: npm run -s usage -- ${stack} --json > ${file}`);
  }
  if (report.stack === stack) return report;
  throw new UsageError(
    `${file} holds the usage of stack ${report.stack}, not of stack ${stack}; take one of npm run -s usage -- ${stack} --json`,
  );
}
