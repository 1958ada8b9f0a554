import { jumps } from "../../../tools/rotate/jumps";
import { settingsOf } from "../../kit/read-config";

const usagePlans = { p: {}, q: {} };
const keysOf = (keys: unknown) => settingsOf({ keys, usagePlans }).keys;
const compare = (before: unknown, after: unknown, allowGap = false) =>
  jumps({ stack: "prod", before: keysOf(before), after: keysOf(after), allowGap });
const generations = (before: unknown, after: unknown) =>
  compare({ a: { generations: before } }, { a: { generations: after } });

describe("one deployment may make", () => {
  test.each<[string, unknown, unknown]>([
    ["no change", { "1": "current" }, { "1": "current" }],
    ["start", { "1": "current" }, { "1": "current", "2": "staged" }],
    ["start --now", { "1": "current" }, { "1": "grace", "2": "current" }],
    ["promote", { "1": "current", "2": "staged" }, { "1": "grace", "2": "current" }],
    ["rollback", { "1": "grace", "2": "current" }, { "1": "current", "2": "grace" }],
    ["cancel", { "1": "current", "2": "staged" }, { "1": "current", "2": "disabled" }],
    ["retire", { "1": "grace", "2": "current" }, { "1": "disabled", "2": "current" }],
    ["restore", { "1": "disabled", "2": "current" }, { "1": "grace", "2": "current" }],
    ["remove", { "1": "disabled", "2": "current" }, { "2": "current" }],
    ["disabled to current in one", { "1": "disabled", "2": "current" }, { "1": "current", "2": "grace" }],
    [
      "several steps of several generations",
      { "1": "disabled", "2": "grace", "3": "current", "4": "staged" },
      { "2": "disabled", "3": "grace", "4": "current", "5": "staged" },
    ],
  ])("%s", (_, before, after) => {
    expect(generations(before, after)).toEqual([]);
  });

  test.each<[string, unknown, unknown]>([
    ["a new key, in whatever state", { a: {} }, { a: {}, b: { generations: { "1": "disabled", "7": "current" } } }],
    ["a key switched off", { a: {} }, { a: { enabled: false } }],
    ["a key switched on again", { a: { enabled: false } }, { a: {} }],
    ["a key dropped that was off", { a: { enabled: false }, b: {} }, { b: {} }],
    ["a key in words that said nothing new", { a: {} }, { a: { generations: { "1": { state: "current" } } } }],
    [
      "removal from a key that was off",
      { a: { enabled: false, generations: { "1": "grace", "2": "current" } } },
      { a: { enabled: false, generations: { "2": "current" } } },
    ],
    [
      "another current one in a key that was off",
      { a: { enabled: false, generations: { "1": "grace", "2": "current" } } },
      { a: { generations: { "1": "current" } } },
    ],
    [
      "a key that was off switched on as it was, a staged one in it",
      { a: { enabled: false, generations: { "1": "current", "2": "staged" } } },
      { a: { generations: { "1": "current", "2": "staged" } } },
    ],
    [
      "any state in a key switched off, which switches all off",
      { a: { generations: { "1": "current", "2": "grace" } } },
      { a: { enabled: false, generations: { "1": "disabled", "2": "current" } } },
    ],
    [
      "the old value off and a new one current in a key that was off",
      { a: { enabled: false } },
      { a: { generations: { "1": "disabled", "2": "current" } } },
    ],
    ["a first plan", { a: {} }, { a: { usagePlan: "p" } }],
    ["another plan for a key that was off", { a: { enabled: false, usagePlan: "p" } }, { a: { usagePlan: "q" } }],
    ["another plan for a key switched off", { a: { usagePlan: "p" } }, { a: { enabled: false, usagePlan: "q" } }],
    [
      "another plan for a disabled generation",
      { a: { usagePlan: "p", generations: { "1": { state: "disabled", usagePlan: "p" }, "2": "current" } } },
      { a: { usagePlan: "p", generations: { "1": { state: "disabled", usagePlan: "q" }, "2": "current" } } },
    ],
    [
      "another plan for one that is switched off",
      { a: { usagePlan: "p", generations: { "1": "grace", "2": "current" } } },
      { a: { usagePlan: "p", generations: { "1": { state: "disabled", usagePlan: "q" }, "2": "current" } } },
    ],
    [
      "the same plan, said of the key and no more of the generation",
      { a: { generations: { "1": { state: "current", usagePlan: "p" } } } },
      { a: { usagePlan: "p" } },
    ],
    [
      "a start on another plan",
      { a: { usagePlan: "p" } },
      { a: { usagePlan: "p", generations: { "1": "current", "2": { state: "staged", usagePlan: "q" } } } },
    ],
  ])("%s", (_, before, after) => {
    expect(compare(before, after)).toEqual([]);
  });
});

