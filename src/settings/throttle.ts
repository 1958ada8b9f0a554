import type { z } from "zod";
import { fields, numberFrom, orEmptyMap, wholeNumber } from "./forms";
import { addRules, type Rule } from "./rules";

/** The largest number that API Gateway takes: a 32-bit signed one ("Amazon API Gateway API Reference"). */
export const MAX_INTEGER = 2_147_483_647;

/** The throttle of a whole account, in requests per second, unless AWS has raised it ("Amazon API Gateway quotas"). */
export const ACCOUNT_RATE = 10_000;

const bothOrNeitherZero: Rule = ({ all, refuse }) => {
  const [rate, burst] = [all<number>("rateLimit")[0], all<number>("burstLimit")[0]];
  if (!rate || !burst || (rate.value === 0) === (burst.value === 0)) return;
  const closing = "or 0 for both, which closes the plan, or the method, to its keys";
  if (rate.value === 0) {
    refuse(rate.path, `got 0 with the burst limit ${burst.value}; give a number above 0, ${closing}`);
  } else {
    refuse(burst.path, `got 0 with the rate limit ${rate.value}; give a whole number from 1, ${closing}`);
  }
};

const limits = addRules(
  fields({
    // API Gateway uses 0 for the one that is missing, and 0 lets no request through.
    rateLimit: numberFrom(0, "requests per second", {
      missing:
        "missing; a burst limit without a rate limit refuses every request. Give a number above 0 (requests per second), for example 10",
    }).meta({
      description: "Requests per second in the long run, fractions allowed; 0 closes the plan or method",
      examples: [10],
    }),
    burstLimit: wholeNumber(0, MAX_INTEGER, "requests", {
      missing:
        "missing; a rate limit without a burst limit refuses every request. Give a whole number from 1, for example 20",
    }).meta({ description: "Requests at once; 0 where rateLimit is 0", examples: [20] }),
  }),
  bothOrNeitherZero,
);

/** A limit on the rate of requests, for each key separately. */
export const throttle = orEmptyMap(limits).meta({
  description: "Limit on the rate of requests, for each key separately",
  examples: [{ rateLimit: 10, burstLimit: 20 }],
});

/** A limit on the rate of requests, for each key separately. */
export type Throttle = z.output<typeof throttle>;
