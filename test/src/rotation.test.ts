import { firstStep, generationStates, isEnabled, isPublished, mayBecome, type Presence } from "../../src/rotation";

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

describe("on the shortest way", () => {
  test.each<[Presence, Record<Presence, Presence | undefined>]>([
    ["absent", { absent: "staged", staged: "staged", current: "current", grace: "current", disabled: "staged" }],
    ["staged", { absent: "disabled", staged: undefined, current: "current", grace: "current", disabled: "disabled" }],
    ["current", { absent: "grace", staged: undefined, current: "grace", grace: "grace", disabled: "grace" }],
    ["grace", { absent: "disabled", staged: undefined, current: "current", grace: "current", disabled: "disabled" }],
    ["disabled", { absent: "absent", staged: undefined, current: "current", grace: "grace", disabled: "grace" }],
  ])("what is %s goes first to %j", (from, expected) => {
    expect(Object.fromEntries(presences.map((to) => [to, firstStep(from, to)]))).toEqual(expected);
  });
});
