import { faultsOf, many, settingsOf } from "../../kit/read-config";

const STATES = "one of staged, current, grace, disabled, revoked";
const ID = "not a valid name; give 1 to 16 lower-case letters and digits";
const EMPTY = "empty: give a value or drop the line";
const NONE = "keys.a.generations: no generation is current; give exactly one the state current";

const faults = (generations: unknown) => faultsOf({ keys: { a: { generations } }, usagePlans: { p: {} } });
const settings = (generations: unknown) =>
  settingsOf({ keys: { a: { generations } }, usagePlans: { p: {} } }).keys.a!.generations;

describe("generations", () => {
  test.each<[string, unknown, unknown]>([
    ["a state by itself", { "1": "current" }, { "1": { state: "current" } }],
    ["a map with a state", { "1": { state: "current" } }, { "1": { state: "current" } }],
    [
      "a map with a plan of its own",
      { "1": { state: "current", usagePlan: "p" } },
      { "1": { state: "current", usagePlan: "p" } },
    ],
    [
      "each state",
      { "1": "disabled", "2": "grace", "3": "current", "4": "staged", "5": "revoked" },
      {
        "1": { state: "disabled" },
        "2": { state: "grace" },
        "3": { state: "current" },
        "4": { state: "staged" },
        "5": { state: "revoked" },
      },
    ],
    [
      "several in grace and several disabled",
      { "1": "disabled", "2": "disabled", "3": "grace", "4": "grace", "5": "current" },
      {
        "1": { state: "disabled" },
        "2": { state: "disabled" },
        "3": { state: "grace" },
        "4": { state: "grace" },
        "5": { state: "current" },
      },
    ],
    ["an id of 16 characters", { abcdefgh12345678: "current" }, { abcdefgh12345678: { state: "current" } }],
    ["an id of one letter", { x: "current" }, { x: { state: "current" } }],
    ["an id with a leading zero", { "01": "current" }, { "01": { state: "current" } }],
    [
      "the ids constructor and then",
      { constructor: "grace", then: "current" },
      {
        constructor: { state: "grace" },
        then: { state: "current" },
      },
    ],
  ])("may be %s", (_, given, expected) => {
    expect(settings(given)).toEqual(expected);
  });

  test.each<[string, unknown, string[]]>([
    ["text", "current", ["keys.a.generations: got text; give a map of generations to their state"]],
    ["a list", ["current"], ["keys.a.generations: got a list; give a map of generations to their state"]],
    ["a number", 2, ["keys.a.generations: got 2; give a map of generations to their state"]],
    ["empty", null, [NONE]],
    ["an empty map", {}, [NONE]],
    ["an id of 17 characters", { abcdefgh123456789: "current" }, [`keys.a.generations.abcdefgh123456789: ${ID}`]],
    ["an empty id", { "": "current" }, [`keys.a.generations[""]: ${ID}`]],
    ["an id in capitals", { A: "current" }, [`keys.a.generations.A: ${ID}`]],
    ["an id with a hyphen", { "a-b": "current" }, [`keys.a.generations.a-b: ${ID}`]],
    ["an id with a point", { "1.5": "current" }, [`keys.a.generations["1.5"]: ${ID}`]],
  ])("are not %s", (_, given, expected) => {
    expect(faults(given)).toEqual(expected);
  });
});

describe("the state of a generation", () => {
  test.each<[string, unknown, string]>([
    ["an unknown word", "live", `keys.a.generations.2: got "live"; give ${STATES}`],
    ["a misspelt word", "curent", `keys.a.generations.2: got "curent"; give ${STATES}; did you mean "current"?`],
    ["in capitals", "GRACE", `keys.a.generations.2: got "GRACE"; give ${STATES}; did you mean "grace"?`],
    ["empty text", "", `keys.a.generations.2: got ""; give ${STATES}`],
    ["a number", 1, `keys.a.generations.2: got 1; give ${STATES}`],
    ["a boolean", true, `keys.a.generations.2: got true; give ${STATES}`],
    ["a list", ["grace"], `keys.a.generations.2: got a list; give ${STATES}`],
    ["empty", null, `keys.a.generations.2: ${EMPTY}`],
    ["left out of its map", {}, `keys.a.generations.2.state: missing; give ${STATES}`],
    ["empty in its map", { state: null }, `keys.a.generations.2.state: ${EMPTY}`],
    [
      "misspelt in its map",
      { state: "stagd" },
      `keys.a.generations.2.state: got "stagd"; give ${STATES}; did you mean "staged"?`,
    ],
    ["a list in its map", { state: ["grace"] }, `keys.a.generations.2.state: got a list; give ${STATES}`],
    ["a map in its map", { state: {} }, `keys.a.generations.2.state: got a map; give ${STATES}`],
  ])("is not %s", (_, generation, expected) => {
    expect(faults({ "1": "current", "2": generation })).toEqual([expected]);
  });

  test("stands in a map with no other field than usagePlan", () => {
    expect(faults({ "1": { state: "current", usageplan: "p", enabled: true } })).toEqual([
      "keys.a.generations.1.enabled: unknown; allowed here: state, usagePlan, import",
      'keys.a.generations.1.usageplan: unknown; did you mean "usagePlan"? allowed here: state, usagePlan, import',
    ]);
  });
});

