import { configBytes, MAX_CONFIG_BYTES } from "../../../src/settings/config-entries";
import { faultsOf, many } from "../../kit/read-config";

test("an entry with a colon in its name is unknown in the project's namespace and ignored in another one", () => {
  expect(faultsOf({ "ai-service-keys:a:b": "x", "x:y:keys": "not { JSON" })).toEqual([
    '["a:b"]: unknown; allowed here: keys, usagePlans, secretsManager, parameterStore, delivery, regions, rotation, deletionProtection, tags, aws:region, aws:defaultTags, aws:ignoreTags',
  ]);
});

test.each(["keys", "usagePlans", "secretsManager", "deletionProtection", "tags"])(
  "an entry that is encrypted as a whole is refused, and not quoted: %s",
  (name) => {
    expect(faultsOf({ [name]: '{"hidden":"hidden"}' }, [`ai-service-keys:${name}`])).toEqual([
      `${name}: this stack takes no encrypted config: AWS generates every key value; give the entry in plain text, or drop it`,
    ]);
  },
);

test("a list nested 10,000 deep is refused without running out of stack, and beside it the name __proto__", () => {
  const deep = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
  expect(faultsOf({ tags: deep, usagePlans: '{"__proto__":{}}' })).toEqual([
    "tags: got a list; give a map of tags",
    "usagePlans.__proto__: this name cannot be used; give another one",
  ]);
});

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
    [100, 0, []],
    [99, 100, []],
    [100, 1, [TOO_MANY]],
    [99, 101, [TOO_MANY]],
  ])("is at most 10,000: %i keys of 100 generations and %i of one make the faults %j", (hundreds, ones, faults) => {
    expect(faultsOf({ keys: keys(hundreds, ones) })).toEqual(faults);
  });

  test("takes a key, or its generations, that cannot be read for one", () => {
    expect(faultsOf({ keys: { ...keys(99, 99), x: "text", y: { generations: "text" } } })).toEqual([
      TOO_MANY,
      "keys.x: got text; give a map with description, enabled, usagePlan, generations, delivery, secretName, secretImport, parameterName, rotation, readers, customerId, tags",
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
});
