import * as fc from "fast-check";
import { mayBecome, stateConflict, type States, type Step, steps } from "../../../src/rotation";
import { legalSteps, type Outcome, outcomeOf, type StepRequest } from "../../../tools/rotate/steps";
import { requestOf } from "../../kit/rotate";

describe("a step", () => {
  test.each<[string, States, StepRequest, Outcome["changes"]]>([
    ["start stages the next id", { "1": "current" }, { step: "start" }, { "2": "staged" }],
    [
      "start --now makes the next id current",
      { "1": "current" },
      { step: "start --now" },
      { "1": "grace", "2": "current" },
    ],
    [
      "start --now leaves a staged one as it is",
      { "1": "current", "2": "staged" },
      { step: "start --now" },
      { "1": "grace", "3": "current" },
    ],
    [
      "promote makes the staged one current",
      { "1": "current", "2": "staged" },
      { step: "promote" },
      { "1": "grace", "2": "current" },
    ],
    [
      "rollback makes the one in grace current",
      { "1": "grace", "2": "current" },
      { step: "rollback" },
      { "1": "current", "2": "grace" },
    ],
    ["cancel switches the staged one off", { "1": "current", "2": "staged" }, { step: "cancel" }, { "2": "disabled" }],
    ["retire switches off the one in grace", { "1": "grace", "2": "current" }, { step: "retire" }, { "1": "disabled" }],
    [
      "retire takes the one that is named",
      { "1": "grace", "2": "grace", "3": "current" },
      { step: "retire", id: "1" },
      { "1": "disabled" },
    ],
    [
      "restore takes the one that is named",
      { "1": "disabled", "2": "disabled", "3": "current" },
      { step: "restore", id: "2" },
      { "2": "grace" },
    ],
    ["remove takes the only disabled one", { "1": "disabled", "2": "current" }, { step: "remove" }, { "1": "absent" }],
    [
      "remove takes the one that is named",
      { "1": "disabled", "2": "disabled", "3": "current" },
      { step: "remove", id: "2" },
      { "2": "absent" },
    ],
    ["remove takes the only revoked one", { "1": "revoked", "2": "current" }, { step: "remove" }, { "1": "absent" }],
    [
      "revoke replaces the current one",
      { "1": "current", "7": "staged" },
      { step: "revoke" },
      { "1": "revoked", "8": "current" },
    ],
    [
      "revoke replaces the current one that is named",
      { "1": "current" },
      { step: "revoke", id: "1" },
      { "1": "revoked", "2": "current" },
    ],
    [
      "revoke of another one makes no new one",
      { "1": "current", "2": "staged" },
      { step: "revoke", id: "2" },
      { "2": "revoked" },
    ],
    [
      "a generation may be called constructor",
      Object.fromEntries([
        ["constructor", "grace"],
        ["1", "current"],
      ]),
      { step: "retire", id: "constructor" },
      Object.fromEntries([["constructor", "disabled"]]),
    ],
  ])("%s", (_, states, request, changes) => {
    expect(outcomeOf(states, request)).toEqual({ changes });
  });

  test.each<[string, States, StepRequest, string]>([
    [
      "start where one is staged",
      { "1": "current", "2": "staged" },
      { step: "start" },
      "generation 2 is staged already",
    ],
    ["promote where none is staged", { "1": "current" }, { step: "promote" }, "no generation is staged"],
    ["rollback where none is in grace", { "1": "current" }, { step: "rollback" }, "no generation is in grace"],
    ["cancel where none is staged", { "1": "current" }, { step: "cancel" }, "no generation is staged"],
    ["retire where none is in grace", { "1": "current" }, { step: "retire" }, "no generation is in grace"],
    ["remove where none is disabled", { "1": "current" }, { step: "remove" }, "no generation is disabled or revoked"],
    [
      "retire where it could be several",
      { "1": "grace", "2": "grace", "3": "grace", "4": "current" },
      { step: "retire" },
      "generations 1 and 2 and 3 are in grace: name one",
    ],
    [
      "remove where it could be several",
      { "1": "disabled", "2": "revoked", "3": "current" },
      { step: "remove" },
      "generations 1 and 2 are disabled or revoked: name one",
    ],
    ["retire of the current one", { "1": "current" }, { step: "retire", id: "1" }, "generation 1 is current"],
    [
      "remove of one in grace",
      { "1": "grace", "2": "current" },
      { step: "remove", id: "1" },
      "generation 1 is in grace",
    ],
    ["restore of one that is not there", { "1": "current" }, { step: "restore", id: "9" }, "there is no generation 9"],
    [
      "restore of one that every object has",
      { "1": "current" },
      { step: "restore", id: "constructor" },
      "there is no generation constructor",
    ],
    [
      "revoke of a revoked one",
      { "1": "revoked", "2": "current" },
      { step: "revoke", id: "1" },
      "generation 1 is revoked",
    ],
    [
      "revoke where the ids are used up",
      { "9999999999999999": "current" },
      { step: "revoke" },
      "no id comes after 9999999999999999: one has at most 16 characters",
    ],
    [
      "start where the ids are used up",
      { "9999999999999999": "current" },
      { step: "start" },
      "no id comes after 9999999999999999: one has at most 16 characters",
    ],
  ])("is not legal: %s", (_, states, request, problem) => {
    expect(outcomeOf(states, request)).toEqual({ problem });
  });
});

test("rollback takes the newest in grace, by its number", () => {
  const states: States = { "9": "grace", "10": "grace", zeta: "grace", "11": "current" };
  expect(outcomeOf(states, { step: "rollback" })).toEqual({ changes: { "11": "grace", "10": "current" } });
});

describe("the legal steps", () => {
  test.each<[States, string[]]>([
    [{ "1": "current" }, ["start", "start --now", "revoke"]],
    [{ "1": "current", "2": "staged" }, ["start --now", "promote", "cancel", "revoke", "revoke 2"]],
    [{ "1": "grace", "2": "current" }, ["start", "start --now", "rollback", "retire", "revoke", "revoke 1"]],
    [{ "1": "disabled", "2": "current" }, ["start", "start --now", "restore 1", "revoke", "revoke 1", "remove"]],
    [{ "1": "revoked", "2": "current" }, ["start", "start --now", "revoke", "remove"]],
    [
      { "1": "disabled", "2": "revoked", "3": "grace", "4": "grace", "5": "current", "6": "staged" },
      [
        ...["start --now", "promote", "rollback", "cancel", "retire 3", "retire 4", "restore 1"],
        ...["revoke", "revoke 1", "revoke 3", "revoke 4", "revoke 6", "remove 1", "remove 2"],
      ],
    ],
  ])("with %j are %j", (states, expected) => {
    expect(legalSteps(states)).toEqual(expected);
  });
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
  );
});
