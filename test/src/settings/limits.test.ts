import { faultsOf, settingsOf } from "../../kit/read-config";

const RATE = "give a number from 0 (requests per second)";
const BURST = "give a whole number from 0 to 2147483647 (requests)";
const LIMIT = "give a whole number from 1 to 2147483647 (requests per period)";
const EMPTY = "empty: give a value or drop the line";
const NO_RATE =
  "missing; a burst limit without a rate limit refuses every request. Give a number above 0 (requests per second), for example 10";
const NO_BURST =
  "missing; a rate limit without a burst limit refuses every request. Give a whole number from 1, for example 20";

const faults = (plan: unknown) => faultsOf({ usagePlans: { p: plan } });
const plan = (given: unknown) => settingsOf({ usagePlans: { p: given } }).usagePlans.p;

describe("a throttle", () => {
  test.each<[string, unknown, string[]]>([
    ["a burst limit without rate limit", { burstLimit: 1 }, [`usagePlans.p.throttle.rateLimit: ${NO_RATE}`]],
    ["a rate limit without burst limit", { rateLimit: 1 }, [`usagePlans.p.throttle.burstLimit: ${NO_BURST}`]],
    [
      "an empty map",
      {},
      [`usagePlans.p.throttle.burstLimit: ${NO_BURST}`, `usagePlans.p.throttle.rateLimit: ${NO_RATE}`],
    ],
    ["a number", 10, ["usagePlans.p.throttle: got 10; give a map with rateLimit, burstLimit"]],
    ["text", "10", ["usagePlans.p.throttle: got text; give a map with rateLimit, burstLimit"]],
    [
      "a map with another field",
      { rateLimit: 1, burstLimit: 1, burst: 1, ratelimit: 2 },
      [
        "usagePlans.p.throttle.burst: unknown; allowed here: rateLimit, burstLimit",
        'usagePlans.p.throttle.ratelimit: unknown; did you mean "rateLimit"? allowed here: rateLimit, burstLimit',
      ],
    ],
  ])("is not %s", (_, throttle, expected) => {
    expect(faults({ throttle })).toEqual(expected);
  });
});

describe("a throttle of 0", () => {
  test.each<[unknown, unknown]>([
    [0, 0],
    ["0", "0.0"],
  ])("may be the rate %j and the burst %j", (rateLimit, burstLimit) => {
    expect(plan({ throttle: { rateLimit, burstLimit } })).toEqual({ throttle: { rateLimit: 0, burstLimit: 0 } });
  });

  const CLOSING = "or 0 for both, which closes the plan, or the method, to its keys";

  test.each<[unknown, unknown, string]>([
    [0, 1, `rateLimit: got 0 with the burst limit 1; give a number above 0, ${CLOSING}`],
    ["0", 1, `rateLimit: got 0 with the burst limit 1; give a number above 0, ${CLOSING}`],
    [0.5, 0, `burstLimit: got 0 with the rate limit 0.5; give a whole number from 1, ${CLOSING}`],
  ])("is not half of it: the rate %j and the burst %j", (rateLimit, burstLimit, problem) => {
    expect(faults({ throttle: { rateLimit, burstLimit } })).toEqual([`usagePlans.p.throttle.${problem}`]);
  });
});

test("a quota limit is not 0", () => {
  expect(faults({ quota: { limit: 0, period: "DAY" } })).toEqual([`usagePlans.p.quota.limit: got 0; ${LIMIT}`]);
});

