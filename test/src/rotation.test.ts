import { generationStates, isEnabled, isPublished, mayBecome, type Presence, steps } from "../../src/rotation";

const presences: readonly Presence[] = ["absent", ...generationStates];

test("the states stand in the order in which a generation passes through them", () => {
  expect(generationStates).toEqual(["staged", "current", "grace", "disabled"]);
});

test("callers may use a generation in every state but disabled", () => {
  expect(generationStates.filter(isEnabled)).toEqual(["staged", "current", "grace"]);
});

test("consumers are given the current generation and no other", () => {
  expect(generationStates.filter(isPublished)).toEqual(["current"]);
});

test("the steps stand in the order in which a rotation comes to need them", () => {
  expect(Object.keys(steps)).toEqual([
    "start",
    "start --now",
    "promote",
    "rollback",
    "cancel",
    "retire",
    "restore",
    "remove",
  ]);
});

describe("in one deployment", () => {
  test.each<[Presence, Presence[]]>([
    ["absent", ["absent", "staged", "current"]],
    ["staged", ["staged", "current", "disabled"]],
    ["current", ["current", "grace"]],
    ["grace", ["current", "grace", "disabled"]],
    ["disabled", ["absent", "current", "grace", "disabled"]],
  ])("what is %s may become %j", (from, expected) => {
    expect(presences.filter((to) => mayBecome(from, to))).toEqual(expected);
  });
});
