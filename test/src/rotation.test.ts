import {
  byAge,
  distance,
  generationStates,
  type GenerationState,
  isEnabled,
  isPublished,
  mayBecome,
  nextId,
  type Presence,
  stateConflict,
  type Step,
  steps,
} from "../../src/rotation";

const presences: readonly Presence[] = ["absent", ...generationStates];

test("the states stand in the order in which a generation passes through them", () => {
  expect(generationStates).toEqual(["staged", "current", "grace", "disabled", "revoked"]);
});

test("callers may use a generation in every state but disabled and revoked", () => {
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
    "revoke",
    "remove",
  ]);
});

test.each<[Step, Presence[], Presence]>([
  ["start", ["absent"], "staged"],
  ["start --now", ["absent"], "current"],
  ["promote", ["staged"], "current"],
  ["rollback", ["grace"], "current"],
  ["cancel", ["staged"], "disabled"],
  ["retire", ["grace"], "disabled"],
  ["restore", ["disabled"], "grace"],
  ["revoke", ["staged", "current", "grace", "disabled"], "revoked"],
  ["remove", ["disabled", "revoked"], "absent"],
])("%s makes what is %j %s", (step, from, to) => {
  expect(steps[step]).toEqual({ from, to });
});

describe("in one deployment", () => {
  test.each<[Presence, Presence[]]>([
    ["absent", ["absent", "staged", "current", "grace", "disabled", "revoked"]],
    ["staged", ["staged", "current", "disabled", "revoked"]],
    ["current", ["current", "grace", "revoked"]],
    ["grace", ["current", "grace", "disabled", "revoked"]],
    ["disabled", ["absent", "current", "grace", "disabled", "revoked"]],
    ["revoked", ["absent", "revoked"]],
  ])("what is %s may become %j", (from, expected) => {
    expect(presences.filter((to) => mayBecome(from, to))).toEqual(expected);
  });
});

describe("the number of deployments", () => {
  const NONE = Infinity;

  test.each<[Presence, Record<Presence, number>]>([
    ["absent", { absent: 0, staged: 1, current: 1, grace: 1, disabled: 1, revoked: 1 }],
    ["staged", { absent: 2, staged: 0, current: 1, grace: 2, disabled: 1, revoked: 1 }],
    ["current", { absent: 3, staged: NONE, current: 0, grace: 1, disabled: 2, revoked: 1 }],
    ["grace", { absent: 2, staged: NONE, current: 1, grace: 0, disabled: 1, revoked: 1 }],
    ["disabled", { absent: 1, staged: NONE, current: 1, grace: 1, disabled: 0, revoked: 1 }],
    ["revoked", { absent: 1, staged: NONE, current: NONE, grace: NONE, disabled: NONE, revoked: 0 }],
  ])("from %s to each state is the shortest that leads by way of nothing deleted or revoked", (from, counts) => {
    expect(Object.fromEntries(presences.map((to) => [to, distance(from, to)]))).toEqual(counts);
  });
});

describe("the id of the next generation", () => {
  test.each<[string[], string]>([
    [[], "1"],
    [["old", "a1"], "1"],
    [["1"], "2"],
    [["2", "10", "9"], "11"],
    [["007"], "8"],
    [["9007199254740993"], "9007199254740994"],
  ])("after %j is %s", (ids, expected) => {
    expect(nextId(ids)).toBe(expected);
  });
});

describe("from the oldest to the newest", () => {
  test.each<[string[]]>([
    [["9", "10"]],
    [["b", "1"]],
    [["a", "b"]],
    [["a10", "a9", "0", "2"]],
    [["9007199254740992", "9007199254740993"]],
    [["01", "1"]],
  ])("are %j, in whatever order they are given", (ids) => {
    expect([...ids].sort(byAge)).toEqual(ids);
    expect([...ids].reverse().sort(byAge)).toEqual(ids);
  });
});

describe("the states of a key's generations together", () => {
  test.each<[GenerationState[], string | undefined]>([
    [["current"], undefined],
    [["revoked", "current", "staged", "grace", "grace", "disabled"], undefined],
    [[], "no generation is current; give exactly one the state current"],
    [["staged", "revoked"], "no generation is current; give exactly one the state current"],
    [["current", "current", "staged"], "2 generations are current; give exactly one the state current"],
    [["staged", "current", "staged"], "2 generations are staged; stage at most one at a time"],
  ])("%j: %s", (states, conflict) => {
    expect(stateConflict(states)).toBe(conflict);
  });
});
