import type { z } from "zod";
import { about, fields, orEmptyMap } from "./fields";
import { MAX_INTEGER } from "./limits";
import { positiveNumber, wholeNumber } from "./scalars";

/** A limit on the rate of requests, for each key separately. */
export const throttle = orEmptyMap(
  fields({
    // API Gateway uses 0 for the one that is missing, and 0 lets no request through.
    rateLimit: positiveNumber("requests per second", {
      missing:
        "missing; a burst limit without a rate limit refuses every request. Give a number above 0 (requests per second), for example 10",
    }).meta(about("Requests per second in the long run, fractions allowed", 10)),
    burstLimit: wholeNumber(1, MAX_INTEGER, "requests", {
      missing:
        "missing; a rate limit without a burst limit refuses every request. Give a whole number from 1, for example 20",
    }).meta(about("Requests at once", 20)),
  }),
).meta(about("Limit on the rate of requests, for each key separately", { rateLimit: 10, burstLimit: 20 }));

/** A limit on the rate of requests, for each key separately. */
export type Throttle = z.output<typeof throttle>;
