import type { z } from "zod";
import { apiStages } from "./api-stages";
import { formatPath, listed, quote } from "./faults";
import { fields, namedMapOf, oneOf, orEmptyMap, text, wholeNumber } from "./forms";
import { nearestFinder } from "./nearest";
import { type ImportIds, importIds, importsByRegion, REGION } from "./region";
import { addRules, refuseTwice, type Rule } from "./rules";
import { tagMap } from "./tags";
import { MAX_INTEGER, throttle } from "./throttle";

/** Usage plans in one account and Region, unless AWS has raised the limit ("Amazon API Gateway quotas"). */
export const MAX_USAGE_PLANS = 300;

/** The largest offset, in days, for each period. */
const lastOffset = { DAY: 0, WEEK: 6, MONTH: 27 } as const;

const offsetFits: Rule = ({ all, refuse }) => {
  const [offset] = all<number>("offset");
  if (!offset) return;
  const [period] = all<keyof typeof lastOffset>("period");
  if (period && offset.value > lastOffset[period.value]) {
    const allowed =
      period.value === "DAY" ? "0, or drop the line" : `a whole number from 0 to ${lastOffset[period.value]}`;
    refuse(["offset"], `got ${offset.value} with the period ${period.value}; give ${allowed}`);
  }
  // AWS describes the offset as requests subtracted from the first period, its provider as days. This rule fits both.
  const [limit] = all<number>("limit");
  if (limit && offset.value >= limit.value) {
    refuse(["offset"], `got ${offset.value} with the limit ${limit.value}; give less than the limit`);
  }
};

const quota = orEmptyMap(
  addRules(
    fields({
      limit: wholeNumber(1, MAX_INTEGER, "requests per period").meta({
        description: "Requests that each key may make",
        examples: [1000],
      }),
      period: oneOf(["DAY", "WEEK", "MONTH"]).meta({
        description: "Period after which the count starts again",
        examples: ["DAY"],
      }),
      offset: wholeNumber(0, 27, "days into the period: 0 for DAY, 0 to 6 for WEEK, 0 to 27 for MONTH")
        .optional()
        .meta({
          description: "Days into the period at which the count starts, less than the limit. Without it 0",
          examples: [0],
        }),
    }),
    offsetFits,
  ),
);

const usagePlan = orEmptyMap(
  fields({
    description: text(1, 10_000)
      .optional()
      .meta({
        description: "Description of the plan in AWS. Without it a sentence names the plan",
        examples: ["Interactive use"],
      }),
    throttle: throttle.optional().meta({
      description:
        "Limit on the rate of requests, for each key separately; needed where a method has one. Without it there is none",
    }),
    quota: quota.optional().meta({
      description: "Limit on the requests in a period, for each key separately. Without it there is none",
      examples: [{ limit: 1000, period: "DAY" }],
    }),
    import: importIds("usage plan")
      .optional()
      .meta({
        description: "Usage plan to import as this one; drop the line once deployed. Without it a new one",
        examples: ["a1b2c3"],
      }),
    apiStages: apiStages.optional().meta({
      description: "Stages of REST APIs that the plan opens. Without it the plan opens nothing yet",
    }),
    tags: tagMap()
      .optional()
      .meta({
        description: "AWS tags on the plan; they override the stack's. Without it none",
        examples: [{ team: "web-shop" }],
      }),
  }),
).meta({
  description: "A usage plan with its limits",
  examples: [{ throttle: { rateLimit: 10, burstLimit: 20 } }],
});

/** Usage plans by name. */
export const usagePlans = namedMapOf(usagePlan, "usage plans", "plan");

/** One usage plan: limits, and the API stages that its keys open. */
export type UsagePlanSettings = z.output<typeof usagePlan>;

/** The rule that a plan which a key or generation names is one of the stack's. */
export const plansExist: Rule = ({ all, names, refuse }) => {
  const plans = names("usagePlans");
  if (!plans) return;
  const known = new Set(plans);
  const nearest = nearestFinder(plans);
  const given = [
    ...all<string>("keys", "*", "usagePlan"),
    ...all<string>("keys", "*", "generations", "*", "usagePlan"),
  ];
  for (const each of given) {
    if (known.has(each.value)) continue;
    const remedy = remedyFor(nearest(each.value), plans);
    refuse(each.path, `there is no usage plan ${quote(each.value)}; ${remedy}`);
  }
};

function remedyFor(near: string | undefined, plans: readonly string[]): string {
  if (near !== undefined) return `did you mean "${near}"?`;
  return plans.length > 0 ? `the usage plans are ${listed(plans)}` : "add it under usagePlans, or drop the line";
}

/** The rule that each existing plan is imported once. */
export const plansImportedOnce: Rule = (parsed) =>
  refuseTwice(
    parsed,
    importsByRegion(parsed.all<ImportIds>("usagePlans", "*", "import"), parsed.all<string>(REGION)[0]?.value),
    ({ id }) => `the usage plan ${quote(id)} is imported twice; import it once`,
  );

/** The rule that a plan has a throttle if a method has one: AWS takes none otherwise ("fine grain throttling"). */
export const planThrottled: Rule = ({ all, names, isSound, refuse }) => {
  for (const name of names("usagePlans") ?? []) {
    const place = ["usagePlans", name, "throttle"];
    const [method] = all("usagePlans", name, "apiStages", "*", "throttle", "*");
    if (!method || all(...place).length > 0 || !isSound(...place)) continue;
    const where = formatPath(method.path.slice(2));
    refuse(
      place,
      `missing; AWS takes the throttle of a method (${where}) only beside the plan's own: give rateLimit and burstLimit`,
    );
  }
};