describe("a rate limit", () => {
  const faultsAt = (rateLimit: unknown) => faults({ throttle: { rateLimit, burstLimit: 1 } });

  test.each<[unknown, number]>([
    [1, 1],
    [0.5, 0.5],
    [1e-7, 1e-7],
    [10_000, 10_000],
    [1e21, 1e21],
    ["10", 10],
    ["10.5", 10.5],
    ["0.1", 0.1],
    ["10.50", 10.5],
  ])("may be %j", (rateLimit, expected) => {
    expect(plan({ throttle: { rateLimit, burstLimit: 1 } })).toEqual({
      throttle: { rateLimit: expected, burstLimit: 1 },
    });
  });

  test.each<[unknown, string]>([
    [-1, `got -1; ${RATE}`],
    [-0.5, `got -0.5; ${RATE}`],
    ["-1", `got -1; ${RATE}`],
    ["10abc", `got "10abc"; ${RATE}`],
    ["1,000", `got "1,000"; ${RATE}`],
    ["0x1F", `got "0x1F"; ${RATE}`],
    ["Infinity", `got "Infinity"; ${RATE}`],
    ["NaN", `got "NaN"; ${RATE}`],
    ["", `got ""; ${RATE}`],
    [" 5", `got " 5"; ${RATE}`],
    ["5 ", `got "5 "; ${RATE}`],
    ["5\n", `got "5\\n"; ${RATE}`],
    ["1e3", `got "1e3"; ${RATE}`],
    ["010", `got "010"; ${RATE}`],
    ["00.5", `got "00.5"; ${RATE}`],
    ["+5", `got "+5"; ${RATE}`],
    [".5", `got ".5"; ${RATE}`],
    ["5.", `got "5."; ${RATE}`],
    ["1.2.3", `got "1.2.3"; ${RATE}`],
    [true, `got true; ${RATE}`],
    [null, EMPTY],
    [[1], `got a list; ${RATE}`],
    [{}, `got a map; ${RATE}`],
  ])("is not %j", (rateLimit, problem) => {
    expect(faultsAt(rateLimit)).toEqual([`usagePlans.p.throttle.rateLimit: ${problem}`]);
  });

  test("is not beyond what a number can be, in JSON or as text", () => {
    const text = `1${"0".repeat(400)}`;
    expect(
      faultsOf({
        usagePlans: `{"p":{"throttle":{"rateLimit":1e999,"burstLimit":1}},"q":{"throttle":{"rateLimit":"${text}","burstLimit":1}}}`,
      }),
    ).toEqual([
      `usagePlans.p.throttle.rateLimit: got Infinity; ${RATE}`,
      `usagePlans.q.throttle.rateLimit: got "1${"0".repeat(56)}…"; ${RATE}`,
    ]);
  });
});

describe.each([
  ["burst limit", "throttle", "burstLimit", { rateLimit: 1 }, BURST],
  ["quota limit", "quota", "limit", { period: "DAY" }, LIMIT],
])("a %s", (_, map, field, others, allowed) => {
  test.each<[unknown, number]>([
    [1, 1],
    [2147483647, 2147483647],
    ["1", 1],
    ["2147483647", 2147483647],
    [20.0, 20],
    ["20.0", 20],
  ])("may be %j", (given, expected) => {
    expect(plan({ [map]: { ...others, [field]: given } })).toEqual({ [map]: { ...others, [field]: expected } });
  });

  test.each<[unknown, string]>([
    [-1, `got -1; ${allowed}`],
    [0.5, `got 0.5; ${allowed}`],
    [1.5, `got 1.5; ${allowed}`],
    [2147483648, `got 2147483648; ${allowed}`],
    [1e300, `got 1e+300; ${allowed}`],
    ["-1", `got -1; ${allowed}`],
    ["1.5", `got "1.5"; ${allowed}`],
    ["2147483648", `got 2147483648; ${allowed}`],
    ["1_000", `got "1_000"; ${allowed}`],
    ["1e3", `got "1e3"; ${allowed}`],
    ["ten", `got "ten"; ${allowed}`],
    [false, `got false; ${allowed}`],
    [null, EMPTY],
  ])("is not %j", (given, problem) => {
    expect(faults({ [map]: { ...others, [field]: given } })).toEqual([`usagePlans.p.${map}.${field}: ${problem}`]);
  });
});
