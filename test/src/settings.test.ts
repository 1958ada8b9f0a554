import { formatFaults, formatPath, sortFaults } from "../../src/settings/faults";
import { faultsOf, read, settingsOf } from "../kit/read-config";

const GENERATION_1 = { enabled: true, delivery: "none", generations: { "1": { state: "current" } } };

describe("a stack without configuration", () => {
  test("has one key named service, in generation 1, protected, without plan and not published", () => {
    expect(read({})).toEqual({
      settings: { keys: { service: GENERATION_1 }, usagePlans: {}, regions: {}, tags: {}, deletionProtection: true },
      warnings: ["keys.service: no usage plan; a stage that requires a key answers it with 403"],
    });
  });

  test("has no settings beyond its maps and flags", () => {
    expect(Object.keys(settingsOf({})).sort()).toEqual(["deletionProtection", "keys", "regions", "tags", "usagePlans"]);
  });
});

describe("deletionProtection", () => {
  test.each([
    [true, true],
    [false, false],
    ["true", true],
    ["false", false],
  ])("accepts %p as %p", (given, expected) => {
    expect(settingsOf({ deletionProtection: given }).deletionProtection).toBe(expected);
  });

  test.each<[unknown, string]>([
    ["True", 'got "True"; give true or false'],
    [" true", 'got " true"; give true or false'],
    ["true\n", 'got "true\\n"; give true or false'],
    ["\u202e\u009b", 'got "\\u202e\\u009b"; give true or false'],
    ["x".repeat(58), `got "${"x".repeat(58)}"; give true or false`],
    ["x".repeat(59), `got "${"x".repeat(57)}…"; give true or false`],
    ["yes", 'got "yes"; give true or false'],
    [0, "got 0; give true or false"],
    [1, "got 1; give true or false"],
    [[], "got a list; give true or false"],
    [{}, "got a map; give true or false"],
    ["", "empty: give a value or drop the line"],
  ])("rejects %j", (given, problem) => {
    expect(faultsOf({ deletionProtection: given })).toEqual([`deletionProtection: ${problem}`]);
  });
});

describe("the order of the file", () => {
  test("leaves no trace in keys, plans and tags, which come out in name order", () => {
    const settings = settingsOf({
      keys: { b: {}, "a-b": {}, a1: {}, a: {} },
      usagePlans: { z: {}, y: {} },
      tags: { b: "1", B: "2", a: "3" },
    });
    expect(Object.keys(settings.keys)).toEqual(["a", "a-b", "a1", "b"]);
    expect(Object.keys(settings.usagePlans)).toEqual(["y", "z"]);
    expect(Object.keys(settings.tags)).toEqual(["B", "a", "b"]);
  });

  test("leaves no trace in generations, the tags of keys and plans, and the methods of a stage", () => {
    const limit = { rateLimit: 1, burstLimit: 1 };
    const { keys, usagePlans } = settingsOf({
      keys: { k: { generations: { b: "current", a: "grace" }, tags: { y: "1", x: "2" } } },
      usagePlans: {
        p: {
          throttle: limit,
          apiStages: [{ apiId: "a", stage: "s", throttle: { "/b/GET": limit, "/a/GET": limit } }],
          tags: { y: "1", x: "2" },
        },
      },
    });
    expect(Object.keys(keys.k!.generations)).toEqual(["a", "b"]);
    expect(Object.keys(keys.k!.tags!)).toEqual(["x", "y"]);
    expect(Object.keys(usagePlans.p!.apiStages![0]!.throttle!)).toEqual(["/a/GET", "/b/GET"]);
    expect(Object.keys(usagePlans.p!.tags!)).toEqual(["x", "y"]);
  });
});

