import { configBytes } from "../../../src/settings/config-entries";
import { entriesOf, many, warningsOf } from "../../kit/read-config";

const THROTTLE = { rateLimit: 10_000, burstLimit: 1 };
const QUOTA = { limit: 1, period: "DAY" };
const STAGES = [{ apiId: "a", stage: "s" }];
const PLAN = { throttle: THROTTLE, quota: QUOTA, apiStages: STAGES };
const KEY = { usagePlan: "p" };

const NO_PLAN = "keys.k: no usage plan; a stage that requires a key answers it with 403";
const NO_STAGES = "usagePlans.p: no apiStages; its keys open nothing yet";
const UNLIMITED = "usagePlans.p: neither throttle nor quota; its keys are unlimited";
const UNUSED = "usagePlans.p: no key uses this plan";

const withKey = (key: unknown) => warningsOf({ keys: { k: key }, usagePlans: { p: PLAN } });
const withPlan = (plan: unknown) => warningsOf({ keys: { k: KEY }, usagePlans: { p: plan } });

test("is silent about a key on a plan with stages and limits", () => {
  expect(withKey(KEY)).toEqual([]);
});

describe("a key", () => {
  test.each<[string, unknown, string[]]>([
    ["without plan", { generations: { "1": "current", "2": { state: "disabled", usagePlan: "p" } } }, [NO_PLAN]],
    [
      "with a plan for all generations but the staged one",
      { generations: { "1": { state: "current", usagePlan: "p" }, "2": "staged" } },
      [NO_PLAN],
    ],
    [
      "with a plan for all generations but the one in grace",
      { generations: { "1": "grace", "2": { state: "current", usagePlan: "p" } } },
      [NO_PLAN],
    ],
    [
      "without plan and switched off",
      { enabled: false, generations: { "1": "current", "2": { state: "disabled", usagePlan: "p" } } },
      [NO_PLAN],
    ],
  ])("is warned of %s", (_, key, expected) => {
    expect(withKey(key)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ["with a plan of its generations' own", { generations: { "1": { state: "current", usagePlan: "p" } } }],
    [
      "with a plan for all generations but the disabled one",
      { generations: { "1": "disabled", "2": { state: "current", usagePlan: "p" } } },
    ],
    [
      "with a plan and a generation that names it again",
      { ...KEY, generations: { "1": { state: "current", usagePlan: "p" } } },
    ],
  ])("is not warned of %s", (_, key) => {
    expect(withKey(key)).toEqual([]);
  });

  test("is warned of once, however many of its generations are without plan", () => {
    expect(warningsOf({ keys: { k: { generations: { "1": "grace", "2": "current" } } } })).toEqual([NO_PLAN]);
  });
});

describe("a plan", () => {
  test.each<[string, unknown, string[]]>([
    ["without anything", null, [NO_STAGES, UNLIMITED]],
    ["without stages", { throttle: THROTTLE }, [NO_STAGES]],
    ["with an empty list of stages", { ...PLAN, apiStages: [] }, [NO_STAGES]],
    ["without limits", { apiStages: STAGES }, [UNLIMITED]],
    [
      "with a throttle of 0, of its own and of a method",
      {
        ...PLAN,
        throttle: { rateLimit: 0, burstLimit: 0 },
        apiStages: [{ ...STAGES[0], throttle: { "/a/GET": { rateLimit: "0", burstLimit: 0 }, "/b/GET": THROTTLE } }],
      },
      [
        "usagePlans.p.throttle: 0 requests; the plan is closed to its keys",
        'usagePlans.p.apiStages[0].throttle["/a/GET"]: 0 requests; the method is closed to the plan\'s keys',
      ],
    ],
    [
      "with a rate above the account's",
      { ...PLAN, throttle: { rateLimit: 10_000.5, burstLimit: 1 } },
      [
        "usagePlans.p.throttle.rateLimit: 10000.5 requests per second; AWS allows an account 10000, unless it has raised that",
      ],
    ],
    [
      "with rates of methods above the account's, after its own",
      {
        ...PLAN,
        throttle: { rateLimit: 10_002, burstLimit: 1 },
        apiStages: [
          ...STAGES,
          {
            apiId: "b",
            stage: "s",
            throttle: {
              "/a/GET": THROTTLE,
              "/b/GET": { rateLimit: 10_001, burstLimit: 1 },
              "/c/GET": { rateLimit: "20000", burstLimit: 1 },
            },
          },
        ],
      },
      [
        "usagePlans.p.throttle.rateLimit: 10002 requests per second; AWS allows an account 10000, unless it has raised that",
        'usagePlans.p.apiStages[1].throttle["/b/GET"].rateLimit: 10001 requests per second; AWS allows an account 10000, unless it has raised that',
        'usagePlans.p.apiStages[1].throttle["/c/GET"].rateLimit: 20000 requests per second; AWS allows an account 10000, unless it has raised that',
      ],
    ],
  ])("is warned of %s", (_, plan, expected) => {
    expect(withPlan(plan)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ["with a throttle and no quota", { throttle: THROTTLE, apiStages: STAGES }],
    ["with a quota and no throttle", { quota: QUOTA, apiStages: STAGES }],
  ])("is not warned of %s", (_, plan) => {
    expect(withPlan(plan)).toEqual([]);
  });
});

describe("a plan that no key uses", () => {
  test("is warned of", () => {
    expect(warningsOf({ keys: { k: {} }, usagePlans: { p: PLAN } })).toEqual([NO_PLAN, UNUSED]);
  });

  test("is warned of where every generation has another one", () => {
    const generations = { "1": { state: "current", usagePlan: "q" } };
    expect(warningsOf({ keys: { k: { ...KEY, generations } }, usagePlans: { p: PLAN, q: PLAN } })).toEqual([UNUSED]);
  });

  test.each<[string, unknown]>([
    ["a key", KEY],
    ["a key that is switched off", { ...KEY, enabled: false }],
    ["one generation", { usagePlan: "q", generations: { "1": "current", "2": { state: "staged", usagePlan: "p" } } }],
    [
      "a disabled generation",
      { usagePlan: "q", generations: { "1": { state: "disabled", usagePlan: "p" }, "2": "current" } },
    ],
  ])("is not one that is used by %s", (_, key) => {
    expect(warningsOf({ keys: { k: key, other: { usagePlan: "q" } }, usagePlans: { p: PLAN, q: PLAN } })).toEqual([]);
  });
});

describe("the number of plans", () => {
  const plans = (count: number) => ({
    keys: many(
      count,
      (index) => `k${index}`,
      (index) => ({ usagePlan: `p${index}` }),
    ),
    usagePlans: many(
      count,
      (index) => `p${index}`,
      () => PLAN,
    ),
  });

  test("is not warned of at 300", () => {
    expect(warningsOf(plans(300))).toEqual([]);
  });

  test("is warned of at 301", () => {
    expect(warningsOf(plans(301))).toEqual([
      "usagePlans: 301 plans; AWS allows 300 per account and Region, unless it has raised that",
    ]);
  });
});

describe("the KMS key", () => {
  const [MINE, OTHER] = ["arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:role/web"];
  const KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
  const ofKeys = (secretsManager: unknown, ...readers: string[][]) =>
    warningsOf({
      keys: many(
        readers.length,
        (index) => `k${index}`,
        (index) => ({ ...KEY, readers: readers[index] }),
      ),
      usagePlans: { p: PLAN },
      secretsManager,
    });
  const ACCOUNTS =
    "secretsManager.kmsKeyId: the readers are in 2 accounts (111122223333, 444455556666), and only the stack's own account can use the AWS managed key; give a KMS key of your own";

  test.each<[string, unknown, string[][]]>([
    ["the readers of one key are of two accounts", {}, [[OTHER, MINE]]],
    ["the readers of two keys are of two accounts", {}, [[MINE], [OTHER, OTHER.replace("web", "app")]]],
    ["it is AWS's by its alias", { kmsKeyId: "alias/aws/secretsmanager" }, [[MINE, OTHER]]],
    [
      "it is AWS's by the ARN of its alias",
      { kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:alias/aws/secretsmanager" },
      [[MINE, OTHER]],
    ],
  ])("is warned of where it is AWS's and %s", (_, secretsManager, readers) => {
    expect(ofKeys(secretsManager, ...readers)).toEqual([ACCOUNTS]);
  });

  test.each<[string, unknown, string[][]]>([
    ["the readers are of one account", {}, [[MINE, MINE.replace("root", "user/a")]]],
    ["there are none", {}, [[]]],
    ["it is one's own", { kmsKeyId: "alias/service-keys" }, [[MINE, OTHER]]],
  ])("is not warned of where %s", (_, secretsManager, readers) => {
    expect(ofKeys(secretsManager, ...readers)).toEqual([]);
  });

  const inRegion = (kmsKeyId: string, region: object) =>
    warningsOf({ keys: { k: KEY }, usagePlans: { p: PLAN }, secretsManager: { kmsKeyId }, ...region });

  test.each([`arn:aws:kms:eu-west-1:111122223333:key/${KEY_ID}`, "arn:aws:kms:eu-west-1:111122223333:alias/a"])(
    "is warned of where it is in another Region: %s",
    (kmsKeyId) => {
      expect(inRegion(kmsKeyId, { "aws:region": "eu-central-1" })).toEqual([
        "secretsManager.kmsKeyId: the key is in eu-west-1 and the stack in eu-central-1; give a KMS key in the stack's Region",
      ]);
      expect(inRegion(kmsKeyId, { "aws:region": "eu-west-1" })).toEqual([]);
      expect(inRegion(kmsKeyId, {})).toEqual([]);
    },
  );

  test.each([KEY_ID, "alias/a"])("is not warned of where its Region is not told: %s", (kmsKeyId) => {
    expect(inRegion(kmsKeyId, { "aws:region": "eu-central-1" })).toEqual([]);
  });
});

test("are in the order of keys, plans, unused plans, number of plans and size", () => {
  const usagePlans = many(
    301,
    (index) => `p${index}`,
    () => PLAN,
  );
  const given = {
    keys: {
      z: {},
      k: {},
      ...many(
        300,
        (index) => `k${index}`,
        (index) => ({ usagePlan: `p${index}` }),
      ),
    },
    usagePlans: { ...usagePlans, p9: {}, p8: { quota: QUOTA } },
  };
  const rest = 110_000 - configBytes(entriesOf({ ...given, "other:text": "" }));
  expect(warningsOf({ ...given, "other:text": "x".repeat(rest) })).toEqual([
    NO_PLAN,
    "keys.z: no usage plan; a stage that requires a key answers it with 403",
    "usagePlans.p8: no apiStages; its keys open nothing yet",
    "usagePlans.p9: no apiStages; its keys open nothing yet",
    "usagePlans.p9: neither throttle nor quota; its keys are unlimited",
    "usagePlans.p300: no key uses this plan",
    "usagePlans: 301 plans; AWS allows 300 per account and Region, unless it has raised that",
    "keys: the configuration takes 110000 of the 131072 bytes that Linux passes to a program; split the stack soon",
  ]);
});
