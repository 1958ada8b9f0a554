import { z } from "zod";
import { complain, quote } from "./complaints";
import {
  fields,
  listOf,
  mapOf,
  namedMapOf,
  oneOf,
  orEmptyMap,
  positiveNumber,
  soundFields,
  text,
  textLike,
  WHERE_MAP,
  wholeNumber,
} from "./fields";
import { tagMap } from "./tags";

/** The largest number that API Gateway takes, a 32-bit signed one. */
const MAX_INTEGER = 2_147_483_647;

/** A day, a week and a month of quota: how late in it, in days, the period may start at most. */
const lastOffset = { DAY: 0, WEEK: 6, MONTH: 27 } as const;

const throttle = orEmptyMap(
  fields({
    // API Gateway takes 0 for the one that is not given, and 0 lets no request through.
    rateLimit: positiveNumber("requests per second", {
      missing:
        "missing; a burst limit without a rate limit refuses every request. Give a number above 0 (requests per second), for example 10",
    }),
    burstLimit: wholeNumber(1, MAX_INTEGER, "requests", {
      missing:
        "missing; a rate limit without a burst limit refuses every request. Give a whole number from 1, for example 20",
    }),
  }),
);

const quota = orEmptyMap(
  fields({
    limit: wholeNumber(1, MAX_INTEGER, "requests per period"),
    period: oneOf(["DAY", "WEEK", "MONTH"]),
    offset: wholeNumber(0, 27, "days into the period: 0 for DAY, 0 to 6 for WEEK, 0 to 27 for MONTH").optional(),
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

// A resource path and a method: "/items/{id}/GET"; the root resource is "/", so its GET is "//GET"; "{proxy+}" comes last.
const SEGMENT = String.raw`/(?:[^\s*/{}]+|\{[^\s*/{}+]+\})`;
const GREEDY = String.raw`/\{[^\s*/{}+]+\+\}`;
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"];
const METHOD_PATH = new RegExp(`^(?:(?:${SEGMENT})+(?:${GREEDY})?|${GREEDY}|/)/(?:${METHODS.join("|")})$`);
const methodPath = `/path/METHOD, such as /chat/POST, /items/{id}/ANY or, for the root, //GET; METHOD is one of ${METHODS.join(", ")}; no space, no *`;

const STAGE = /^[A-Za-z0-9_-]{1,128}$/;
const expectedStage = complain({ expected: "1 to 128 letters, digits, underscores or hyphens", due: "text" });

const apiStage = fields({
  apiId: textLike(
    /^[a-z0-9]{1,64}$/,
    "the id of a REST API: 1 to 64 lower-case letters and digits, such as a1b2c3d4e5",
  ),
  stage: z.string({ error: stageProblem }).regex(STAGE, { error: stageProblem }),
  throttle: mapOf(METHOD_PATH, methodPath, throttle, "methods to their throttle").optional(),
});

const apiStages = listOf(apiStage, "API stages, each a map with apiId, stage, throttle").superRefine(
  (stages, context) => {
    const sound = soundFields(context.issues);
    const seen = new Set<string>();
    stages.forEach((stage, index) => {
      if (!sound(`${index}`, "apiId") || !sound(`${index}`, "stage")) return;
      const both = `${stage.apiId}/${stage.stage}`;
      if (seen.has(both)) {
        const message = `the stage ${quote(stage.stage)} of the API ${quote(stage.apiId)} is given twice; give it once`;
        context.addIssue({ code: "custom", path: [index], message });
      }
      seen.add(both);
    });
  },
  { when: ({ value }) => Array.isArray(value) },
);

const usagePlan = orEmptyMap(
  fields({
    description: text(1, 1000).optional(),
    throttle: throttle.optional(),
    quota: quota.optional(),
    apiStages: apiStages.optional(),
    tags: tagMap().optional(),
  }),
);

/** Usage plans by name. */
export const usagePlans = namedMapOf(usagePlan, "usage plans");

/** A limit on the rate of requests, for each key by itself. */
export type Throttle = z.output<typeof throttle>;

/** One usage plan: limits, and the API stages that its keys open. */
export type UsagePlanSettings = z.output<typeof usagePlan>;

function stageProblem({ input }: { readonly input?: unknown }): string {
  if (input === "$default") {
    return "$default is a stage of an HTTP API, and HTTP APIs have neither API keys nor usage plans; give the stage of a REST API";
  }
  return expectedStage({ input });
}
