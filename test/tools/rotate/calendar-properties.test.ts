import fc from "fast-check";
import { mayBecome, type Presence, stateConflict, type States } from "../../../src/rotation";
import type { Calendar } from "../../../src/settings/rotation-calendar";
import { addDays } from "../../../tools/days";
import { type CalendarKey, stepsDue } from "../../../tools/rotate/calendar";
import { legalSteps, outcomeOf } from "../../../tools/rotate/steps";
import { tries } from "../../kit/tries";

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
function live(key: CalendarKey & { generations: Generations }, today: string): Generations {
  const { due } = stepsDue({ one: key }, today);
  expect(due.length).toBeLessThanOrEqual(1);
  const before = statesOf(key.generations);
  let after = key.generations;
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
    fc.property(calendar, generations, fc.integer({ min: 0, max: 40 }), (rotation, given, days) => {
      live({ enabled: true, rotation, generations: given }, addDays(START, days));
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
    fc.property(calendar, generations, fc.integer({ min: 0, max: 40 }), (rotation, given, days) => {
      const today = addDays(START, days);
      const [due] = stepsDue({ one: { enabled: true, rotation, generations: given } }, today).due;
      const has = (...states: Presence[]) => Object.values(given).some(({ state }) => states.includes(state));
      const possible = order.filter(
        (step) =>
          Object.values(given).some(
            ({ state, since }) =>
              wanted[step]!.includes(state) && since !== null && addDays(since, daysOf(rotation)[step]!) <= today,
          ) &&
          (step !== "start" || !has("staged", "grace")),
      );
      expect(due?.step).toBe(possible[0]);
    }),
    tries(100),
  );
});
