import fc from "fast-check";
import { mayBecome, type Presence, stateConflict, type States } from "../../../src/rotation";
import type { Calendar } from "../../../src/settings/rotation-calendar";
import { addDays } from "../../../tools/days";
import { type CalendarKey, nextStep, stepsDue } from "../../../tools/rotate/calendar";
import { legalSteps, outcomeOf } from "../../../tools/rotate/steps";
import { tries } from "../../kit/tries";

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

const START = "2026-01-01";
const FEW = { min: 0, max: 6 };

const calendar: fc.Arbitrary<Calendar> = fc.record({
  everyDays: fc.integer({ min: 1, max: 12 }),
  stagedDays: fc.integer(FEW),
  graceDays: fc.integer(FEW),
  quietDays: fc.integer(FEW),
  disabledDays: fc.integer(FEW),
});

type Generations = Record<string, { state: States[string]; since: string | null; inUse?: string }>;

/** Generations as any history may have left them: one current, at most one staged, each since some day, or since when is unknown. */
const generations: fc.Arbitrary<Generations> = fc
  .tuple(
    fc.array(fc.constantFrom("grace" as const, "disabled" as const, "revoked" as const), { maxLength: 4 }),
    fc.constantFrom([], ["staged" as const]),
    fc.array(fc.option(fc.integer({ min: -30, max: 0 })), { minLength: 6, maxLength: 6 }),
  )
  .map(([older, staged, ages]) =>
    Object.fromEntries(
      [...older, "current" as const, ...staged].map((state, index) => {
        const age = ages[index]!;
        return [`${index + 1}`, { state, since: age === null ? null : addDays(START, age) }];
      }),
    ),
  );

const statesOf = (of: Generations): States =>
  Object.fromEntries(Object.entries(of).map(([id, { state }]) => [id, state]));

/** Makes the steps of one day, as the calendar says, each of which must be legal. */
function live(one: CalendarKey & { generations: Generations }, today: string): Generations {
  const { due } = stepsDue({ one }, today);
  expect(due.length).toBeLessThanOrEqual(1);
  const before = statesOf(one.generations);
  let after = one.generations;
  for (const { step, generation, since, on } of due) {
    expect([since <= on, on <= today]).toEqual([true, true]);
    const id = step === "start" ? undefined : generation;
    expect(legalSteps(before).map((legal) => legal.split(" ")[0])).toContain(step);
    const { changes } = outcomeOf(before, { step, id });
    after = { ...after };
    for (const [changed, state] of Object.entries(changes!)) {
      expect(mayBecome(before[changed] ?? "absent", state)).toBe(true);
      if (state === "absent") delete after[changed];
      else after[changed] = { state, since: today };
    }
  }
  expect(stateConflict(Object.values(statesOf(after)))).toBeUndefined();
  return after;
}

test("whatever the history, at most one step is due, a legal one, and never two are current or none", () => {
  fc.assert(
    fc.property(calendar, generations, fc.integer({ min: 0, max: 40 }), (its, given, days) => {
      live({ enabled: true, rotation: its, generations: given }, addDays(START, days));
    }),
    tries(100),
  );
});

test("no step is due that an earlier one in the order could be made for", () => {
  const order = ["promote", "retire", "remove", "start"];
  const wanted: Record<string, Presence[]> = {
    promote: ["staged"],
    retire: ["grace"],
    remove: ["disabled", "revoked"],
    start: ["current"],
  };
  const daysOf = ({ stagedDays, graceDays, disabledDays, everyDays }: Calendar): Record<string, number> => ({
    promote: stagedDays,
    retire: graceDays,
    remove: disabledDays,
    start: everyDays,
  });
  fc.assert(
    fc.property(calendar, generations, fc.integer({ min: 0, max: 40 }), (its, given, days) => {
      const today = addDays(START, days);
      const [due] = stepsDue({ one: { enabled: true, rotation: its, generations: given } }, today).due;
      const has = (...states: Presence[]) => Object.values(given).some(({ state }) => states.includes(state));
      const possible = order.filter(
        (step) =>
          Object.values(given).some(
            ({ state, since }) =>
              wanted[step]!.includes(state) && since !== null && addDays(since, daysOf(its)[step]!) <= today,
          ) &&
          (step !== "start" || !has("staged", "grace")),
      );
      expect(due?.step).toBe(possible[0]);
    }),
    tries(100),
  );
});
