import { fieldsOf } from "../../kit/entry-paths";
import { faultsOf, many, settingsOf } from "../../kit/read-config";

const KEY_FIELDS = fieldsOf("keys.*").join(", ");

const DEFAULTS = { enabled: true, delivery: "none", generations: { "1": { state: "current" } } };
const notAName = (meant?: string) =>
  `not a valid name; ${meant === undefined ? "" : `did you mean "${meant}"? `}give lower-case letters, digits and single hyphens between them, a letter first, at most 64 characters`;
const FIELDS = `allowed here: ${KEY_FIELDS}`;
const NO_KEY = "keys: got no key; give at least one, for example service: {}, or drop the line to get that one";

describe("the name of a key", () => {
  test.each([
    "a",
    "service",
    "a1",
    "a-1",
    "a-b-c",
    "a1-2b",
    "constructor",
    "then",
    "tostring",
    "prototype",
    "a".repeat(64),
    `a${"-b".repeat(31)}c`,
  ])("may be %s", (name) => {
    expect(settingsOf({ keys: { [name]: {} } }).keys).toEqual({ [name]: DEFAULTS });
  });

  test.each<[string, string, string | undefined]>([
    ["A", "keys.A", "a"],
    ["Acme", "keys.Acme", "acme"],
    ["aB", "keys.aB", "a-b"],
    ["webShop", "keys.webShop", "web-shop"],
    ["3m", "keys.3m", "key-3m"],
    ["-a", "keys.-a", "a"],
    ["a-", "keys.a-", "a"],
    ["a--b", "keys.a--b", "a-b"],
    ["acme_corp", "keys.acme_corp", "acme-corp"],
    ["acme.com", 'keys["acme.com"]', "acme-com"],
    ["a b", 'keys["a b"]', "a-b"],
    ["a\n", 'keys["a\\n"]', undefined],
    ["ä", 'keys["ä"]', undefined],
    ["", 'keys[""]', undefined],
    ["---", "keys.---", undefined],
    ["a".repeat(65), `keys.${"a".repeat(65)}`, undefined],
    ["toString", "keys.toString", "to-string"],
  ])("is not %j", (name, path, meant) => {
    expect(faultsOf({ keys: { [name]: {} } })).toEqual([`${path}: ${notAName(meant)}`]);
  });

  test("does not keep what it names from being checked when it is refused", () => {
    expect(faultsOf({ keys: { Bad: { enabled: 1, usagePlan: "gone", tag: {} } } })).toEqual([
      `keys.Bad: ${notAName("bad")}`,
      "keys.Bad.enabled: got 1; give true or false",
      `keys.Bad.tag: unknown; did you mean "tags"? ${FIELDS}`,
      'keys.Bad.usagePlan: there is no usage plan "gone"; add it under usagePlans, or drop the line',
    ]);
  });
});

