import { faultsOf, settingsOf } from "../../kit/read-config";

const LIMIT = "give a whole number from 1 to 2147483647 (requests per period)";
const OFFSET = "give a whole number from 0 to 27 (days into the period: 0 for DAY, 0 to 6 for WEEK, 0 to 27 for MONTH)";
const EMPTY = "empty: give a value or drop the line";

const faults = (plan: unknown) => faultsOf({ usagePlans: { p: plan } });
const plan = (given: unknown) => settingsOf({ usagePlans: { p: given } }).usagePlans.p;

describe("a quota", () => {
  test.each<[string, unknown, string[]]>([
    [
      "a map without limit and period",
      {},
      [
        `usagePlans.p.quota.limit: missing; ${LIMIT}`,
        "usagePlans.p.quota.period: missing; give one of DAY, WEEK, MONTH",
      ],
    ],
    ["a number", 1000, ["usagePlans.p.quota: got 1000; give a map with limit, period, offset"]],
    [
      "of a year",
      { limit: 1, period: "YEAR" },
      ['usagePlans.p.quota.period: got "YEAR"; give one of DAY, WEEK, MONTH'],
    ],
    [
      "of a period in small letters",
      { limit: 1, period: "week" },
      ['usagePlans.p.quota.period: got "week"; give one of DAY, WEEK, MONTH; did you mean "WEEK"?'],
    ],
    [
      "of a number of days",
      { limit: 1, period: 1 },
      ["usagePlans.p.quota.period: got 1; give one of DAY, WEEK, MONTH"],
    ],
    [
      "a map with another field",
      { limit: 1, period: "DAY", offsett: 0 },
      ['usagePlans.p.quota.offsett: unknown; did you mean "offset"? allowed here: limit, period, offset'],
    ],
  ])("is not %s", (_, quota, expected) => {
    expect(faults({ quota })).toEqual(expected);
  });
});

describe("the offset of a quota", () => {
  test.each<[string, unknown, number]>([
    ["DAY", 0, 0],
    ["WEEK", 0, 0],
    ["WEEK", 6, 6],
    ["MONTH", 27, 27],
    ["MONTH", "27", 27],
  ])("with the period %s may be %j", (period, offset, expected) => {
    expect(plan({ quota: { limit: 100, period, offset } })).toEqual({
      quota: { limit: 100, period, offset: expected },
    });
  });

  test.each<[string, unknown, string]>([
    ["DAY", 1, "got 1 with the period DAY; give 0, or drop the line"],
    ["DAY", "1", "got 1 with the period DAY; give 0, or drop the line"],
    ["WEEK", 7, "got 7 with the period WEEK; give a whole number from 0 to 6"],
    ["MONTH", 28, `got 28; ${OFFSET}`],
    ["MONTH", -1, `got -1; ${OFFSET}`],
    ["MONTH", 0.5, `got 0.5; ${OFFSET}`],
    ["MONTH", "x", `got "x"; ${OFFSET}`],
    ["MONTH", null, EMPTY],
  ])("with the period %s is not %j", (period, offset, problem) => {
    expect(faults({ quota: { limit: 100, period, offset } })).toEqual([`usagePlans.p.quota.offset: ${problem}`]);
  });

  test("may be one below the limit", () => {
    expect(faults({ quota: { limit: 6, period: "WEEK", offset: 5 } })).toEqual([]);
  });

  test("is not the limit, nor above it", () => {
    expect(
      faultsOf({
        usagePlans: {
          p: { quota: { limit: 5, period: "WEEK", offset: 5 } },
          q: { quota: { limit: "1", period: "WEEK", offset: "6" } },
        },
      }),
    ).toEqual([
      "usagePlans.p.quota.offset: got 5 with the limit 5; give less than the limit",
      "usagePlans.q.quota.offset: got 6 with the limit 1; give less than the limit",
    ]);
  });

  test.each<[string, unknown, string[]]>([
    [
      "both where both are broken",
      { limit: 1, period: "DAY", offset: 1 },
      [
        "usagePlans.p.quota.offset: got 1 with the limit 1; give less than the limit",
        "usagePlans.p.quota.offset: got 1 with the period DAY; give 0, or drop the line",
      ],
    ],
    [
      "that of the limit where the period is at fault",
      { limit: 5, period: "YEARS", offset: 7 },
      [
        "usagePlans.p.quota.offset: got 7 with the limit 5; give less than the limit",
        'usagePlans.p.quota.period: got "YEARS"; give one of DAY, WEEK, MONTH',
      ],
    ],
    [
      "that of the period where the limit is at fault",
      { limit: 0, period: "WEEK", offset: 7 },
      [
        `usagePlans.p.quota.limit: got 0; ${LIMIT}`,
        "usagePlans.p.quota.offset: got 7 with the period WEEK; give a whole number from 0 to 6",
      ],
    ],
    [
      "both where another field is unknown",
      { limit: 1, period: "DAY", offset: 1, x: 1 },
      [
        "usagePlans.p.quota.offset: got 1 with the limit 1; give less than the limit",
        "usagePlans.p.quota.offset: got 1 with the period DAY; give 0, or drop the line",
        "usagePlans.p.quota.x: unknown; allowed here: limit, period, offset",
      ],
    ],
    [
      "neither where the offset itself is at fault",
      { limit: 1, period: "DAY", offset: 28 },
      [`usagePlans.p.quota.offset: got 28; ${OFFSET}`],
    ],
  ])("breaks two rules: %s", (_, quota, expected) => {
    expect(faults({ quota })).toEqual(expected);
  });
});
