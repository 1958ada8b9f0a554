import { faultsOf, settingsOf } from "../../kit/read-config";

const TOP =
  "allowed here: keys, usagePlans, secretsManager, parameterStore, delivery, regions, rotation, deletionProtection, tags, aws:region, aws:defaultTags, aws:ignoreTags";
const ENCRYPTED =
  "this stack takes no encrypted config: AWS generates every key value; give the entry in plain text, or drop it";
const NOT_OURS = (entry: string, name: string) =>
  `${name}: "${entry}" is not an entry of this project; did you mean "ai-service-keys:${name}", or just "${name}"?`;
const IMPOSSIBLE = "this name cannot be used; give another one";

describe("an entry of our own", () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ["that is nearly one of ours", { usagePlan: {} }, [`usagePlan: unknown; did you mean "usagePlans"? ${TOP}`]],
    ["in other letter case", { KEYS: {} }, [`KEYS: unknown; did you mean "keys"? ${TOP}`]],
    ["that is near nothing", { other: "x" }, [`other: unknown; ${TOP}`]],
    ["named like a method of every object", { constructor: {} }, [`constructor: unknown; ${TOP}`]],
    ["named toString", { toString: "x" }, [`toString: unknown; ${TOP}`]],
    ["without a name", { "ai-service-keys:": "x" }, [`[""]: unknown; ${TOP}`]],
    ["with a colon in its name", { "ai-service-keys:a:b": "x" }, [`["a:b"]: unknown; ${TOP}`]],
    [
      "twice over",
      { key: {}, tag: {} },
      [`key: unknown; did you mean "keys"? ${TOP}`, `tag: unknown; did you mean "tags"? ${TOP}`],
    ],
  ])("is rejected: one %s", (_, given, faults) => {
    expect(faultsOf(given)).toEqual(faults);
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    [
      "keys",
      { keys: "" },
      ["keys: got no key; give at least one, for example service: {}, or drop the line to get that one"],
    ],
    ["deletionProtection", { deletionProtection: null }, ["deletionProtection: empty: give a value or drop the line"]],
  ])("is rejected with nothing behind it: %s", (_, given, faults) => {
    expect(faultsOf(given)).toEqual(faults);
  });

  test.each<[string, unknown, unknown]>([
    ["usagePlans", "", {}],
    ["tags", "", {}],
    ["secretsManager", "", { recoveryWindowInDays: 30 }],
    ["secretsManager", "{}", { recoveryWindowInDays: 30 }],
  ])("is an empty map with nothing behind it: %s, given as %j", (name, given, expected) => {
    expect(settingsOf({ [name]: given })).toHaveProperty(name, expected);
  });

  test.each<[string, unknown, string]>([
    ["keys", "service", "keys: got text; give a map of service keys"],
    ["keys", [], "keys: got a list; give a map of service keys"],
    ["keys", 5, "keys: got 5; give a map of service keys"],
    ["keys", true, "keys: got true; give a map of service keys"],
    ["keys", '{"a": {}', "keys: got text; give a map of service keys"],
    ["usagePlans", "p", "usagePlans: got text; give a map of usage plans"],
    ["usagePlans", [{}], "usagePlans: got a list; give a map of usage plans"],
    ["usagePlans", 1.5, "usagePlans: got 1.5; give a map of usage plans"],
    ["tags", "a=b", "tags: got text; give a map of tags"],
    ["tags", false, "tags: got false; give a map of tags"],
    ["secretsManager", "on", "secretsManager: got text; give a map with kmsKeyId, recoveryWindowInDays"],
    ["secretsManager", true, "secretsManager: got true; give a map with kmsKeyId, recoveryWindowInDays"],
    ["secretsManager", [], "secretsManager: got a list; give a map with kmsKeyId, recoveryWindowInDays"],
  ])("is rejected where it is no map: %s given as %j", (name, given, fault) => {
    expect(faultsOf({ [name]: given })).toEqual([fault]);
  });
});

