import { z } from "zod";
import { tagInputs } from "./tags";

const throttle = z.strictObject({ rateLimit: z.number().optional(), burstLimit: z.int().optional() });

const stage = z.strictObject({
  apiId: z.string(),
  stage: z.string(),
  throttles: z.array(throttle.extend({ path: z.string() })).optional(),
});

/** The inputs of a usage plan. */
export const planInputs = z.strictObject({
  name: z.string(),
  description: z.string().optional(),
  productCode: z.string().optional(),
  region: z.string().optional(),
  tags: tagInputs,
  throttleSettings: throttle.optional(),
  quotaSettings: z
    .strictObject({ limit: z.int(), period: z.enum(["DAY", "WEEK", "MONTH"]), offset: z.int().optional() })
    .optional(),
  apiStages: z.array(stage).optional(),
});

export type StageInputs = z.output<typeof stage>;
export type UsagePlanInputs = z.output<typeof planInputs>;
