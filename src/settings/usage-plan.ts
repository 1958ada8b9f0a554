import type { z } from "zod";
import { apiStages } from "./api-stages";
import {
  fields,
  MAX_INTEGER,
  namedMapOf,
  oneOf,
  orEmptyMap,
  soundFields,
  text,
  WHERE_MAP,
  wholeNumber,
} from "./fields";
import { tagMap } from "./tags";
import { throttle } from "./throttle";

/** A day, a week and a month of quota: how late in it, in days, the period may start at most. */
const lastOffset = { DAY: 0, WEEK: 6, MONTH: 27 } as const;

const quota = orEmptyMap(
  fields({
    limit: wholeNumber(1, MAX_INTEGER, "requests per period").meta({
      description: `Requests per period that each key may make: a whole number from 1 to ${MAX_INTEGER}`,
      examples: [1000],
    }),
    period: oneOf(["DAY", "WEEK", "MONTH"]).meta({
      description: "The period after which the count starts again",
      examples: ["DAY"],
    }),
    offset: wholeNumber(0, 27, "days into the period: 0 for DAY, 0 to 6 for WEEK, 0 to 27 for MONTH")
      .optional()
      .meta({
        description:
          "Days into the period: 0 for DAY, 0 to 6 for WEEK, 0 to 27 for MONTH, and less than the limit. Without it 0",
        examples: [0],
      }),
  }).superRefine(({ limit, period, offset }, context) => {
    const sound = soundFields(context.issues);
    if (offset === undefined || !sound("offset")) return;
    const refuse = (message: string) => context.addIssue({ code: "custom", path: ["offset"], message });
    if (sound("period") && offset > lastOffset[period]) {
      const allowed = period === "DAY" ? "0, or drop the line" : `a whole number from 0 to ${lastOffset[period]}`;
      refuse(`got ${offset} with the period ${period}; give ${allowed}`);
    }
    // AWS describes the offset as requests subtracted from the first period, its provider as days: this is safe for both.
    if (sound("limit") && offset >= limit) refuse(`got ${offset} with the limit ${limit}; give less than the limit`);
  }, WHERE_MAP),
);

const usagePlan = orEmptyMap(
  fields({
    description: text(1, 1000)
      .optional()
      .meta({
        description: "Description of the plan in AWS, 1 to 1000 characters. Without it a sentence that names the plan",
        examples: ["Interactive use"],
      }),
    throttle: throttle.optional().meta({
      description: "Limit on the rate of requests, for each key by itself. Without it the plan does not throttle",
    }),
    quota: quota.optional().meta({
      description: "Limit on the number of requests in a period, for each key by itself. Without it there is none",
      examples: [{ limit: 1000, period: "DAY" }],
    }),
    apiStages: apiStages.optional().meta({
      description: "The stages of REST APIs that the plan opens, each once. Without it the plan opens nothing yet",
      examples: [[{ apiId: "a1b2c3d4e5", stage: "prod" }]],
    }),
    tags: tagMap()
      .optional()
      .meta({
        description: "AWS tags on the plan, over those of the whole stack",
        examples: [{ team: "web-shop" }],
      }),
  }),
).meta({
  description: "A usage plan: lower-case letters, digits and single hyphens, a letter first, at most 64 characters",
  examples: [{ throttle: { rateLimit: 10, burstLimit: 20 } }],
});

/** Usage plans by name. */
export const usagePlans = namedMapOf(usagePlan, "usage plans");

/** One usage plan: limits, and the API stages that its keys open. */
export type UsagePlanSettings = z.output<typeof usagePlan>;
