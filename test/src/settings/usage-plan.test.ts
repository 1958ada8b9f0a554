import { faultsOf, settingsOf } from "../../kit/read-config";

const FIELDS = "allowed here: description, throttle, quota, import, apiStages, tags";
const LIMIT = "give a whole number from 1 to 2147483647 (requests per period)";
const EMPTY = "empty: give a value or drop the line";
const NO_RATE =
  "missing; a burst limit without a rate limit refuses every request. Give a number above 0 (requests per second), for example 10";
const NO_BURST =
  "missing; a rate limit without a burst limit refuses every request. Give a whole number from 1, for example 20";

const faults = (plan: unknown) => faultsOf({ usagePlans: { p: plan } });
const plan = (given: unknown) => settingsOf({ usagePlans: { p: given } }).usagePlans.p;

describe("a usage plan", () => {
  test.each(["a", "then", "constructor", "tostring", "a-1", "a".repeat(64)])("may be named %s", (name) => {
    expect(settingsOf({ usagePlans: { [name]: null } }).usagePlans).toEqual({ [name]: {} });
  });

  test.each<[string, string | undefined]>([
    ["A", "a"],
    ["1a", "plan-1a"],
    ["a--b", "a-b"],
    ["a_b", "a-b"],
    ["a".repeat(65), undefined],
  ])("is not named %s, by which %s may be meant", (name, meant) => {
    const hint = meant === undefined ? "" : `did you mean "${meant}"? `;
    expect(faultsOf({ usagePlans: { [name]: {} } })).toEqual([
      `usagePlans.${name}: not a valid name; ${hint}give lower-case letters, digits and single hyphens between them, a letter first, at most 64 characters`,
    ]);
  });

  test.each<[unknown, string]>([
    ["x", "got text"],
    [["x"], "got a list"],
    [5, "got 5"],
  ])("is not %j", (given, got) => {
    expect(faults(given)).toEqual([
      `usagePlans.p: ${got}; give a map with description, throttle, quota, import, apiStages, tags`,
    ]);
  });

  test.each<[string, string]>([
    ["apistages", `unknown; did you mean "apiStages"? ${FIELDS}`],
    ["throtle", `unknown; did you mean "throttle"? ${FIELDS}`],
    ["limits", `unknown; ${FIELDS}`],
  ])("has no field %s", (field, problem) => {
    expect(faults({ [field]: {} })).toEqual([`usagePlans.p.${field}: ${problem}`]);
  });

  test.each(["x", "x".repeat(10_000)])("may have the description %s", (description) => {
    expect(plan({ description })).toEqual({ description });
  });

  test.each<[unknown, string]>([
    ["", 'got ""; give text of 1 to 10000 characters'],
    ["é".repeat(10_001), `got "${"é".repeat(57)}…"; give text of 1 to 10000 characters`],
    [1, "got 1, which is not text: put it in quotes; give text of 1 to 10000 characters"],
    [null, EMPTY],
  ])("is not described by %j", (description, problem) => {
    expect(faults({ description })).toEqual([`usagePlans.p.description: ${problem}`]);
  });

  test("shows where its fields are empty: what is no map is refused, a map is looked into", () => {
    expect(faults({ description: null, throttle: null, quota: null, apiStages: null, tags: null })).toEqual([
      `usagePlans.p.apiStages: ${EMPTY}`,
      `usagePlans.p.description: ${EMPTY}`,
      `usagePlans.p.quota.limit: missing; ${LIMIT}`,
      "usagePlans.p.quota.period: missing; give one of DAY, WEEK, MONTH",
      `usagePlans.p.throttle.burstLimit: ${NO_BURST}`,
      `usagePlans.p.throttle.rateLimit: ${NO_RATE}`,
    ]);
  });
});