describe("one deployment must not make", () => {
  const line = (id: string, problem: string) => `keys.a.generations.${id}: ${problem}`;
  const first = (move: string, step: string) => `${move} is not a legal step; first: npm run rotate -- prod a ${step}`;
  const never = (move: string) => `${move} is not a legal step; stage a new one: npm run rotate -- prod a start`;

  test.each<[unknown, unknown, string[]]>([
    [{ "1": "current" }, { "1": "current", "2": "grace" }, [line("2", first("absent -> grace", "start --now"))]],
    [{ "1": "current" }, { "1": "current", "2": "disabled" }, [line("2", first("absent -> disabled", "start"))]],
    [
      { "1": "current", "2": "staged" },
      { "1": "current", "2": "grace" },
      [line("2", first("staged -> grace", "promote"))],
    ],
    [{ "1": "current", "2": "staged" }, { "1": "current" }, [line("2", first("staged -> absent", "cancel"))]],
    [
      { "1": "current", "2": "staged" },
      { "1": "disabled", "2": "current" },
      [line("1", first("current -> disabled", "promote"))],
    ],
    [
      { "1": "grace", "2": "current" },
      { "1": "current", "2": "disabled" },
      [line("2", first("current -> disabled", "rollback"))],
    ],
    [{ "1": "current" }, { "1": "disabled", "2": "current" }, [line("1", first("current -> disabled", "start --now"))]],
    [{ "1": "current" }, { "2": "current" }, [line("1", first("current -> absent", "start --now"))]],
    [
      { "1": "current", "2": "disabled" },
      { "1": "disabled", "2": "current" },
      [line("1", first("current -> disabled", "restore 2"))],
    ],
    [{ "1": "current" }, { "1": "staged", "2": "current" }, [line("1", never("current -> staged"))]],
    [{ "1": "grace", "2": "current" }, { "1": "staged", "2": "current" }, [line("1", never("grace -> staged"))]],
    [{ "1": "grace", "2": "current" }, { "2": "current" }, [line("1", first("grace -> absent", "retire 1"))]],
    [{ "1": "disabled", "2": "current" }, { "1": "staged", "2": "current" }, [line("1", never("disabled -> staged"))]],
    [
      { "1": "current", "2": "grace", "10": "staged" },
      { "5": "current" },
      [
        line("1", first("current -> absent", "start --now")),
        line("10", first("staged -> absent", "cancel")),
        line("2", first("grace -> absent", "retire 2")),
      ],
    ],
  ])("%j to %j", (before, after, expected) => {
    expect(generations(before, after)).toEqual(expected);
  });

  test.each<[string, unknown, unknown, string[]]>([
    [
      "a key dropped while it is on",
      { a: {}, b: {} },
      { b: {} },
      ["keys.a: dropped while the key is on; first give it enabled: false and deploy that"],
    ],
    [
      "a removal in a key that is only now switched off",
      { a: { generations: { "1": "grace", "2": "current" } } },
      { a: { enabled: false, generations: { "2": "current" } } },
      [line("1", first("grace -> absent", "retire 1"))],
    ],
    [
      "a staged one out of one that was off in a key that was off",
      { a: { enabled: false, generations: { "1": "grace", "2": "current" } } },
      { a: { generations: { "1": "staged", "2": "current" } } },
      [line("1", never("grace -> staged"))],
    ],
    [
      "a new one in grace in a key that is off",
      { a: { enabled: false } },
      { a: { enabled: false, generations: { "1": "current", "2": "grace" } } },
      [line("2", first("absent -> grace", "start --now"))],
    ],
    [
      "a live generation without the plan it had",
      { a: { usagePlan: "p", generations: { "1": "grace", "2": "current", "3": "staged", "4": "disabled" } } },
      { a: { generations: { "1": "grace", "2": "current", "3": "staged", "4": "disabled" } } },
      ["1", "2", "3"].map((id) =>
        line(id, "a live generation loses its plan p, and its calls are refused meanwhile; --allow-gap accepts it"),
      ),
    ],
    [
      "a live generation on another plan",
      { a: { usagePlan: "p" } },
      { a: { usagePlan: "q" } },
      [
        line(
          "1",
          "a live generation moves from plan p to q, and its calls are refused meanwhile; without a gap: npm run rotate -- prod a start --usage-plan q; --allow-gap accepts it",
        ),
      ],
    ],
    [
      "a promotion onto another plan",
      { a: { usagePlan: "p", generations: { "1": "current", "2": "staged" } } },
      { a: { usagePlan: "p", generations: { "1": "grace", "2": { state: "current", usagePlan: "q" } } } },
      [
        line(
          "2",
          "a live generation moves from plan p to q, and its calls are refused meanwhile; without a gap: npm run rotate -- prod a start --usage-plan q; --allow-gap accepts it",
        ),
      ],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(compare(before, after)).toEqual(expected);
  });

  test("what --allow-gap does not accept, and may make what it does", () => {
    const before = { a: { usagePlan: "p", generations: { "1": "current", "2": "staged" } } };
    expect(compare(before, { a: { generations: { "1": "current" } } }, true)).toEqual([
      line("2", first("staged -> absent", "cancel")),
    ]);
    expect(compare(before, { a: { ...before.a, usagePlan: "q" } }, true)).toEqual([]);
  });

  test("anything in keys that every object seems to have", () => {
    expect(
      compare({ constructor: {}, a: {} }, { a: { generations: { constructor: "grace", "1": "current" } } }),
    ).toEqual([
      line("constructor", first("absent -> grace", "start --now")),
      "keys.constructor: dropped while the key is on; first give it enabled: false and deploy that",
    ]);
  });
});
