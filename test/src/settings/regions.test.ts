import { faultsOf, settingsOf, type TestConfig, warningsOf } from "../../kit/read-config";

const HOME = { "aws:region": "eu-central-1" };
const inRegions = (regions: unknown, more: object = {}): TestConfig => ({ ...HOME, regions, ...more });
const TWO = inRegions({ "us-east-1": {} });
const REGION = "give an AWS Region, such as eu-central-1";

describe("further Regions", () => {
  test("are none by default, and may be none", () => {
    expect(settingsOf({}).regions).toEqual({});
    expect(settingsOf({ regions: {} }).regions).toEqual({});
    expect(settingsOf({ regions: null }).regions).toEqual({});
  });

  test("are on unless the file says otherwise, and come out in name order", () => {
    const { regions } = settingsOf(
      inRegions({ "us-east-1": { enabled: "false", kmsKeyId: "alias/keys" }, "ap-south-1": null }),
    );
    expect(Object.entries(regions)).toEqual([
      ["ap-south-1", { enabled: true }],
      ["us-east-1", { enabled: false, kmsKeyId: "alias/keys" }],
    ]);
  });

  test.each<[string, unknown, string[]]>([
    ["a list", ["us-east-1"], ["regions: got a list; give a map of AWS Regions"]],
    ["text", "us-east-1", ["regions: got text; give a map of AWS Regions"]],
    ["a name of another form", { "us-east1": {} }, [`regions.us-east1: not a valid name; ${REGION}`]],
    ["a zone", { "us-east-1a": {} }, [`regions.us-east-1a: not a valid name; ${REGION}`]],
    ["true for a Region", { "us-east-1": true }, ["regions.us-east-1: got true; give a map with enabled, kmsKeyId"]],
    [
      "a word for its switch",
      { "us-east-1": { enabled: "off" } },
      ['regions.us-east-1.enabled: got "off"; give true or false'],
    ],
    [
      "a misspelt field",
      { "us-east-1": { enable: false } },
      ['regions.us-east-1.enable: unknown; did you mean "enabled"? allowed here: enabled, kmsKeyId'],
    ],
    [
      "what is no KMS key",
      { "us-east-1": { kmsKeyId: "keys" } },
      ['regions.us-east-1.kmsKeyId: got "keys"; give a KMS key: its id, its ARN, alias/NAME or the alias\'s ARN'],
    ],
    ["the stack's own", { "eu-central-1": {} }, ["regions.eu-central-1: is the stack's own Region; drop the line"]],
    [
      "a Region of another partition",
      { "us-gov-west-1": {}, "cn-north-1": {} },
      [
        "regions.cn-north-1: is in the partition aws-cn, and the stack in aws; make a stack of its own for it",
        "regions.us-gov-west-1: is in the partition aws-us-gov, and the stack in aws; make a stack of its own for it",
      ],
    ],
  ])("are not %s", (_, regions, faults) => {
    expect(faultsOf(inRegions(regions))).toEqual(faults);
  });

  test("need the stack's own Region in the file, unless that is at fault", () => {
    expect(faultsOf({ regions: { "us-east-1": {} } })).toEqual([
      "regions: needs aws:region, the stack's own Region, in the stack file",
    ]);
    expect(faultsOf({ regions: { "us-east-1": {} }, "aws:region": "eu" })).toEqual([`aws:region: got "eu"; ${REGION}`]);
  });

  test("are of the partition of a stack elsewhere too", () => {
    expect(faultsOf({ "aws:region": "us-gov-west-1", regions: { "us-gov-east-1": {} } })).toEqual([]);
  });

  test("have KMS keys of the stack's partition", () => {
    const kmsKeyId = "arn:aws-cn:kms:cn-north-1:111122223333:alias/a";
    expect(faultsOf(inRegions({ "us-east-1": { kmsKeyId } }))).toEqual([
      `regions.us-east-1.kmsKeyId: got "${kmsKeyId}" of the partition aws-cn, and the stack's Region is eu-central-1; give one that begins with arn:aws:`,
    ]);
  });
});