describe("a key", () => {
  test("has its defaults with nothing behind its name", () => {
    expect(settingsOf({ keys: { a: null, b: {} } }).keys).toEqual({ a: DEFAULTS, b: DEFAULTS });
  });

  test.each<[unknown, string]>([
    ["x", "got text"],
    ["", "got text"],
    [[], "got a list"],
    [1, "got 1"],
    [false, "got false"],
  ])("is not %j", (given, got) => {
    expect(faultsOf({ keys: { a: given } })).toEqual([`keys.a: ${got}; give a map with ${KEY_FIELDS}`]);
  });

  test.each<[string, string]>([
    ["usageplan", `unknown; did you mean "usagePlan"? ${FIELDS}`],
    ["usagePlans", `unknown; did you mean "usagePlan"? ${FIELDS}`],
    ["secrets", `unknown; ${FIELDS}`],
    ["api", `unknown; ${FIELDS}`],
    ["constructor", `unknown; ${FIELDS}`],
  ])("has no field %s", (field, problem) => {
    expect(faultsOf({ keys: { a: { [field]: "x" } } })).toEqual([`keys.a.${field}: ${problem}`]);
  });

  const PASTED =
    "unknown, as AWS generates every key value; drop the line. If this was the value of a key, it is exposed: replace that key";
  const NAMES = [
    ...["value", "Value", "secret", "token", "key", "apiKey", "api-key", "api_key", "x-api-key", "X-API-Key"],
    ...["keyValue", "key-value", "key_secret", "apiKeyValue", "api_key_value", "apiToken", "apiValue"],
  ];

  test.each(NAMES)("is made by AWS, and a value in %s counts as exposed and is not quoted", (name) => {
    const faults = [`keys.a.${name}: ${PASTED}`];
    expect(faultsOf({ keys: { a: { [name]: "hidden" } } })).toEqual(faults);
    expect(faultsOf({ keys: { a: { [name]: 12345 } } })).toEqual(faults);
    expect(faultsOf({ keys: { a: { [name]: {} } } })).toEqual([`keys.a.${name}: unknown; ${FIELDS}`]);
    expect(faultsOf({ keys: { a: { [name]: null } } })).toEqual([`keys.a.${name}: unknown; ${FIELDS}`]);
  });

  test("has no value in a generation or beside the keys either", () => {
    expect(
      faultsOf({ keys: { a: { generations: { "1": { state: "current", value: "hidden" } } } }, value: "hidden" }),
    ).toEqual([`keys.a.generations.1.value: ${PASTED}`, `value: ${PASTED}`]);
  });

  test.each(["generations.1", "enabled", "usagePlan"])("is never quoted where a value stands in %s", (path) => {
    const value = "aB3".repeat(13) + "x";
    const key = path === "generations.1" ? { generations: { "1": value } } : { [path]: value };
    const [fault, ...others] = faultsOf({ keys: { a: key } });
    expect(fault).toMatch(new RegExp(`^keys\\.a\\.${path}: .*text like a key value, which is not shown; `));
    expect([fault!.includes(value), others]).toEqual([false, []]);
  });

  test.each([
    ["too short", "aB3".repeat(6) + "x"],
    ["too long", "aB3".repeat(43)],
    ["without capitals", "ab3".repeat(13)],
    ["without small letters", "AB3".repeat(13)],
    ["without digits", "aBc".repeat(13)],
    ["with other characters", "aB3".repeat(12) + "-"],
  ])("is not taken for text %s", (_, text) => {
    expect(faultsOf({ keys: { a: { usagePlan: text } } })[0]).toContain(text.slice(0, 50));
  });

  test("is needed: there is no stack without one", () => {
    expect(faultsOf({ keys: {} })).toEqual([NO_KEY]);
  });

  test.each<[unknown, boolean]>([
    [true, true],
    [false, false],
    ["true", true],
    ["false", false],
  ])("may be enabled: %j", (enabled, expected) => {
    expect(settingsOf({ keys: { a: { enabled } } }).keys.a).toEqual({ ...DEFAULTS, enabled: expected });
  });

  test.each<[unknown, string]>([
    ["no", 'got "no"; give true or false'],
    ["", 'got ""; give true or false'],
    ["FALSE", 'got "FALSE"; give true or false'],
    [0, "got 0; give true or false"],
    [null, "empty: give a value or drop the line"],
    [[true], "got a list; give true or false"],
    [{}, "got a map; give true or false"],
  ])("is not enabled: %j", (enabled, problem) => {
    expect(faultsOf({ keys: { a: { enabled } } })).toEqual([`keys.a.enabled: ${problem}`]);
  });
});

describe.each([
  ["description", 10_000],
  ["customerId", 1000],
])("the %s of a key", (field, longest) => {
  const TEXT = `give text of 1 to ${longest} characters`;

  test.each(["x", "x".repeat(longest), " ", "10", "true"])("may be %s", (text) => {
    expect(settingsOf({ keys: { a: { [field]: text } } }).keys.a).toEqual({ ...DEFAULTS, [field]: text });
  });

  test.each<[unknown, string]>([
    ["", `got ""; ${TEXT}`],
    ["x".repeat(longest + 1), `got "${"x".repeat(57)}…"; ${TEXT}`],
    [12345, `got 12345, which is not text: put it in quotes; ${TEXT}`],
    [true, `got true, which is not text: put it in quotes; ${TEXT}`],
    [null, "empty: give a value or drop the line"],
    [["x"], `got a list; ${TEXT}`],
    [{}, `got a map; ${TEXT}`],
  ])("is not %j", (given, problem) => {
    expect(faultsOf({ keys: { a: { [field]: given } } })).toEqual([`keys.a.${field}: ${problem}`]);
  });
});

