import type { z } from "zod";
import { apiStages } from "./api-stages";
import { about, fields, namedMapOf, orEmptyMap } from "./fields";
import { quota } from "./quota";
import { importId, text } from "./scalars";
import { tagMap } from "./tags";
import { throttle } from "./throttle";

const usagePlan = orEmptyMap(
  fields({
    description: text(1, 1000)
      .optional()
      .meta(about("Description of the plan in AWS. Without it a sentence names the plan", "Interactive use")),
    throttle: throttle
      .optional()
      .meta(about("Limit on the rate of requests, for each key separately. Without it there is none")),
    quota: quota
      .optional()
      .meta(about("Limit on the requests in a period, for each key separately. Without it there is none")),
    import: importId("usage plan")
      .optional()
      .meta(about("Usage plan to import as this one; drop the line once deployed. Without it a new one", "a1b2c3")),
    apiStages: apiStages
      .optional()
      .meta(about("Stages of REST APIs that the plan opens. Without it the plan opens nothing yet")),
    tags: tagMap()
      .optional()
      .meta(about("AWS tags on the plan; they override the stack's. Without it none", { team: "web-shop" })),
  }),
).meta(about("A usage plan with its limits", { throttle: { rateLimit: 10, burstLimit: 20 } }));

/** Usage plans by name. */
export const usagePlans = namedMapOf(usagePlan, "usage plans");

/** One usage plan: limits, and the API stages that its keys open. */
export type UsagePlanSettings = z.output<typeof usagePlan>;
