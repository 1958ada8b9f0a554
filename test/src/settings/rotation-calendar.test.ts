import { faultsOf, settingsOf } from "../../kit/read-config";

const DEFAULTS = { everyDays: 90, stagedDays: 1, graceDays: 7, quietDays: 3, disabledDays: 7 };

/** The calendars of the keys a and b, where a has one of its own. */
function calendars(stack?: unknown, own?: unknown) {
  const { keys } = settingsOf({
    keys: { a: own === undefined ? {} : { rotation: own }, b: {} },
    ...(stack === undefined ? {} : { rotation: stack }),
  });
  return [keys.a!.rotation, keys.b!.rotation];
}

describe("the calendar of a key", () => {
  test.each<[string, unknown, unknown, unknown, unknown]>([
    ["is none where there is no rotation", undefined, undefined, undefined, undefined],
    ["is that of the stack", {}, undefined, DEFAULTS, DEFAULTS],
    [
      "has the stack's entries",
      { everyDays: 30 },
      undefined,
      { ...DEFAULTS, everyDays: 30 },
      { ...DEFAULTS, everyDays: 30 },
    ],
    [
      "has its own entries over the stack's",
      { everyDays: 30, graceDays: 14 },
      { graceDays: "2", quietDays: 0 },
      { ...DEFAULTS, everyDays: 30, graceDays: 2, quietDays: 0 },
      { ...DEFAULTS, everyDays: 30, graceDays: 14 },
    ],
    ["may be the only one", undefined, { disabledDays: 30 }, { ...DEFAULTS, disabledDays: 30 }, undefined],
    ["is the default where nothing stands behind it", undefined, null, DEFAULTS, undefined],
    ["is none where it is false", {}, false, undefined, DEFAULTS],
    ["is none where it is false as text", {}, "false", undefined, DEFAULTS],
  ])("%s", (_, stack, own, a, b) => {
    expect(calendars(stack, own)).toEqual([a, b]);
  });

  test("is no entry of the settings where there is none", () => {
    expect("rotation" in settingsOf({}).keys.service!).toBe(false);
    expect("rotation" in settingsOf({ rotation: {} })).toBe(false);
  });
});

describe.each([
  ["everyDays", 1, 3650],
  ["stagedDays", 0, 365],
  ["graceDays", 0, 365],
  ["quietDays", 0, 89],
  ["disabledDays", 0, 365],
] as const)("%s", (entry, least, greatest) => {
  const problem = (given: unknown) => `got ${given as string}; give a whole number from ${least} to ${greatest} (days)`;

  test.each([least, greatest])("may be %d", (given) => {
    expect(calendars({ [entry]: given })[1]).toEqual({ ...DEFAULTS, [entry]: given });
  });

  test.each([least - 1, greatest + 1, 1.5])("is not %d", (given) => {
    expect(faultsOf({ rotation: { [entry]: given } })).toEqual([`rotation.${entry}: ${problem(given)}`]);
    expect(faultsOf({ keys: { a: { rotation: { [entry]: given } } } })).toEqual([
      `keys.a.rotation.${entry}: ${problem(given)}`,
    ]);
  });
});

const FIELDS = "everyDays, stagedDays, graceDays, quietDays, disabledDays";

test.each<[string, unknown, string[]]>([
  ["a misspelt entry", { everyDay: 1 }, [`.everyDay: unknown; did you mean "everyDays"? allowed here: ${FIELDS}`]],
  ["a list", [], [`: got a list; give a map with ${FIELDS}`]],
  ["text", "weekly", [`: got text; give a map with ${FIELDS}`]],
  ["a number", 90, [`: got 90; give a map with ${FIELDS}`]],
])("the calendar of a stack is not %s, and that of a key neither", (_, rotation, problems) => {
  expect(faultsOf({ rotation })).toEqual(problems.map((problem) => `rotation${problem}`));
  const orFalse = (problem: string) => (problem.startsWith(":") ? `${problem}, or false` : problem);
  expect(faultsOf({ keys: { a: { rotation } } })).toEqual(
    problems.map((problem) => `keys.a.rotation${orFalse(problem)}`),
  );
});

test("false is the calendar of a key and not of a stack", () => {
  expect(faultsOf({ rotation: false })).toEqual([`rotation: got false; give a map with ${FIELDS}`]);
  expect(faultsOf({ keys: { a: { rotation: true } } })).toEqual([
    `keys.a.rotation: got true; give a map with ${FIELDS}, or false`,
  ]);
});
