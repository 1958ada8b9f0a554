import * as fc from "fast-check";
import { ENTRIES, fieldsOf } from "./entry-paths";
import type { TestConfig } from "./read-config";

/** The fields of every map in the configuration that has fixed names. */
export const FIELDS = {
  entries: ENTRIES.filter((path) => !path.includes(".")),
  key: fieldsOf("keys.*"),
  generation: fieldsOf("keys.*.generations.*"),
  plan: fieldsOf("usagePlans.*"),
  throttle: fieldsOf("usagePlans.*.throttle"),
  quota: fieldsOf("usagePlans.*.quota"),
  stage: fieldsOf("usagePlans.*.apiStages[]"),
  secretsManager: fieldsOf("secretsManager"),
  parameterStore: fieldsOf("parameterStore"),
  region: fieldsOf("regions.*"),
  calendar: fieldsOf("rotation"),
  reference: fieldsOf("usagePlans.*.apiStages[].apiId"),
};

const ROLE = "arn:aws:iam::111122223333:role/consumer";

/** Names with a meaning in the configuration or in JavaScript, and any others. */
export const anyName = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...new Set(Object.values(FIELDS).flat())) },
  {
    weight: 2,
    arbitrary: fc.constantFrom("__proto__", "constructor", "toString", "", "a", "1", "p", "/a/GET", "$default"),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
);

/** Values with a meaning somewhere in the configuration, and any others. */
export const anyLeaf = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    1,
    -0,
    27,
    1e300,
    "",
    "true",
    "10.5",
    "current",
    "staged",
    "DAY",
    "a",
    ROLE,
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ maxLength: 20 }),
);

/** JSON of maps with these names, lists, and these leaves. */
export function jsonOf(names: fc.Arbitrary<string>, leaves: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 7 },
      leaves,
      fc.dictionary(names, tie("value"), { maxKeys: 4 }),
      fc.array(tie("value"), { maxLength: 3 }),
    ),
  })).value;
}

/** The text of an entry: mostly JSON, often in the shape of a configuration, and sometimes not JSON. */
export const anyText = fc.oneof(
  { weight: 4, arbitrary: jsonOf(anyName, anyLeaf).map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.constantFrom("", "{", "[1,", "true", "1e999", '{"a":1,"a":2}', '{"__proto__":{}}') },
  { weight: 1, arbitrary: fc.string() },
);

const name = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[a-z][a-z0-9]{0,3}(-[a-z0-9]{1,3}){0,2}$/) },
  { weight: 1, arbitrary: fc.constantFrom("constructor", "then", "tostring") },
);
const text = fc.string({ minLength: 1, maxLength: 20 });
const flag = fc.constantFrom(true, false, "true", "false");
const count = fc.integer({ min: 1, max: 2_147_483_647 }).chain((value) => fc.constantFrom<unknown>(value, `${value}`));
const rate = fc.oneof(
  fc.double({ min: 0, minExcluded: true, noNaN: true, noDefaultInfinity: true }),
  fc.tuple(fc.nat(99_999), fc.integer({ min: 1, max: 99 })).map(([whole, part]) => `${whole}.${part}`),
);
const tags = fc.dictionary(
  fc.stringMatching(/^[A-Za-z0-9 _.:/=+@-]{1,8}$/).filter((tag) => !/^(aws:|service-keys:)/i.test(tag)),
  fc.stringMatching(/^[A-Za-z0-9 _.:/=+@-]{0,8}$/),
  { maxKeys: 4 },
);
const throttle = fc.record({ rateLimit: rate, burstLimit: count });

const quota = fc
  .constantFrom<["DAY" | "WEEK" | "MONTH", number]>(["DAY", 0], ["WEEK", 6], ["MONTH", 27])
  .chain(([period, last]) =>
    fc.record(
      { limit: fc.integer({ min: 28, max: 2_147_483_647 }), period: fc.constant(period), offset: fc.nat(last) },
      { requiredKeys: ["limit", "period"] },
    ),
  );

const reference = fc.constantFrom(
  { stack: "acme/api/prod", output: "restApiId" },
  { stack: "acme/api/prod", output: "stageName" },
);

/** Stands for one of the words or names that the rest of the configuration allows. */
const choice = fc.nat(9);

const stage = fc.record(
  {
    region: choice,
    apiId: fc.oneof(fc.stringMatching(/^[a-z0-9]{1,4}$/), reference),
    stage: fc.oneof(fc.stringMatching(/^[A-Za-z0-9_-]{1,4}$/), reference),
    throttle: fc.dictionary(fc.constantFrom("//GET", "/a/ANY", "/b/{id}/POST", "/{proxy+}/PUT"), throttle),
  },
  { requiredKeys: ["apiId", "stage"] },
);

const planFields = fc.record(
  {
    description: text,
    throttle,
    quota,
    apiStages: fc.uniqueArray(stage, { maxLength: 3, selector: (given) => JSON.stringify([given.apiId, given.stage]) }),
    tags,
  },
  { requiredKeys: [] },
);