describe("the usage plan of a key", () => {
  test.each(["p", "constructor", "tostring"])("may be %s, a plan that there is", (plan) => {
    const { keys } = settingsOf({ keys: { a: { usagePlan: plan } }, usagePlans: { [plan]: {} } });
    const generations = { "1": { state: "current", usagePlan: plan } };
    expect(keys.a).toEqual({ ...DEFAULTS, usagePlan: plan, generations });
  });

  test.each<[string, string[], string]>([
    ["gone", [], "add it under usagePlans, or drop the line"],
    ["gone", ["bulk", "standard"], "the usage plans are bulk, standard"],
    ["standrad", ["bulk", "standard"], 'did you mean "standard"?'],
    ["Bulk", ["bulk", "standard"], 'did you mean "bulk"?'],
    ["", ["bulk"], "the usage plans are bulk"],
    ["constructor", ["bulk"], "the usage plans are bulk"],
    ["toString", [], "add it under usagePlans, or drop the line"],
    ["__proto__", ["bulk"], "the usage plans are bulk"],
  ])("is not %j where the plans are %j", (plan, plans, remedy) => {
    const usagePlans = many(
      plans.length,
      (index) => plans[index]!,
      () => ({}),
    );
    expect(faultsOf({ keys: { a: { usagePlan: plan } }, usagePlans })).toEqual([
      `keys.a.usagePlan: there is no usage plan "${plan}"; ${remedy}`,
    ]);
  });

  test.each<[unknown, string]>([
    [null, "empty: give a value or drop the line"],
    [7, "got 7, which is not text: put it in quotes; give the name of a usage plan"],
    [{}, "got a map; give the name of a usage plan"],
    [["p"], "got a list; give the name of a usage plan"],
  ])("is not %j", (usagePlan, problem) => {
    expect(faultsOf({ keys: { a: { usagePlan } }, usagePlans: { p: {} } })).toEqual([`keys.a.usagePlan: ${problem}`]);
  });

  test.each<[number, string]>([
    [12, "pa, pb, pc, pd, pe, pf, pg, ph, pi, pj, pk, pl"],
    [13, "pa, pb, pc, pd, pe, pf, pg, ph, pi, pj, pk, pl and 1 more"],
    [14, "pa, pb, pc, pd, pe, pf, pg, ph, pi, pj, pk, pl and 2 more"],
  ])("is, when there are %i others, reported with no more than twelve of their names", (count, names) => {
    const letter = (index: number) => String.fromCharCode("a".charCodeAt(0) + index);
    const usagePlans = many(
      count,
      (index) => `p${letter(index)}`,
      () => ({}),
    );
    expect(faultsOf({ keys: { a: { usagePlan: "elsewhere" } }, usagePlans })).toEqual([
      `keys.a.usagePlan: there is no usage plan "elsewhere"; the usage plans are ${names}`,
    ]);
  });
});

describe("the description of a key with a secret", () => {
  const described = (length: number, store: object) => ({ keys: { a: { description: "x".repeat(length) } }, ...store });

  test("has at most 2048 characters, and any more are refused", () => {
    expect(faultsOf(described(2048, { secretsManager: {} }))).toEqual([]);
    expect(faultsOf(described(2049, {}))).toEqual([]);
    expect(faultsOf(described(2049, { secretsManager: {} }))).toEqual([
      "keys.a.description: got 2049 characters; a key with a secret takes 1 to 2048, as Secrets Manager does",
    ]);
  });
});