describe("the states of all generations", () => {
  test.each<[string, string[], string]>([
    ["none current", ["grace", "staged"], "no generation is current; give exactly one the state current"],
    ["all disabled", ["disabled"], "no generation is current; give exactly one the state current"],
    ["two current", ["current", "current"], "2 generations are current; give exactly one the state current"],
    [
      "three current",
      ["current", "current", "current"],
      "3 generations are current; give exactly one the state current",
    ],
    ["two staged", ["current", "staged", "staged"], "2 generations are staged; stage at most one at a time"],
    [
      "three staged",
      ["staged", "staged", "current", "staged"],
      "3 generations are staged; stage at most one at a time",
    ],
    [
      "two current and two staged",
      ["current", "current", "staged", "staged"],
      "2 generations are current; give exactly one the state current",
    ],
  ])("are refused together: %s", (_, states, problem) => {
    const generations = many(
      states.length,
      (index) => `${index + 1}`,
      (index) => states[index],
    );
    expect(faults(generations)).toEqual([`keys.a.generations: ${problem}`]);
  });

  test("are judged where names and other fields are at fault", () => {
    expect(faults({ A: "current", b: { state: "current", usagePlan: 5, x: 1 } })).toEqual([
      "keys.a.generations: 2 generations are current; give exactly one the state current",
      `keys.a.generations.A: ${ID}`,
      "keys.a.generations.b.usagePlan: got 5, which is not text: put it in quotes; give the name of a usage plan",
      "keys.a.generations.b.x: unknown; allowed here: state, usagePlan, import",
    ]);
  });

  test("are not missed as current where one that cannot be read may be meant to be it", () => {
    expect(faults({ "1": "grace", "2": "curent" })).toEqual([
      `keys.a.generations.2: got "curent"; give ${STATES}; did you mean "current"?`,
    ]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    [
      "twice current",
      { "1": "current", "2": "current" },
      "2 generations are current; give exactly one the state current",
    ],
    ["twice staged", { "1": "staged", "2": "staged" }, "2 generations are staged; stage at most one at a time"],
    [
      "twice staged beside a current one",
      { "1": "current", "2": "staged", "4": "staged" },
      "2 generations are staged; stage at most one at a time",
    ],
  ])("are refused for what is %s, whatever an unreadable one may be", (_, sound, problem) => {
    expect(faults({ ...sound, "3": null })).toEqual([
      `keys.a.generations: ${problem}`,
      `keys.a.generations.3: ${EMPTY}`,
    ]);
  });

  test("are judged key by key", () => {
    expect(
      faultsOf({
        keys: {
          a: { generations: { "1": "grace" } },
          b: { generations: { "1": "current" } },
          c: { generations: { "1": "current", "2": "current" } },
        },
      }),
    ).toEqual([NONE, "keys.c.generations: 2 generations are current; give exactly one the state current"]);
  });
});

describe("the usage plan of a generation", () => {
  test.each<[string, unknown, string]>([
    ["one that is nowhere", "gone", 'there is no usage plan "gone"; the usage plans are p'],
    ["empty", null, EMPTY],
    ["a number", 1, "got 1, which is not text: put it in quotes; give the name of a usage plan"],
  ])("is not %s", (_, usagePlan, problem) => {
    expect(faults({ "1": "current", "2": { state: "grace", usagePlan } })).toEqual([
      `keys.a.generations.2.usagePlan: ${problem}`,
    ]);
  });

  test("is checked where its generation is at fault otherwise, and beside that of its key", () => {
    const keys = {
      a: { usagePlan: "x", generations: { "1": "current", "2": { state: "?", usagePlan: "y" }, "3": "z" } },
    };
    expect(faultsOf({ keys })).toEqual([
      `keys.a.generations.2.state: got "?"; give ${STATES}`,
      'keys.a.generations.2.usagePlan: there is no usage plan "y"; add it under usagePlans, or drop the line',
      `keys.a.generations.3: got "z"; give ${STATES}`,
      'keys.a.usagePlan: there is no usage plan "x"; add it under usagePlans, or drop the line',
    ]);
  });
});