describe("faults", () => {
  test("come all at once, sorted by path in code units", () => {
    expect(
      faultsOf({
        tags: { é: "!", e: "!", E: "!", "e-x": "!" },
        keys: { b: { enabled: 1 }, a: { enabled: 1 }, Z: {} },
        deletionProtection: "x",
      }),
    ).toEqual([
      'deletionProtection: got "x"; give true or false',
      'keys.Z: not a valid name; did you mean "z"? give lower-case letters, digits and single hyphens between them, a letter first, at most 64 characters',
      "keys.a.enabled: got 1; give true or false",
      "keys.b.enabled: got 1; give true or false",
      'tags.E: got "!"; give at most 256 letters, digits, spaces or _ . : / = + - @',
      'tags.e: got "!"; give at most 256 letters, digits, spaces or _ . : / = + - @',
      'tags.e-x: got "!"; give at most 256 letters, digits, spaces or _ . : / = + - @',
      'tags["é"]: got "!"; give at most 256 letters, digits, spaces or _ . : / = + - @',
    ]);
  });

  test("are sorted by code units, not by code points or by alphabet", () => {
    const faults = ["keys.a", "\uff5e", "keys", "b", "\u{1f600}", "B"].map((path) => ({ path, problem: "x" }));
    expect(sortFaults(faults).map(({ path }) => path)).toEqual(["B", "b", "keys", "keys.a", "\u{1f600}", "\uff5e"]);
  });

  test("at one path are sorted by problem, and each is told once", () => {
    const [a, b, longer] = [
      { path: "p", problem: "a" },
      { path: "p", problem: "b" },
      { path: "p.q", problem: "0" },
    ];
    expect(sortFaults([longer, b, a, { ...b }])).toEqual([a, b, longer]);
  });

  test("leave the list they are sorted from as it is", () => {
    const faults = Object.freeze([
      { path: "b", problem: "x" },
      { path: "a", problem: "x" },
    ]);
    expect(sortFaults(faults)).toEqual([faults[1], faults[0]]);
  });
});

describe("the path of a fault", () => {
  test.each<[string, PropertyKey[]]>([
    ["keys", ["keys"]],
    ["keys.openai.usagePlan", ["keys", "openai", "usagePlan"]],
    ["keys.a-b_C9", ["keys", "a-b_C9"]],
    ["keys.a.generations.1", ["keys", "a", "generations", "1"]],
    ["apiStages[0].stage", ["apiStages", 0, "stage"]],
    ['apiStages[10].throttle["/chat/POST"].rateLimit', ["apiStages", 10, "throttle", "/chat/POST", "rateLimit"]],
    ['["/chat/POST"]', ["/chat/POST"]],
    ['tags["a.b"]', ["tags", "a.b"]],
    ['tags["a b"]', ["tags", "a b"]],
    ['tags["say \\"hi\\"\\n"]', ["tags", 'say "hi"\n']],
    ['tags["plain\\n"]', ["tags", "plain\n"]],
    ['tags["\\u009b31m\\u202e"]', ["tags", "\u009b31m\u202e"]],
    ['tags[""]', ["tags", ""]],
    ['tags["é"].x', ["tags", "é", "x"]],
  ])("reads %s", (expected, path) => {
    expect(formatPath(path)).toBe(expected);
  });
});

describe("the error text", () => {
  test("speaks of 1 problem", () => {
    expect(formatFaults("dev", [{ path: "keys.a", problem: "unknown" }])).toBe(
      "the configuration of stack dev has 1 problem:\n  keys.a: unknown",
    );
  });

  test("speaks of 2 problems, a line each", () => {
    const { faults } = read({
      keys: { openai: { usagePlan: "standrad" } },
      usagePlans: { standard: { throttle: { rateLimit: 10 } } },
    });
    expect(formatFaults("dev", faults!)).toBe(
      [
        "the configuration of stack dev has 2 problems:",
        '  keys.openai.usagePlan: there is no usage plan "standrad"; did you mean "standard"?',
        "  usagePlans.standard.throttle.burstLimit: missing; a rate limit without a burst limit refuses every request. Give a whole number from 1, for example 20",
      ].join("\n"),
    );
  });

  test("speaks of 0 problems in the plural", () => {
    expect(formatFaults("prod", [])).toBe("the configuration of stack prod has 0 problems:");
  });
});
