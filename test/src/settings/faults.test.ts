import { formatFaults, formatPath, sortFaults } from "../../../src/settings/faults";

describe("faults", () => {
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
  ])("have their path written as %s", (expected, path) => {
    expect(formatPath(path)).toBe(expected);
  });

  test.each([
    [0, "the configuration of stack dev has 0 problems:"],
    [1, "the configuration of stack dev has 1 problem:\n  keys.a: unknown"],
    [2, "the configuration of stack dev has 2 problems:\n  keys.a: unknown\n  keys.b: got 1"],
  ])("are counted in the error text, with a line for each: %i", (count, text) => {
    const faults = [
      { path: "keys.a", problem: "unknown" },
      { path: "keys.b", problem: "got 1" },
    ];
    expect(formatFaults("dev", faults.slice(0, count))).toBe(text);
  });
});
