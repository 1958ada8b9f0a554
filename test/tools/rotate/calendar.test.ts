import type { Calendar } from "../../../src/settings/rotation-calendar";
import { nextStep, stepsDue, type CalendarKey } from "../../../tools/rotate/calendar";

const TODAY = "2026-11-25";
const rotation: Calendar = { everyDays: 90, stagedDays: 1, graceDays: 7, quietDays: 3, disabledDays: 7 };

/** A key with these generations: id to state and since when, and why it is in use. */
function key(
  generations: Readonly<Record<string, readonly [CalendarKey["generations"][string]["state"], string | null, string?]>>,
  more: Partial<CalendarKey> = {},
): CalendarKey {
  const each = Object.entries(generations).map(([id, [state, since, inUse]]) => [id, { state, since, inUse }]);
  return { enabled: true, rotation, generations: Object.fromEntries(each) as CalendarKey["generations"], ...more };
}

/** What is due and held for one key, in a few words. */
function stepsOf(one: CalendarKey, today = TODAY) {
  const { due, held } = stepsDue({ one }, today);
  return [
    ...due.map(({ step, generation, on }) => `${step} ${generation} on ${on}`),
    ...held.map(({ step, generation, because }) => `${step ?? "all"} ${generation ?? "steps"} held: ${because}`),
  ];
}

describe("each step has its day", () => {
  const old = { 1: ["current", "2026-11-20"] } as const;

  test.each<[string, CalendarKey, string, string]>([
    ["start", key({ 1: ["current", "2026-08-27"] }), TODAY, "start 1 on 2026-11-25"],
    ["promote", key({ 1: ["current", "2026-08-27"], 2: ["staged", "2026-11-24"] }), TODAY, "promote 2 on 2026-11-25"],
    ["retire", key({ 1: ["grace", "2026-11-18"], 2: ["current", "2026-11-18"] }), TODAY, "retire 1 on 2026-11-25"],
    ["remove", key({ 0: ["disabled", "2026-11-18"], ...old }), TODAY, "remove 0 on 2026-11-25"],
    ["remove", key({ 0: ["revoked", "2026-11-18"], ...old }), TODAY, "remove 0 on 2026-11-25"],
  ])("%s", (_, one, day, step) => {
    expect([stepsOf(one, "2026-11-24"), stepsOf(one, day), stepsOf(one, "2027-01-01")[0]]).toEqual([[], [step], step]);
  });
});

test("one step is made at a time: promote, retire, remove, start", () => {
  const one = {
    0: ["disabled", "2026-01-01"],
    1: ["grace", "2026-02-01"],
    2: ["current", "2026-03-01"],
    3: ["staged", "2026-04-01"],
  } as const;
  const { 3: _staged, ...withoutStaged } = one;
  const { 1: _grace, ...quiet } = withoutStaged;
  const { 0: _disabled, ...old } = quiet;
  expect([one, withoutStaged, quiet, old].map((generations) => stepsOf(key(generations))[0])).toEqual([
    "promote 3 on 2026-04-02",
    "retire 1 on 2026-02-08",
    "remove 0 on 2026-01-08",
    "start 2 on 2026-05-30",
  ]);
});

test("the step about another generation is made while one is held back", () => {
  const one = key({
    0: ["disabled", "2026-11-01"],
    1: ["grace", "2026-11-01", "still used: 5 requests in the last 3 days"],
    2: ["grace", "2026-11-02"],
    3: ["current", "2026-11-03"],
  });
  expect(stepsOf(one)).toEqual(["retire 2 on 2026-11-09", "retire 1 held: still used: 5 requests in the last 3 days"]);
});

describe("nothing is started", () => {
  test("while a generation is in grace, which is told once the day has come", () => {
    const one = { 1: ["grace", "2026-11-20"], 3: ["grace", "2026-11-20"] } as const;
    expect(stepsOf(key({ ...one, 2: ["current", "2026-08-27"] }))).toEqual([
      "start 2 held: generation 1 is still in grace, generation 3 is still in grace",
    ]);
    expect(stepsOf(key({ ...one, 2: ["current", "2026-08-28"] }))).toEqual([]);
  });

  test("while one is staged", () => {
    expect(stepsOf(key({ 1: ["current", "2026-01-01"], 2: ["staged", TODAY] }))).toEqual([]);
  });
});

test.each<[string, Partial<CalendarKey>]>([
  ["a key that is off", { enabled: false }],
  ["a key that is off and not deployed", { enabled: false, heldBecause: "not deployed yet" }],
  ["a key without a calendar", { rotation: undefined }],
])("nothing is due or held for %s", (_, more) => {
  const one = key({ 1: ["current", "2020-01-01"], 2: ["staged", "2020-01-01"], 3: ["disabled", null] }, more);
  expect([stepsOf(one), nextStep(one, TODAY)]).toEqual([[], undefined]);
});

test("keys are told in the order of their names, each with all there is to know", () => {
  const old = key({ 1: ["current", "2026-08-20"] });
  expect(stepsDue({ zeta: old, alpha: key({ 7: ["current", null] }), beta: old }, TODAY)).toEqual({
    due: ["beta", "zeta"].map((name) => ({
      key: name,
      step: "start",
      generation: "1",
      since: "2026-08-20",
      on: "2026-11-18",
    })),
    held: [{ key: "alpha", step: "start", generation: "7", because: "the last deployment does not tell since when" }],
  });
});

describe("the next step", () => {
  test.each<[string, CalendarKey, ReturnType<typeof nextStep>]>([
    [
      "is the one that comes first",
      key({ 0: ["disabled", "2026-11-23"], 1: ["grace", "2026-11-24"], 2: ["current", "2026-11-24"] }),
      { step: "remove", generation: "0", on: "2026-11-30" },
    ],
    [
      "is the one that is due",
      key({ 0: ["disabled", "2026-01-01"], 1: ["grace", "2026-11-01"], 2: ["current", "2026-11-24"] }),
      { step: "retire", generation: "1", on: "2026-11-08" },
    ],
    [
      "is a start in months, where nothing else is to be done",
      key({ 1: ["current", "2026-11-24"] }),
      { step: "start", generation: "1", on: "2027-02-22" },
    ],
    ["is none where every step must wait", key({ 1: ["current", "2026-11-24"] }, { heldBecause: "x" }), undefined],
    ["is not known without dates", key({ 1: ["current", null] }), undefined],
  ])("%s", (_, one, step) => {
    expect(nextStep(one, TODAY)).toEqual(step);
  });
});
