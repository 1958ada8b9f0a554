import { readSettings } from "../../../src/settings";
import { deliveries } from "../../../src/settings/stores";
import { entriesOf, faultsOf, linesOf, settingsOf, type TestConfig, warningsOf } from "../../kit/read-config";

const SECRETS = { secretsManager: {} };
const PARAMETERS = { parameterStore: { kmsKeyId: "alias/keys" } };
const BOTH = { ...SECRETS, ...PARAMETERS };
const key = (its: object, more: object = {}): TestConfig => ({ keys: { a: its }, ...more });

describe("where a key is published", () => {
  test.each<[string, TestConfig, string]>([
    ["nowhere without a store", key({}), "none"],
    ["in Secrets Manager where that is the one store", key({}, SECRETS), "secretsManager"],
    ["in Parameter Store where that is the one store", key({}, PARAMETERS), "parameterStore"],
    ["where the stack says", key({}, { ...BOTH, delivery: "both" }), "both"],
    ["nowhere where the stack says none", key({}, { ...SECRETS, delivery: "none" }), "none"],
    ["where the key says, over the stack", key({ delivery: "none" }, { ...BOTH, delivery: "both" }), "none"],
    ["where the key says, without a word of the stack", key({ delivery: "none" }, SECRETS), "none"],
    ["in a store that is empty in the file", key({}, { parameterStore: null }), "parameterStore"],
  ])("%s", (_, config, expected) => {
    expect(settingsOf(config).keys.a!.delivery).toBe(expected);
  });

  test.each(deliveries)("may be %s in a stack of both stores, for the stack as for a key", (delivery) => {
    expect(settingsOf(key({}, { ...BOTH, delivery })).keys.a!.delivery).toBe(delivery);
    expect(settingsOf(key({ delivery }, { ...BOTH, delivery: "both" })).keys.a!.delivery).toBe(delivery);
  });

  const WORDS = "give one of secretsManager, parameterStore, both, none";
  test.each<[unknown, string]>([
    ["secretmanager", `got "secretmanager"; ${WORDS}; did you mean "secretsManager"?`],
    ["ssm", `got "ssm"; ${WORDS}`],
    [["none"], `got a list; ${WORDS}`],
    [false, `got false; ${WORDS}`],
    [null, "empty: give a value or drop the line"],
  ])("is not %j", (delivery, problem) => {
    expect(faultsOf(key({ delivery }, { ...BOTH, delivery: "both" }))).toEqual([`keys.a.delivery: ${problem}`]);
    // The CLI hands over an empty line as text, a list as JSON.
    expect(faultsOf(key({}, { ...BOTH, delivery }))).toEqual([`delivery: ${problem}`]);
  });

  test("must be said where there are two stores, and what follows from it is not told", () => {
    const named = { secretName: "s", parameterName: "p", readers: ["arn:aws:iam::111122223333:root"] };
    expect(faultsOf(key(named, BOTH))).toEqual([
      "delivery: missing; the stack has two stores. Give one of secretsManager, parameterStore, both, none",
    ]);
    expect(faultsOf(key({ delivery: "none" }, BOTH))).toHaveLength(1);
  });

  test.each<[string, TestConfig, string[]]>([
    ["secretsManager", key({ delivery: "secretsManager" }), ["keys.a.delivery"]],
    ["parameterStore", key({ delivery: "parameterStore" }, SECRETS), ["keys.a.delivery"]],
    ["secretsManager of both", key({ delivery: "both" }, PARAMETERS), ["keys.a.delivery"]],
    ["parameterStore of both", key({}, { ...SECRETS, delivery: "both" }), ["delivery"]],
  ])("is no store that the file does not have: %s", (store, config, paths) => {
    const [missing, , both] = store.split(" ");
    const given = both ?? missing!;
    expect(faultsOf(config)).toEqual(
      paths.map(
        (path) =>
          `${path}: "${given}" needs a store that the stack does not have; add ${missing}: {}, or drop the line`,
      ),
    );
  });

  test("tells both stores where it needs both and has none", () => {
    const needs = (store: string) =>
      `delivery: "both" needs a store that the stack does not have; add ${store}: {}, or drop the line`;
    expect(faultsOf({ delivery: "both" })).toEqual([needs("parameterStore"), needs("secretsManager")]);
  });

  test("is not held against a store that is at fault itself", () => {
    expect(faultsOf(key({ delivery: "parameterStore", parameterName: "p" }, { parameterStore: [] }))).toEqual([
      "parameterStore: got a list; give a map with kmsKeyId",
    ]);
    expect(faultsOf(key({ parameterName: "p" }, { paramterStore: {} }))).toEqual([
      expect.stringMatching(/^paramterStore: unknown; did you mean "parameterStore"\?/),
    ]);
  });
});

