import { configBytes, MAX_CONFIG_BYTES } from "../../../src/settings/config-entries";
import { fieldsOf } from "../../kit/entry-paths";
import { entriesOf, faultsOf, many, warningsOf } from "../../kit/read-config";

const KEY_FIELDS = fieldsOf("keys.*").join(", ");

const PLAN = { apiStages: [{ apiId: "a", stage: "s" }], quota: { limit: 1, period: "DAY" } };

describe("the number of API keys, all generations counted", () => {
  const TOO_MANY =
    "keys: got 10001 API keys, counting every generation, and AWS allows 10000 per account and Region; split the stack";
  const generations = many(
    100,
    (index) => `g${index}`,
    (index) => (index === 0 ? "current" : "disabled"),
  );
  /** So many keys of 100 generations, and so many of one. */
  const keys = (hundreds: number, ones: number) => ({
    ...many(
      hundreds,
      (index) => `h${index}`,
      () => ({ generations }),
    ),
    ...many(
      ones,
      (index) => `o${index}`,
      () => ({}),
    ),
  });

  test.each([
    [100, 0],
    [99, 100],
  ])("may be 10,000: %i keys of 100 generations and %i of one", (hundreds, ones) => {
    expect(faultsOf({ keys: keys(hundreds, ones) })).toEqual([]);
  });

  test.each([
    [100, 1],
    [99, 101],
  ])("is not 10,001: %i keys of 100 generations and %i of one", (hundreds, ones) => {
    expect(faultsOf({ keys: keys(hundreds, ones) })).toEqual([TOO_MANY]);
  });

  test("takes a key, or its generations, that cannot be read for one", () => {
    expect(faultsOf({ keys: { ...keys(99, 99), x: "text", y: { generations: "text" } } })).toEqual([
      TOO_MANY,
      `keys.x: got text; give a map with ${KEY_FIELDS}`,
      "keys.y.generations: got text; give a map of generations to their state",
    ]);
  });
});

describe("the size of the configuration", () => {
  test.each<[string, Record<string, string>, string]>([
    ["nothing", {}, "PULUMI_CONFIG={}"],
    ["one entry", { "p:a": "x" }, 'PULUMI_CONFIG={"p:config:a":"x"}'],
    ["two entries", { "p:a": "x", "q:b": "" }, 'PULUMI_CONFIG={"p:config:a":"x","q:config:b":""}'],
    ["a name with a colon", { "p:a:b": "" }, 'PULUMI_CONFIG={"p:config:a:b":""}'],
    ["text that JSON escapes", { "p:a": '{"b":"c\n"}' }, 'PULUMI_CONFIG={"p:config:a":"{\\"b\\":\\"c\\n\\"}"}'],
    ["text of more bytes than characters", { "p:a": "é数😀" }, 'PULUMI_CONFIG={"p:config:a":"é数😀"}'],
    [
      "the characters that Go escapes",
      { "p:a": "<b>&\u2028\u2029" },
      'PULUMI_CONFIG={"p:config:a":"\\u003cb\\u003e\\u0026\\u2028\\u2029"}',
    ],
  ])("is that of the environment entry which the CLI makes of %s, terminator included", (_, entries, entry) => {
    expect(configBytes(entries)).toBe(Buffer.byteLength(entry) + 1);
  });

  test("is at most what Linux hands to a program", () => {
    expect(MAX_CONFIG_BYTES).toBe(131_072);
  });

  test.each<[number, string[]]>([
    [104_857, []],
    [
      104_858,
      ["keys: the configuration takes 104858 of the 131072 bytes that Linux passes to a program; split the stack soon"],
    ],
    [
      131_072,
      ["keys: the configuration takes 131072 of the 131072 bytes that Linux passes to a program; split the stack soon"],
    ],
  ])("of %i bytes, entries of other projects counted, makes the warnings %j", (bytes, warnings) => {
    const given = { keys: { k: { usagePlan: "p" } }, usagePlans: { p: PLAN } };
    const rest = bytes - configBytes(entriesOf({ ...given, "other:text": "" }));
    expect(warningsOf({ ...given, "other:text": "x".repeat(rest) })).toEqual(warnings);
  });
});
