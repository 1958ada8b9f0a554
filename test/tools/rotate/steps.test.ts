import * as fc from "fast-check";
import { mayBecome, stateConflict } from "../../../src/rotation";
import {
  legalSteps,
  type Step,
  type StepRequest,
  type States,
  stepOf,
  verbFor,
  verbs,
} from "../../../tools/rotate/steps";

test("the verbs stand in the order in which a rotation comes to need them", () => {
  expect(verbs).toEqual(["start", "promote", "rollback", "cancel", "retire", "restore", "remove"]);
});

describe("a step", () => {
  test.each<[string, States, StepRequest, Step["changes"]]>([
    ["start stages the next id", { "1": "current" }, { verb: "start" }, { "2": "staged" }],
    [
      "start --now makes the next id current",
      { "1": "current" },
      { verb: "start", now: true },
      { "1": "grace", "2": "current" },
    ],
    [
      "start --now leaves a staged one as it is",
      { "1": "current", "2": "staged" },
      { verb: "start", now: true },
      { "1": "grace", "3": "current" },
    ],
    [
      "promote makes the staged one current",
      { "1": "current", "2": "staged" },
      { verb: "promote" },
      { "1": "grace", "2": "current" },
    ],
    [
      "rollback makes the one in grace current",
      { "1": "grace", "2": "current" },
      { verb: "rollback" },
      { "1": "current", "2": "grace" },
    ],
    ["cancel switches the staged one off", { "1": "current", "2": "staged" }, { verb: "cancel" }, { "2": "disabled" }],
    ["retire switches off the one in grace", { "1": "grace", "2": "current" }, { verb: "retire" }, { "1": "disabled" }],
    [
      "retire takes the one that is named",
      { "1": "grace", "2": "grace", "3": "current" },
      { verb: "retire", id: "1" },
      { "1": "disabled" },
    ],
    [
      "restore takes the one that is named",
      { "1": "disabled", "2": "disabled", "3": "current" },
      { verb: "restore", id: "2" },
      { "2": "grace" },
    ],
    ["remove takes the only disabled one", { "1": "disabled", "2": "current" }, { verb: "remove" }, { "1": "absent" }],
    [
      "remove takes the one that is named",
      { "1": "disabled", "2": "disabled", "3": "current" },
      { verb: "remove", id: "2" },
      { "2": "absent" },
    ],
    [
      "a generation may be called constructor",
      Object.fromEntries([
        ["constructor", "grace"],
        ["1", "current"],
      ]),
      { verb: "retire", id: "constructor" },
      Object.fromEntries([["constructor", "disabled"]]),
    ],
  ])("%s", (_, states, request, changes) => {
    expect(stepOf(states, request)).toEqual({ changes });
  });

  test.each<[string, States, StepRequest, string]>([
    [
      "start where one is staged",
      { "1": "current", "2": "staged" },
      { verb: "start" },
      "generation 2 is staged already",
    ],
    ["promote where none is staged", { "1": "current" }, { verb: "promote" }, "no generation is staged"],
    ["rollback where none is in grace", { "1": "current" }, { verb: "rollback" }, "no generation is in grace"],
    ["cancel where none is staged", { "1": "current" }, { verb: "cancel" }, "no generation is staged"],
    ["retire where none is in grace", { "1": "current" }, { verb: "retire" }, "no generation is in grace"],
    ["remove where none is disabled", { "1": "current" }, { verb: "remove" }, "no generation is disabled"],
    [
      "retire where it could be several",
      { "1": "grace", "2": "grace", "3": "grace", "4": "current" },
      { verb: "retire" },
      "generations 1 and 2 and 3 are in grace: say which",
    ],
    [
      "remove where it could be several",
      { "1": "disabled", "2": "disabled", "3": "current" },
      { verb: "remove" },
      "generations 1 and 2 are disabled: say which",
    ],
    ["retire of the current one", { "1": "current" }, { verb: "retire", id: "1" }, "generation 1 is current"],
    [
      "remove of one in grace",
      { "1": "grace", "2": "current" },
      { verb: "remove", id: "1" },
      "generation 1 is in grace",
    ],
    ["restore of one that is not there", { "1": "current" }, { verb: "restore", id: "9" }, "there is no generation 9"],
    [
      "restore of one that every object has",
      { "1": "current" },
      { verb: "restore", id: "constructor" },
      "there is no generation constructor",
    ],
    [
      "start where the ids are used up",
      { "9999999999999999": "current" },
      { verb: "start" },
      "no id comes after 9999999999999999: one has at most 16 characters",
    ],
  ])("is not legal: %s", (_, states, request, problem) => {
    expect(stepOf(states, request)).toEqual({ problem });
  });
});