describe("Parameter Store", () => {
  test("takes a KMS key", () => {
    expect(settingsOf({ parameterStore: { kmsKeyId: "alias/keys" } }).parameterStore).toEqual({
      kmsKeyId: "alias/keys",
    });
    expect(settingsOf({ parameterStore: null }).parameterStore).toEqual({});
    expect("parameterStore" in settingsOf({})).toBe(false);
  });

  test.each<[unknown, string]>([
    [{ kmsKeyId: "keys" }, '.kmsKeyId: got "keys"; give a KMS key: its id, its ARN, alias/NAME or the alias\'s ARN'],
    [{ kmsKey: "alias/keys" }, '.kmsKey: unknown; did you mean "kmsKeyId"? allowed here: kmsKeyId'],
    [{ tier: "Advanced" }, ".tier: unknown; allowed here: kmsKeyId"],
    [true, ": got true; give a map with kmsKeyId"],
  ])("is not %j", (parameterStore, problem) => {
    expect(faultsOf({ parameterStore })).toEqual([`parameterStore${problem}`]);
  });

  const OPEN =
    "parameterStore.kmsKeyId: none, so whoever may read parameters in the account can read the keys (ReadOnlyAccess; every instance with AmazonSSMManagedInstanceCore); give a KMS key of your own";
  const abroad = "arn:aws:kms:us-east-1:111122223333:alias/keys";
  test.each<[string, object, string[]]>([
    ["no KMS key", {}, [OPEN]],
    ["AWS's own", { kmsKeyId: "alias/aws/ssm" }, [OPEN]],
    ["a key of one's own", { kmsKeyId: "alias/keys" }, []],
    ["a key of the stack's Region", { kmsKeyId: abroad.replace("us-east-1", "eu-central-1") }, []],
    [
      "a key of another Region",
      { kmsKeyId: abroad },
      [
        "parameterStore.kmsKeyId: the key is in us-east-1 and the stack in eu-central-1; give a KMS key in the stack's Region",
      ],
    ],
  ])("with %s is warned of as it should", (_, parameterStore, warnings) => {
    const all = warningsOf({ parameterStore, "aws:region": "eu-central-1" });
    expect(all.filter((warning) => warning.startsWith("parameterStore"))).toEqual(warnings);
  });
});

describe("the name of a parameter", () => {
  const levels = (count: number) => "/a".repeat(count);
  const named = (parameterName: unknown) => key({ parameterName }, PARAMETERS);
  const FORM =
    "give a name for the parameter: up to 15 levels such as /shop/search, each of letters, digits or _ . -, not beginning with aws or ssm";

  test.each([
    "search",
    "/search",
    "/shop/search/key",
    "A0_.-z",
    levels(15),
    `/${"x".repeat(899)}`,
    "/shop/aws/ssm",
    "/shop-aws",
    "/a-ssm",
    "my.aws",
  ])("may be %s", (name) => {
    expect(settingsOf(named(name)).keys.a!.parameterName).toBe(name);
  });

  test.each([
    "",
    "/",
    "shop/search",
    "/shop/",
    "/shop//search",
    "/shop/se arch",
    "/shop/a@b",
    "/größe",
    levels(16),
    `/${"x".repeat(900)}`,
    "aws",
    "awsfoo",
    "AWS-x",
    "/aws",
    "/awsfoo",
    "/aws/x",
    "/Ssm/x",
    "ssm.x",
    "/shop\n",
  ])("is not %j", (name) => {
    const quoted = JSON.stringify(name);
    const cut = quoted.length > 60 ? `${quoted.slice(0, 58)}…"` : quoted;
    expect(faultsOf(named(name))).toEqual([`keys.a.parameterName: got ${cut}; ${FORM}`]);
  });

  test("is given in quotes, and to one parameter", () => {
    expect(faultsOf(named(7))).toEqual([`keys.a.parameterName: got 7, which is not text: put it in quotes; ${FORM}`]);
    const twice = { a: { parameterName: "/x" }, b: { parameterName: "/y" }, c: { parameterName: "/x" } };
    expect(faultsOf({ keys: twice, ...PARAMETERS })).toEqual([
      'keys.c.parameterName: the name "/x" is given twice; give each parameter its own name',
    ]);
  });
});

