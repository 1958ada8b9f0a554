import { about, fields, orEmptyMap } from "./fields";
import { MAX_INTEGER } from "./limits";
import { oneOf, wholeNumber } from "./scalars";
import { soundFields, WHERE_MAP } from "./sound-fields";

/** The largest offset, in days, for each period. */
const lastOffset = { DAY: 0, WEEK: 6, MONTH: 27 } as const;

/** A limit on the number of requests in a period, for each key separately. */
export const quota = orEmptyMap(
  fields({
    limit: wholeNumber(1, MAX_INTEGER, "requests per period").meta(about("Requests that each key may make", 1000)),
    period: oneOf(["DAY", "WEEK", "MONTH"]).meta(about("Period after which the count starts again", "DAY")),
    offset: wholeNumber(0, 27, "days into the period: 0 for DAY, 0 to 6 for WEEK, 0 to 27 for MONTH")
      .optional()
      .meta(about("Days into the period at which the count starts, less than the limit. Without it 0", 0)),
  }).superRefine(({ limit, period, offset }, context) => {
    const sound = soundFields(context.issues);
    if (offset === undefined || !sound("offset")) return;
    const refuse = (message: string) => context.addIssue({ code: "custom", path: ["offset"], message });
    if (sound("period") && offset > lastOffset[period]) {
      const allowed = period === "DAY" ? "0, or drop the line" : `a whole number from 0 to ${lastOffset[period]}`;
      refuse(`got ${offset} with the period ${period}; give ${allowed}`);
    }
    // AWS describes the offset as requests subtracted from the first period, its provider as days. This rule fits both.
    if (sound("limit") && offset >= limit) refuse(`got ${offset} with the limit ${limit}; give less than the limit`);
  }, WHERE_MAP),
).meta({ examples: [{ limit: 1000, period: "DAY" }] });
