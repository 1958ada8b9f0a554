import type { z } from "zod";
import { apiStages } from "./api-stages";
import { fields, importId, namedMapOf, orEmptyMap, text } from "./fields";
import { quota } from "./quota";
import { tagMap } from "./tags";
import { throttle } from "./throttle";

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
    import: importId("a usage plan")
      .optional()
      .meta({
        description:
          "Id of a usage plan that exists and becomes this one, in place of a new one. Drop the line once it is deployed",
        examples: ["a1b2c3"],
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