describe("what is said of a store that the key is not published in", () => {
  const role = ["arn:aws:iam::111122223333:role/consumer"];
  const arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/search-AbCdEf";
  const NO_POLICY =
    "a parameter has no policy that could name readers: IAM alone says who may read it; give delivery: secretsManager, or drop the readers";
  const both = { ...BOTH, delivery: "both" };

  test.each<[string, TestConfig, string]>([
    [
      "readers of nothing",
      key({ readers: role }),
      "readers: readers need a secret, and the key has none; add secretsManager: {}, or drop the readers",
    ],
    ["readers of a parameter", key({ readers: role }, PARAMETERS), `readers: ${NO_POLICY}`],
    [
      "readers of a parameter beside secrets",
      key({ readers: role, delivery: "parameterStore" }, both),
      `readers: ${NO_POLICY}`,
    ],
    [
      "readers of a key without delivery",
      key({ readers: role, delivery: "none" }, both),
      "readers: readers need a secret, and the key has none; give it delivery: secretsManager or both, or drop the readers",
    ],
    [
      "a secret's name",
      key({ secretName: "s" }, PARAMETERS),
      "secretName: names the key's secret, and the key has none; add secretsManager: {}, or drop the line",
    ],
    [
      "a secret's name where there are secrets",
      key({ secretName: "s", delivery: "none" }, SECRETS),
      "secretName: names the key's secret, and the key has none; give it delivery: secretsManager or both, or drop the line",
    ],
    [
      "a secret to import",
      key({ secretImport: arn, delivery: "parameterStore" }, both),
      "secretImport: imports the key's secret, and the key has none; give it delivery: secretsManager or both, or drop the line",
    ],
    [
      "a parameter's name",
      key({ parameterName: "p" }, SECRETS),
      "parameterName: names the key's parameter, and the key has none; add parameterStore: {}, or drop the line",
    ],
    [
      "a parameter's name where there are parameters",
      key({ parameterName: "p", delivery: "secretsManager" }, both),
      "parameterName: names the key's parameter, and the key has none; give it delivery: parameterStore or both, or drop the line",
    ],
  ])("is refused: %s", (_, config, fault) => {
    expect(faultsOf(config)).toEqual([`keys.a.${fault}`]);
  });

  test("is accepted of a key that is published in both", () => {
    expect(faultsOf(key({ readers: role, secretName: "s", parameterName: "p" }, both))).toEqual([]);
  });

  test("is not told beside a delivery at fault", () => {
    expect(faultsOf(key({ readers: role, delivery: "x" }, both)).map((line) => line.split(": ")[0])).toEqual([
      "keys.a.delivery",
    ]);
  });

  test("counts for the description, which a secret takes up to 2048 characters of", () => {
    const long = (more: object, its: object = {}) => faultsOf(key({ description: "d".repeat(2049), ...its }, more));
    expect(long(PARAMETERS)).toEqual([]);
    expect(long(both, { delivery: "none" })).toEqual([]);
    expect(long(both)).toEqual([
      "keys.a.description: got 2049 characters; a key with a secret takes 1 to 2048, as Secrets Manager does",
    ]);
  });
});

