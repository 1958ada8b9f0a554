import type { z } from "zod";
import { fields, orEmptyMap, positiveNumber, wholeNumber } from "./fields";
import { MAX_INTEGER } from "./limits";

/** A limit on the rate of requests, for each key by itself. */
export const throttle = orEmptyMap(
  fields({
    // API Gateway takes 0 for the one that is not given, and 0 lets no request through.
    rateLimit: positiveNumber("requests per second", {
      missing:
        "missing; a burst limit without a rate limit refuses every request. Give a number above 0 (requests per second), for example 10",
    }).meta({
      description: "Requests per second that each key may make in the long run: a number above 0, fractions allowed",
      examples: [10],
    }),
    burstLimit: wholeNumber(1, MAX_INTEGER, "requests", {
      missing:
        "missing; a rate limit without a burst limit refuses every request. Give a whole number from 1, for example 20",
    }).meta({
      description: `Requests that each key may make at once: a whole number from 1 to ${MAX_INTEGER}`,
      examples: [20],
    }),
  }),
).meta({
  description: "Limit on the rate of requests, for each key by itself",
  examples: [{ rateLimit: 10, burstLimit: 20 }],
});

/** A limit on the rate of requests, for each key by itself. */
export type Throttle = z.output<typeof throttle>;