describe("the Region of an API stage", () => {
  const at = (...regions: unknown[]): TestConfig => ({
    ...TWO,
    usagePlans: {
      p: { apiStages: regions.map((region) => ({ apiId: "a", stage: "s", ...(region !== undefined && { region }) })) },
    },
  });

  test("is one of the further Regions, or else the stack's own; the same stage may be in each", () => {
    expect(settingsOf(at("us-east-1", undefined)).usagePlans.p!.apiStages).toEqual([
      { apiId: "a", stage: "s", region: "us-east-1" },
      { apiId: "a", stage: "s" },
    ]);
  });

  test("is not given twice with the same API and stage", () => {
    expect(faultsOf(at("us-east-1", undefined, "us-east-1"))).toEqual([
      'usagePlans.p.apiStages[2]: the stage "s" of the API "a" is given twice; give it once',
    ]);
  });

  test.each<[unknown, string]>([
    ["us-east-2", 'there is no Region "us-east-2" under regions; did you mean "us-east-1"?'],
    ["ap-southeast-2", 'there is no Region "ap-southeast-2" under regions; add it there, or drop the line'],
    ["eu-central-1", "is the stack's own Region; drop the line"],
    [1, "got 1, which is not text: put it in quotes; give a name under regions"],
    [null, "empty: give a value or drop the line"],
  ])("is not %j", (region, problem) => {
    expect(faultsOf(at(region))).toEqual([`usagePlans.p.apiStages[0].region: ${problem}`]);
  });

  test("is not looked for among Regions at fault", () => {
    expect(faultsOf({ ...at("us-east-1"), regions: [] })).toEqual(["regions: got a list; give a map of AWS Regions"]);
    expect(faultsOf({ ...at("us-east-1"), ...{ regions: {}, reg1ons: { "us-east-1": {} } } })).toEqual([
      expect.stringMatching(/^reg1ons: unknown; did you mean "regions"\?/),
    ]);
  });
});

describe("ids to import by Region", () => {
  const ids = { "eu-central-1": "k1", "us-east-1": "c1" };
  const generation = (given: unknown) => ({ generations: { 1: { state: "current", import: given } } });

  test("name the stack's own Region and further ones, all or some", () => {
    const { keys, usagePlans } = settingsOf({
      ...TWO,
      keys: { a: generation(ids) },
      usagePlans: { p: { import: { "us-east-1": "p1" } } },
    });
    expect(keys.a!.generations["1"]!.import).toEqual(ids);
    expect(usagePlans.p!.import).toEqual({ "us-east-1": "p1" });
  });

  const both = (given: unknown, more: object = TWO) =>
    faultsOf({ ...more, keys: { a: generation(given) }, usagePlans: { p: { import: given } } });
  const AT = ["keys.a.generations.1.import", "usagePlans.p.import"];

  test.each<[string, unknown, readonly [string, string]]>([
    [
      "of no form",
      { "us-east-1": "c-1" },
      [
        '.us-east-1: got "c-1"; give the id of an existing API key: 1 to 64 letters and digits',
        '.us-east-1: got "c-1"; give the id of an existing usage plan: 1 to 64 letters and digits',
      ],
    ],
    ["under no Region", { us: "c1" }, [`.us: not a valid name; ${REGION}`, `.us: not a valid name; ${REGION}`]],
    [
      "under a Region that the stack is not in",
      { "us-west-2": "c1" },
      [
        '.us-west-2: the stack is not in the Region "us-west-2"; name aws:region or one under regions',
        '.us-west-2: the stack is not in the Region "us-west-2"; name aws:region or one under regions',
      ],
    ],
  ])("are not %s", (_, given, [ofKey, ofPlan]) => {
    expect(both(given)).toEqual([`${AT[0]}${ofKey}`, `${AT[1]}${ofPlan}`]);
  });

  test("are not held against a Region of the stack that is at fault", () => {
    expect(both(ids, { ...TWO, "aws:region": "eu" })).toEqual([`aws:region: got "eu"; ${REGION}`]);
  });

  test("need the stack's own Region in the file", () => {
    expect(both({ "eu-central-1": "k1" }, {}).map((line) => line.split(": ")[0])).toEqual(
      AT.map((path) => `${path}.eu-central-1`),
    );
  });

  test("are given once in a Region, and may be the same in two", () => {
    const config = (one: unknown, other: unknown) =>
      faultsOf({
        ...TWO,
        keys: { a: generation(one), b: generation(other) },
        usagePlans: { p: { import: one }, q: { import: other } },
      });
    expect(config({ "eu-central-1": "x", "us-east-1": "x" }, "y")).toEqual([]);
    expect(config("x", { "us-east-1": "x" })).toEqual([]);
    expect(config("x", { "eu-central-1": "x" })).toEqual([
      'keys.b.generations.1.import.eu-central-1: the API key "x" is imported twice; import it once',
      'usagePlans.q.import.eu-central-1: the usage plan "x" is imported twice; import it once',
    ]);
    expect(config({ "us-east-1": "x" }, { "us-east-1": "x" })).toEqual([
      'keys.b.generations.1.import.us-east-1: the API key "x" is imported twice; import it once',
      'usagePlans.q.import.us-east-1: the usage plan "x" is imported twice; import it once',
    ]);
  });
});