describe("a secret to import", () => {
  const arn = (region = "eu-central-1", partition = "aws") =>
    `arn:${partition}:secretsmanager:${region}:111122223333:secret:shop/search-AbCdEf`;
  const imported = (secretImport: unknown, more: object = {}, its: object = {}) =>
    key({ secretImport, ...its }, { ...SECRETS, ...more });
  const HOME = { "aws:region": "eu-central-1" };
  const FORM =
    "give the ARN of an existing secret, such as arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/search-AbCdEf";

  test("is given by its ARN, with or without the stack's Region", () => {
    expect(settingsOf(imported(arn())).keys.a!.secretImport).toBe(arn());
    expect(settingsOf(imported(arn(), HOME)).keys.a!.secretImport).toBe(arn());
    expect(faultsOf(imported(arn("cn-north-1", "aws-cn"), { "aws:region": "cn-north-1" }))).toEqual([]);
  });

  test.each([
    "shop/search",
    arn().slice(0, -7),
    arn().replace("AbCdEf", "AbCdE"),
    arn().replace("secretsmanager", "ssm"),
    arn().replace("111122223333", "1111"),
    arn().replace(":secret:", ":secret/"),
    ` ${arn()}`,
  ])("is not %j", (given) => {
    const quoted = JSON.stringify(given);
    const cut = quoted.length > 60 ? `${quoted.slice(0, 58)}…"` : quoted;
    expect(faultsOf(imported(given))).toEqual([`keys.a.secretImport: got ${cut}; ${FORM}`]);
  });

  test.each<[string, TestConfig, string[]]>([
    [
      "in another Region",
      imported(arn("eu-west-1"), HOME),
      [
        "keys.a.secretImport: the secret is in eu-west-1 and the stack in eu-central-1; give the ARN of a secret in eu-central-1",
      ],
    ],
    [
      "in another partition",
      imported(arn("cn-north-1", "aws-cn"), HOME),
      [
        `keys.a.secretImport: got "${arn("cn-north-1", "aws-cn").slice(0, 57)}…" of the partition aws-cn, and the stack's Region is eu-central-1; give one that begins with arn:aws:`,
      ],
    ],
    [
      "into a stack of several Regions",
      imported(arn(), { ...HOME, regions: { "us-east-1": {} } }),
      ["keys.a.secretImport: a secret is imported into a stack with one Region only; drop the line, or regions"],
    ],
    [
      "under a name",
      imported(arn(), HOME, { secretName: "search" }),
      ["keys.a.secretName: an imported secret keeps its name; drop the line"],
    ],
    [
      "twice",
      { keys: { a: { secretImport: arn() }, b: { secretImport: arn() } }, ...SECRETS },
      [`keys.b.secretImport: the secret "${arn().slice(0, 57)}…" is imported twice; import it once`],
    ],
  ])("is refused %s", (_, config, faults) => {
    expect(faultsOf(config)).toEqual(faults);
  });
});

describe("a project whose name no parameter may begin with", () => {
  const faultsIn = (project: string, given: TestConfig) => {
    const entries = Object.fromEntries(
      Object.entries(entriesOf(given)).map(([name, text]) => [name.replace("ai-service-keys:", `${project}:`), text]),
    );
    return linesOf(readSettings({ project, entries, isSecret: () => false }).faults ?? []);
  };
  const MISSING =
    "keys.a.parameterName: missing; the project's name begins with aws or ssm, and no parameter's may. Give a name for the parameter, such as /shop/search";

  test.each(["aws-keys", "AWS", "ssmx", "Ssm-keys"])("names its parameters itself: %s", (project) => {
    expect(faultsIn(project, key({}, PARAMETERS))).toEqual([MISSING]);
    expect(faultsIn(project, key({ parameterName: "/shop/a" }, PARAMETERS))).toEqual([]);
    expect(faultsIn(project, key({ delivery: "none" }, PARAMETERS))).toEqual([]);
    expect(faultsIn(project, key({}, SECRETS))).toEqual([]);
  });

  test.each(["my-aws", "keys-ssm", "aw-s"])("is not %s", (project) => {
    expect(faultsIn(project, key({}, PARAMETERS))).toEqual([]);
  });

  test("is told together with all else, and not beside a name at fault", () => {
    const keys = { a: {}, b: { parameterName: "a b" }, c: { delivery: "x" } };
    expect(faultsIn("aws-keys", { keys, ...PARAMETERS, tags: [] }).map((line) => line.split(": ")[0])).toEqual([
      "keys.a.parameterName",
      "keys.b.parameterName",
      "keys.c.delivery",
      "tags",
    ]);
  });
});