describe("a misspelt entry", () => {
  const READERS = ["arn:aws:iam::111122223333:root"];
  const SECRET = "arn:aws:secretsmanager:us-east-1:111122223333:secret:a-AbCdEf";
  const US = { "us-east-1": {} };
  const TWO_REGIONS = {
    usagePlans: {
      p: {
        import: { "eu-central-1": "a1", "us-east-1": "b2" },
        apiStages: [{ apiId: "a", stage: "s", region: "us-east-1" }],
      },
    },
  };
  const misspelt = (given: string, meant: string) => `${given}: unknown; did you mean "${meant}"? ${TOP}`;

  test.each<[string, Record<string, unknown>, string[]]>([
    [
      "plans",
      {
        usagePlan: { p: {} },
        keys: { a: { usagePlan: "p" }, b: { generations: { "1": { state: "current", usagePlan: "p" } } } },
      },
      [misspelt("usagePlan", "usagePlans")],
    ],
    [
      "delivery",
      { secretManager: {}, keys: { a: { readers: READERS, secretName: "a" } } },
      [misspelt("secretManager", "secretsManager")],
    ],
    [
      "protection",
      { deletionProtecton: false, secretsManager: { recoveryWindowInDays: 0 } },
      [misspelt("deletionProtecton", "deletionProtection")],
    ],
    ["keys", { kyes: { a: { usagePlan: "p" } } }, [misspelt("kyes", "keys")]],
    ["the Region", { region: "eu-central-1", regions: US, ...TWO_REGIONS }, [misspelt("region", "aws:region")]],
    [
      "aws:region",
      { "aws:regions": "eu-central-1", regions: US, ...TWO_REGIONS },
      [misspelt("aws:regions", "aws:region")],
    ],
    ["regions", { "aws:region": "eu-central-1", regoins: US, ...TWO_REGIONS }, [misspelt("regoins", "regions")]],
    [
      "regions, of a secret that is imported",
      { "aws:region": "eu-central-1", regoins: US, secretsManager: {}, keys: { a: { secretImport: SECRET } } },
      [misspelt("regoins", "regions")],
    ],
    [
      "fields within",
      { keys: { a: { generations: { "1": { sate: "current" }, "2": "grace" } } } },
      [
        'keys.a.generations.1.sate: unknown; did you mean "state"? allowed here: state, usagePlan, import',
        "keys.a.generations.1.state: missing; give one of staged, current, grace, disabled, revoked",
      ],
    ],
  ])("is the one fault, and what only follows from it is not told: of %s", (_, given, faults) => {
    expect(faultsOf(given)).toEqual(faults);
  });

  test("silences no rule that reads another one", () => {
    expect(faultsOf({ usagePlan: {}, keys: { a: { readers: READERS } } })).toEqual([
      "keys.a.readers: readers need a secret, and the key has none; add secretsManager: {}, or drop the readers",
      misspelt("usagePlan", "usagePlans"),
    ]);
  });

  test("silences nothing where it is near no entry", () => {
    expect(faultsOf({ plans: { p: {} }, keys: { a: { usagePlan: "p" } } })).toEqual([
      'keys.a.usagePlan: there is no usage plan "p"; add it under usagePlans, or drop the line',
      `plans: unknown; ${TOP}`,
    ]);
  });
});

describe("an entry of another namespace", () => {
  test.each<[string, string[]]>([
    ["ai-service-key:keys", [NOT_OURS("ai-service-key:keys", "keys")]],
    ["aws:usagePlans", [NOT_OURS("aws:usagePlans", "usagePlans")]],
    ["x:secretsManager", [NOT_OURS("x:secretsManager", "secretsManager")]],
    ["ai-service-keys2:deletionProtection", [NOT_OURS("ai-service-keys2:deletionProtection", "deletionProtection")]],
    ["AI-service-keys:tags", [NOT_OURS("AI-service-keys:tags", "tags")]],
    [
      "a\nb:keys",
      ['keys: "a\\nb:keys" is not an entry of this project; did you mean "ai-service-keys:keys", or just "keys"?'],
    ],
  ])("is rejected under one of our names: %s", (entry, faults) => {
    expect(faultsOf({ [entry]: "{}" })).toEqual(faults);
  });

  test.each(["pulumi:tags", "pulumi:autonaming", "aws:retryMode", "x:key", "x:constructor", "x:y:keys"])(
    "is left alone under any other: %s",
    (entry) => {
      expect(faultsOf({ [entry]: "not { JSON" })).toEqual([]);
    },
  );

  test("is told of beside the faults of our own", () => {
    expect(faultsOf({ "other:tags": { a: "b" }, tags: { a: 1 }, keys: "" })).toEqual([
      "keys: got no key; give at least one, for example service: {}, or drop the line to get that one",
      NOT_OURS("other:tags", "tags"),
      "tags.a: got 1, which is not text: put it in quotes; give at most 256 letters, digits, spaces or _ . : / = + - @",
    ]);
  });

  test("may be encrypted", () => {
    expect(faultsOf({ "aws:secretKey": "x" }, ["aws:secretKey"])).toEqual([]);
  });
});