describe("of Regions is warned", () => {
  const THROTTLE = { rateLimit: 1, burstLimit: 1 };
  const stage = (region?: string) => ({ apiId: "a", stage: "s", ...(region !== undefined && { region }) });
  const withStages = (apiStages: object[], regions: object = { "us-east-1": {} }, more: object = {}) =>
    warningsOf({
      ...inRegions(regions, more),
      keys: { a: { usagePlan: "p" } },
      usagePlans: { p: { throttle: THROTTLE, apiStages } },
    });
  const BOTH = [stage(), stage("us-east-1")];

  test.each<[string, readonly string[], string[]]>([
    ["not where each has a stage", withStages(BOTH), []],
    [
      "a plan without stages in one",
      withStages([stage()]),
      ["usagePlans.p: no apiStages in us-east-1; its keys open nothing in us-east-1"],
    ],
    [
      "a plan without stages in the stack's own",
      withStages([stage("us-east-1")]),
      ["usagePlans.p: no apiStages in the stack's own Region; its keys open nothing there"],
    ],
    ["a plan without any, once", withStages([]), ["usagePlans.p: no apiStages; its keys open nothing yet"]],
    [
      "one that is off",
      withStages(BOTH, { "us-east-1": { enabled: false } }),
      ["regions.us-east-1: off; no key works there, and nothing waits for it"],
    ],
    [
      "one without the KMS key that the stack's own has, for secrets",
      withStages(BOTH, { "us-east-1": {} }, { secretsManager: { kmsKeyId: "alias/keys" } }),
      ["regions.us-east-1.kmsKeyId: none, though the stack's own Region has one; give a KMS key in us-east-1"],
    ],
    [
      "one without the KMS key that the stack's own has, for parameters",
      withStages(BOTH, { "us-east-1": {} }, { parameterStore: { kmsKeyId: "alias/keys" } }),
      ["regions.us-east-1.kmsKeyId: none, though the stack's own Region has one; give a KMS key in us-east-1"],
    ],
    [
      "one with a KMS key elsewhere",
      withStages(BOTH, { "us-east-1": { kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:alias/keys" } }),
      ["regions.us-east-1.kmsKeyId: the key is in eu-central-1; give a KMS key in us-east-1"],
    ],
    ["not with a KMS key there", withStages(BOTH, { "us-east-1": { kmsKeyId: "alias/keys" } }), []],
  ])("%s", (_, warnings, expected) => {
    expect(warnings).toEqual(expected);
  });
});
