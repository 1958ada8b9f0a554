import { z } from "zod";
import { number, whole } from "./forms";
import { tagInputs } from "./tags";

const limits = { rateLimit: number.optional(), burstLimit: whole.optional() };
const throttle = z
  .strictObject(limits)
  .refine((given) => Object.keys(given).length > 0, "one of burstLimit, rateLimit must be specified");

const stage = z.strictObject({
  apiId: z.string(),
  stage: z.string(),
  throttles: z.array(z.strictObject({ path: z.string(), ...limits })).optional(),
});

/** The inputs of a usage plan. */
export const planInputs = z.strictObject({
  name: z.string(),
  description: z.string().optional(),
  productCode: z.string().optional(),
  region: z.string().optional(),
  ...tagInputs,
  throttleSettings: throttle.optional(),
  quotaSettings: z
    .strictObject({ limit: whole, period: z.enum(["DAY", "WEEK", "MONTH"]), offset: whole.optional() })
    .optional(),
  apiStages: z.array(stage).optional(),
});

export type StageInputs = z.output<typeof stage>;
export type UsagePlanInputs = z.output<typeof planInputs>;
