import type { z } from "zod";
import { fields, orEmptyMap, positiveNumber, wholeNumber } from "./forms";

/** The largest number that API Gateway takes: a 32-bit signed one ("Amazon API Gateway API Reference"). */
export const MAX_INTEGER = 2_147_483_647;

/** The throttle of a whole account, in requests per second, unless AWS has raised it ("Amazon API Gateway quotas"). */
export const ACCOUNT_RATE = 10_000;

/** A limit on the rate of requests, for each key separately. */
export const throttle = orEmptyMap(
  fields({
    // API Gateway uses 0 for the one that is missing, and 0 lets no request through.
    rateLimit: positiveNumber("requests per second", {
      missing:
        "missing; a burst limit without a rate limit refuses every request. Give a number above 0 (requests per second), for example 10",
    }).meta({ description: "Requests per second in the long run, fractions allowed", examples: [10] }),
    burstLimit: wholeNumber(1, MAX_INTEGER, "requests", {
      missing:
        "missing; a rate limit without a burst limit refuses every request. Give a whole number from 1, for example 20",
    }).meta({ description: "Requests at once", examples: [20] }),
  }),
).meta({
  description: "Limit on the rate of requests, for each key separately",
  examples: [{ rateLimit: 10, burstLimit: 20 }],
});

/** A limit on the rate of requests, for each key separately. */
export type Throttle = z.output<typeof throttle>;
