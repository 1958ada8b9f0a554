import * as fc from "fast-check";
import { mayBecome, stateConflict, type States, type Step, steps } from "../../../src/rotation";
import { legalSteps, outcomeOf, type StepRequest } from "../../../tools/rotate/steps";
import { requestOf } from "../../kit/rotate";
import { tries } from "../../kit/tries";

/** `1 grace, 2 current` as generations. */
function statesIn(text: string): States {
  return Object.fromEntries(text.split(", ").map((each) => each.split(" ") as [string, States[string]]));
}

test.each([
  ["1 current, 2 staged", "start --now", "1 grace, 3 current"],
  ["1 grace, 2 grace, 3 current", "retire 1", "1 disabled"],
  ["1 disabled, 2 disabled, 3 current", "restore 2", "2 grace"],
  ["1 disabled, 2 disabled, 3 current", "remove 2", "2 absent"],
  ["1 current, 7 staged", "revoke", "1 revoked, 8 current"],
  ["1 current", "revoke 1", "1 revoked, 2 current"],
  ["1 current, 2 staged", "revoke 2", "2 revoked"],
  ["constructor grace, 1 current", "retire constructor", "constructor disabled"],
  ["9 grace, 10 grace, zeta grace, 11 current", "rollback", "11 grace, 10 current"],
])("with %s, %s makes %s", (before, step, changes) => {
  expect(outcomeOf(statesIn(before), requestOf(step))).toEqual({ changes: statesIn(changes) });
});

test.each([
  ["1 current, 2 staged", "start", "generation 2 is staged already"],
  ["1 current", "rollback", "no generation is in grace"],
  ["1 current", "cancel", "no generation is staged"],
  ["1 current", "retire", "no generation is in grace"],
  ["1 current", "remove", "no generation is disabled or revoked"],
  ["1 grace, 2 grace, 3 grace, 4 current", "retire", "generations 1 and 2 and 3 are in grace: name one"],
  ["1 disabled, 2 revoked, 3 current", "remove", "generations 1 and 2 are disabled or revoked: name one"],
  ["1 grace, 2 current", "remove 1", "generation 1 is in grace"],
  ["1 current", "restore constructor", "there is no generation constructor"],
  ["9999999999999999 current", "revoke", "no id comes after 9999999999999999: one has at most 16 characters"],
])("with %s, %s is not legal: %s", (before, step, problem) => {
  expect(outcomeOf(statesIn(before), requestOf(step))).toEqual({ problem });
});

test.each([
  ["1 current", "start, start --now, revoke"],
  ["1 current, 2 staged", "start --now, promote, cancel, revoke, revoke 2"],
  ["1 disabled, 2 current", "start, start --now, restore 1, revoke, revoke 1, remove"],
  [
    "1 disabled, 2 revoked, 3 grace, 4 grace, 5 current, 6 staged",
    "start --now, promote, rollback, cancel, retire 3, retire 4, restore 1, revoke, revoke 1, revoke 3, revoke 4, revoke 6, remove 1, remove 2",
  ],
])("with %s, these steps are legal: %s", (states, legal) => {
  expect(legalSteps(statesIn(states)).join(", ")).toBe(legal);
});

/** Ids of every kind, of which one is current and one at most staged. */
const anyStates = fc
  .tuple(
    fc.uniqueArray(fc.stringMatching(/^([0-9]{1,15}|[a-z0-9]{1,4})$/), { minLength: 1, maxLength: 6 }),
    fc.boolean(),
    fc.infiniteStream(fc.constantFrom("grace", "disabled", "revoked")),
  )
  .map(([ids, staged, others]): States => {
    const states = ["current", staged ? "staged" : "grace", ...others.take(ids.length)] as const;
    return Object.fromEntries(ids.map((id, index) => [id, states[index]!]));
  });

test("whatever the generations, the steps that are said to be legal are, and there is nothing else to do", () => {
  fc.assert(
    fc.property(anyStates, (states) => {
      const all = Object.keys(steps) as Step[];
      const choices = all.flatMap((step) => Object.keys(states).map((id): StepRequest => ({ step, id })));
      const requests: StepRequest[] = [
        ...all.map((step) => ({ step })),
        ...choices.filter(({ step }) => step !== "rollback"),
      ];
      const possible = requests.map((request) => outcomeOf(states, request).changes).filter((it) => it !== undefined);
      const said = legalSteps(states).map((typed) => outcomeOf(states, requestOf(typed)).changes);
      expect(new Set(said.map((it) => JSON.stringify(it)))).toEqual(new Set(possible.map((it) => JSON.stringify(it))));
    }),
    tries(100),
  );
});

test("whatever the generations, a legal step takes each of them one step and leaves no conflict", () => {
  fc.assert(
    fc.property(anyStates, fc.nat(), (states, choice) => {
      const legal = legalSteps(states);
      const { changes = {} } = outcomeOf(states, requestOf(legal[choice % legal.length]!));
      const after = { ...states, ...changes };
      expect(Object.entries(changes).filter(([id, to]) => !mayBecome(states[id] ?? "absent", to))).toEqual([]);
      expect(stateConflict(Object.values(after).filter((state) => state !== "absent"))).toBeUndefined();
    }),
    tries(100),
  );
});