describe("an encrypted entry", () => {
  test.each(["keys", "usagePlans", "secretsManager", "deletionProtection", "tags"])("is rejected: %s", (name) => {
    expect(faultsOf({ [name]: '{"hidden":"hidden"}' }, [`ai-service-keys:${name}`])).toEqual([`${name}: ${ENCRYPTED}`]);
  });

  test("is rejected as encrypted and as unknown under a name that is not ours", () => {
    expect(faultsOf({ value: "hidden" }, ["ai-service-keys:value"])).toEqual([
      `value: ${ENCRYPTED}`,
      `value: unknown; ${TOP}`,
    ]);
  });

  test.each<[string, Record<string, unknown>]>([
    ["usagePlans", { keys: { a: { usagePlan: "nowhere" } }, usagePlans: "{}" }],
    ["secretsManager", { keys: { a: { readers: ["arn:aws:iam::111122223333:root"] } }, secretsManager: "{}" }],
    ["deletionProtection", { secretsManager: { recoveryWindowInDays: 0 }, deletionProtection: "true" }],
    ["keys", { keys: "{}" }],
  ])("silences the rules that would read it: %s", (name, given) => {
    expect(faultsOf(given, [`ai-service-keys:${name}`])).toEqual([`${name}: ${ENCRYPTED}`]);
  });

  test("silences no other rule", () => {
    expect(
      faultsOf({ keys: "{}", tags: "{}", secretsManager: { recoveryWindowInDays: 0 } }, [
        "ai-service-keys:keys",
        "ai-service-keys:tags",
      ]),
    ).toEqual([
      `keys: ${ENCRYPTED}`,
      "secretsManager.recoveryWindowInDays: got 0, which deletes a secret at once and for good; give a whole number from 7 to 30 (days), or 0 with deletionProtection: false",
      `tags: ${ENCRYPTED}`,
    ]);
  });
});

describe("the name __proto__", () => {
  test.each<[string, string, string, string[]]>([
    ["of a key", "keys", '{"__proto__":{},"a":{}}', [`keys.__proto__: ${IMPOSSIBLE}`]],
    ["of a key, with an escape", "keys", '{"\\u005f_proto__":{},"a":{}}', [`keys.__proto__: ${IMPOSSIBLE}`]],
    ["of a plan", "usagePlans", '{"__proto__":{}}', [`usagePlans.__proto__: ${IMPOSSIBLE}`]],
    ["of a tag", "tags", '{"__proto__":"x"}', [`tags.__proto__: ${IMPOSSIBLE}`]],
    [
      "of a generation",
      "keys",
      '{"a":{"generations":{"1":"current","__proto__":"grace"}}}',
      [`keys.a.generations.__proto__: ${IMPOSSIBLE}`],
    ],
    [
      "of a method",
      "usagePlans",
      '{"p":{"apiStages":[{"apiId":"a","stage":"s","throttle":{"__proto__":{}}}]}}',
      [`usagePlans.p.apiStages[0].throttle.__proto__: ${IMPOSSIBLE}`],
    ],
    ["of a field", "keys", '{"a":{"__proto__":{"enabled":false}}}', [`keys.a.__proto__: ${IMPOSSIBLE}`]],
    ["of an entry", "__proto__", '{"keys":{"a":{}}}', [`__proto__: ${IMPOSSIBLE}`]],
    ["of an entry of text", "__proto__", "text", [`__proto__: ${IMPOSSIBLE}`]],
  ])("is rejected as that %s", (_, name, text, faults) => {
    expect(faultsOf({ [`ai-service-keys:${name}`]: text })).toEqual(faults);
  });
});

test("reports a list nested 10,000 deep without running out of stack", () => {
  const deep = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
  expect(faultsOf({ tags: deep, usagePlans: '{"__proto__":{}}' })).toEqual([
    "tags: got a list; give a map of tags",
    `usagePlans.__proto__: ${IMPOSSIBLE}`,
  ]);
});