// A method has a throttle only where the plan has one.
const plan = planFields.map((given) =>
  given.apiStages?.some((each) => Object.keys(each.throttle ?? {}).length > 0)
    ? { ...given, throttle: given.throttle ?? { rateLimit: 1, burstLimit: 1 } }
    : given,
);

/** Stands for the plan at this position, so that keys can be made before the plans. */
const planNumber = fc.nat(9);

/** Generations with one current and at most one staged. */
const generations = fc
  .tuple(
    fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,4}$/), { minLength: 1, maxLength: 4 }),
    fc.array(fc.constantFrom("grace", "disabled"), { minLength: 4, maxLength: 4 }),
    fc.boolean(),
    fc.array(fc.option(fc.record({ usagePlan: planNumber }, { requiredKeys: [] })), { minLength: 4, maxLength: 4 }),
  )
  .map(([ids, states, staged, maps]) =>
    Object.fromEntries(
      ids.map((id, index) => {
        const state = index === 0 ? "current" : index === 1 && staged ? "staged" : states[index]!;
        return [id, maps[index] ? { ...maps[index], state } : state];
      }),
    ),
  );

const calendar = fc.record(
  { everyDays: fc.integer({ min: 1, max: 3650 }), quietDays: fc.integer({ min: 0, max: 89 }), graceDays: fc.nat(365) },
  { requiredKeys: [] },
);

const key = fc.record(
  {
    description: text,
    enabled: flag,
    usagePlan: planNumber,
    generations,
    delivery: choice,
    secretName: choice,
    parameterName: choice,
    rotation: fc.oneof(calendar, fc.constant(false)),
    readers: fc.subarray([ROLE, "arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:user/a/b"]),
    customerId: text,
    tags,
  },
  { requiredKeys: [] },
);

const parts = fc.record(
  {
    keys: fc.dictionary(name, key, { minKeys: 1, maxKeys: 3 }),
    usagePlans: fc.dictionary(name, plan, { maxKeys: 3 }),
    secretsManager: fc.record(
      {
        kmsKeyId: fc.constantFrom("alias/a", "1234abcd-12ab-34cd-56ef-1234567890ab"),
        recoveryWindowInDays: fc.constantFrom<unknown>(0, 7, 30, "8"),
      },
      { requiredKeys: [] },
    ),
    parameterStore: fc.record({ kmsKeyId: fc.constant("alias/b") }, { requiredKeys: [] }),
    delivery: choice,
    regions: fc.dictionary(
      fc.constantFrom("us-east-1", "ap-southeast-2"),
      fc.record({ enabled: flag, kmsKeyId: fc.constant("alias/c") }, { requiredKeys: [] }),
    ),
    rotation: calendar,
    deletionProtection: flag,
    tags,
  },
  { requiredKeys: ["keys"] },
);

/** Configurations without a fault. */
export const validConfig: fc.Arbitrary<TestConfig> = parts.map((given) => {
  // Mends what the rules across fields would refuse: what names a plan, a store or a Region that is not there.
  const [plans, regions] = [Object.keys(given.usagePlans ?? {}), Object.keys(given.regions ?? {})];
  const stores = [
    ...(given.secretsManager ? ["secretsManager"] : []),
    ...(given.parameterStore ? ["parameterStore"] : []),
  ];
  const deliveries = [...stores, ...(stores.length === 2 ? ["both"] : []), "none"];
  const picked = (words: readonly string[], number: unknown) => words[(number as number) % words.length];
  const withPicked = (part: unknown) =>
    JSON.parse(
      JSON.stringify(part, (field, value: unknown) => {
        if (typeof value !== "number") return value;
        if (field === "usagePlan") return picked(plans, value);
        if (field === "region") return picked(regions, value);
        return field === "delivery" ? picked(deliveries, value) : value;
      }),
    ) as Record<string, Record<string, unknown>>;

  const delivery =
    stores.length === 2 || given.delivery !== undefined ? picked(deliveries, given.delivery ?? 0) : undefined;
  const keys = withPicked(given.keys);
  for (const [called, its] of Object.entries(keys)) {
    const where = its.delivery ?? delivery ?? stores[0] ?? "none";
    if (!["secretsManager", "both"].includes(where as string)) {
      delete its.readers;
      delete its.secretName;
    }
    if (!["parameterStore", "both"].includes(where as string)) delete its.parameterName;
    // No name is given twice.
    if ("secretName" in its) its.secretName = `shop/${called}`;
    if ("parameterName" in its) its.parameterName = `/shop/${called}`;
  }
  const secretsManager = { ...given.secretsManager };
  if (secretsManager.recoveryWindowInDays === 0 && ![false, "false"].includes(given.deletionProtection ?? true)) {
    secretsManager.recoveryWindowInDays = 7;
  }
  const { delivery: _, ...others } = given;
  return {
    ...others,
    keys,
    ...(given.usagePlans && { usagePlans: withPicked(given.usagePlans) }),
    ...(given.secretsManager && { secretsManager }),
    ...(delivery !== undefined && { delivery }),
    ...(given.regions && { "aws:region": "eu-central-1" }),
  };
});