describe("the next id", () => {
  test.each<[string, string[], string[], string]>([
    ["one above the largest, not above the last", ["10", "9"], [], "11"],
    ["1 where no id is a whole number", ["blue", "x2", "2a"], [], "1"],
    ["1 above the largest where some are none", ["blue", "3"], [], "4"],
    ["a whole number without the zeros before it", ["007"], [], "8"],
    ["exact beyond what a double holds", ["9007199254740993"], [], "9007199254740994"],
    ["of 16 digits", ["999999999999999"], [], "1000000000000000"],
    ["above ids that there were before", ["1"], ["1", "4", "old"], "5"],
  ])("is %s", (_, ids, usedIds, expected) => {
    const states = Object.fromEntries(ids.map((id, index) => [id, index === 0 ? "current" : "grace"] as const));
    expect(stepOf(states, { verb: "start", usedIds })).toEqual({ changes: { [expected]: "staged" } });
  });
});

describe("the newest in grace", () => {
  test.each<[string, string[], string]>([
    ["the largest number, not the last in the order of text", ["10", "9"], "10"],
    ["the largest number, of whatever length", ["9007199254740993", "9007199254740992"], "9007199254740993"],
    ["a number rather than a name", ["zeta", "1"], "1"],
    ["a number rather than a name that is given first", ["1", "zeta"], "1"],
    ["the last of names in their order", ["2026b", "2026c", "2026a"], "2026c"],
    ["of equal numbers the last in the order of text", ["1", "01"], "1"],
  ])("is %s", (_, ids, expected) => {
    const states: States = { now: "current", ...Object.fromEntries(ids.map((id) => [id, "grace"] as const)) };
    expect(stepOf(states, { verb: "rollback" })).toEqual({ changes: { now: "grace", [expected]: "current" } });
  });
});

describe("the legal steps", () => {
  test.each<[States, string[]]>([
    [{ "1": "current" }, ["start", "start --now"]],
    [{ "1": "current", "2": "staged" }, ["start --now", "promote", "cancel"]],
    [{ "1": "grace", "2": "current" }, ["start", "start --now", "rollback", "retire"]],
    [{ "1": "disabled", "2": "current" }, ["start", "start --now", "restore 1", "remove"]],
    [
      { "1": "disabled", "2": "disabled", "3": "grace", "4": "grace", "5": "current", "6": "staged" },
      [
        "start --now",
        "promote",
        "rollback",
        "cancel",
        "retire 3",
        "retire 4",
        "restore 1",
        "restore 2",
        "remove 1",
        "remove 2",
      ],
    ],
  ])("with %j are %j", (states, expected) => {
    expect(legalSteps(states)).toEqual(expected);
  });
});

test.each([
  ["absent", "staged", "start"],
  ["absent", "current", "start --now"],
  ["staged", "current", "promote"],
  ["grace", "current", "rollback"],
  ["staged", "disabled", "cancel"],
  ["grace", "disabled", "retire"],
  ["disabled", "grace", "restore"],
  ["disabled", "absent", "remove"],
  ["current", "disabled", undefined],
  ["disabled", "current", undefined],
] as const)("what takes a generation from %s to %s is %s", (from, to, expected) => {
  expect(verbFor(from, to)).toBe(expected);
});

/** Ids of every kind, of which one is current and one at most staged. */
const anyStates = fc
  .tuple(
    fc.uniqueArray(fc.stringMatching(/^([0-9]{1,15}|[a-z0-9]{1,4})$/), { minLength: 1, maxLength: 6 }),
    fc.boolean(),
    fc.infiniteStream(fc.constantFrom("grace", "disabled")),
  )
  .map(([ids, staged, others]): States => {
    const states = ["current", staged ? "staged" : "grace", ...others.take(ids.length)] as const;
    return Object.fromEntries(ids.map((id, index) => [id, states[index]!]));
  });

/** The request that is typed as `start --now`, `retire 2` or `promote`. */
function requestOf(typed: string): StepRequest {
  const [verb, word] = typed.split(" ") as [StepRequest["verb"], string?];
  return word === "--now" ? { verb, now: true } : { verb, id: word };
}

test("whatever the generations, the steps that are said to be legal are, and there is nothing else to do", () => {
  fc.assert(
    fc.property(anyStates, (states) => {
      const choices = verbs.flatMap((verb) => Object.keys(states).map((id): StepRequest => ({ verb, id })));
      const requests: StepRequest[] = [
        ...verbs.map((verb) => ({ verb })),
        ...choices.filter(({ verb }) => verb !== "rollback"),
        { verb: "start", now: true },
      ];
      const possible = requests.map((request) => stepOf(states, request).changes).filter((it) => it !== undefined);
      const said = legalSteps(states).map((typed) => stepOf(states, requestOf(typed)).changes);
      expect(new Set(said.map((it) => JSON.stringify(it)))).toEqual(new Set(possible.map((it) => JSON.stringify(it))));
    }),
  );
});

test("whatever the generations, a legal step takes each of them one step and leaves no conflict", () => {
  fc.assert(
    fc.property(anyStates, fc.nat(), (states, choice) => {
      const steps = legalSteps(states);
      const { changes = {} } = stepOf(states, requestOf(steps[choice % steps.length]!));
      const after = { ...states, ...changes };
      expect(Object.entries(changes).filter(([id, to]) => !mayBecome(states[id] ?? "absent", to))).toEqual([]);
      expect(stateConflict(Object.values(after).filter((state) => state !== "absent"))).toBeUndefined();
    }),
  );
});
