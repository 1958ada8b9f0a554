import { parse } from "yaml";
import { exampleStack } from "../kit/example-files";
import { succeed } from "../kit/engine/command";
import { Engine, type StackConfig } from "../kit/engine/engine";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

/** The changes that AWS was asked for since the last look, as `Action resource`, sorted. */
const changes = async () => (await engine.aws.changes()).sort();

async function up(config: StackConfig | string, ...args: string[]): Promise<string[]> {
  engine.configure(config);
  await succeed(engine.up(...args));
  return changes();
}

describe.each([
  ["dev", exampleStack("dev"), 3],
  ["prod", exampleStack("prod"), 17],
  ["no configuration at all", "", 1],
] as const)("%s", (_, file, created) => {
  test("comes up, and then there is nothing to change, whatever the order of the stack file", async () => {
    expect(await up(file)).toHaveLength(created);
    expect((await engine.up("--expect-no-changes")).code).toBe(0);
    const { config = {} } = (parse(file) ?? {}) as { config?: StackConfig };
    engine.configure(reversed(config) as StackConfig);
    expect((await engine.preview("--expect-no-changes")).code).toBe(0);
    expect((await engine.refresh("--expect-no-changes")).code).toBe(0);
    expect(await changes()).toEqual([]);
  });

  test("is counted by the plan as the first preview counts it", async () => {
    engine.configure(file);
    const counted = /(\d+) to create/;
    const [, previewed] = counted.exec((await engine.preview()).text)!;
    const [, planned] = counted.exec((await engine.shell("npm run -s plan -- dev")).text)!;
    expect(planned).toBe(previewed);
  });
});

/** The same with every map the other way round. */
function reversed(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, reversed(item)] as const);
  return Object.fromEntries(entries.reverse());
}

const plans = {
  basic: { throttle: { rateLimit: 5, burstLimit: 10 }, apiStages: [{ apiId: "abc", stage: "live" }] },
  plus: { quota: { limit: 100, period: "DAY" }, apiStages: [{ apiId: "abc", stage: "live" }] },
};

const base = {
  deletionProtection: false,
  keys: { one: { usagePlan: "basic" }, two: { usagePlan: "plus" } },
  usagePlans: plans,
};

describe("a change made in place", () => {
  const published = { ...base, secretsManager: {} };
  const one = (change: object) => ({ ...published, keys: { ...base.keys, one: { usagePlan: "basic", ...change } } });
  const plan = (name: keyof typeof plans, change: object) => ({
    ...published,
    usagePlans: { ...plans, [name]: { ...plans[name], ...change } },
  });
  beforeAll(async () => {
    await engine.reset();
    await up(published);
    await engine.save("published");
  });
  beforeEach(() => engine.restore("published"));

  test.each<[string, StackConfig, string[]]>([
    ["the description of a key", one({ description: "new" }), ["UpdateApiKey one-1", "UpdateSecret one"]],
    ["enabled", one({ enabled: false }), ["UpdateApiKey one-1"]],
    ["customerId", one({ customerId: "c1" }), ["UpdateApiKey one-1"]],
    ["the tags of a key", one({ tags: { owner: "me" } }), ["TagResource one", "TagResource one-1"]],
    ["the throttle", plan("basic", { throttle: { rateLimit: 6, burstLimit: 10 } }), ["UpdateUsagePlan basic"]],
    ["the quota", plan("plus", { quota: { limit: 200, period: "WEEK", offset: 6 } }), ["UpdateUsagePlan plus"]],
    ["a quota that goes", plan("plus", { quota: undefined }), ["UpdateUsagePlan plus"]],
    ["a stage that goes", plan("plus", { apiStages: [] }), ["UpdateUsagePlan plus"]],
    [
      "a stage that comes, with a throttle for one method",
      plan("basic", {
        apiStages: [
          ...plans.basic.apiStages,
          { apiId: "def", stage: "live", throttle: { "/chat/POST": { rateLimit: 1, burstLimit: 2 } } },
        ],
      }),
      ["UpdateUsagePlan basic"],
    ],
    ["the description of a plan", plan("basic", { description: "new" }), ["UpdateUsagePlan basic"]],
    ["the tags of a plan", plan("basic", { tags: { a: "b" } }), ["TagResource basic"]],
    ["the recovery window", { ...published, secretsManager: { recoveryWindowInDays: 7 } }, []],
    [
      "the stack's tags",
      { ...published, tags: { a: "b" } },
      [
        "TagResource basic",
        "TagResource one",
        "TagResource one-1",
        "TagResource plus",
        "TagResource two",
        "TagResource two-1",
      ],
    ],
  ])("is that of %s", async (_, changed, expected) => {
    expect(await up(changed)).toEqual(expected);
  });
});

test("a key moves to another plan: its old link goes before the new one comes, the key stays", async () => {
  await up(base);
  const value = await engine.aws.value("one", "1");
  engine.configure({ ...base, keys: { ...base.keys, one: { usagePlan: "plus" } } });
  expect((await engine.up()).code).toBe(0);
  expect(await engine.aws.changes()).toEqual(["DeleteUsagePlanKey one-1", "CreateUsagePlanKey one-1"]);
  expect(await engine.aws.value("one", "1")).toBe(value);
});

test("the outputs name a new generation only once it is attached to its plan", async () => {
  await up(base);
  const outputs = async () => (await engine.run("stack", "output", "--json")).stdout;
  const before = await outputs();
  const rotated = { usagePlan: "basic", generations: { 1: "grace", 2: "current" } };
  engine.configure({ ...base, keys: { ...base.keys, one: rotated } });
  await engine.aws.arm({ action: "CreateUsagePlanKey", call: 1, when: "before" });
  expect((await engine.up()).code).toBe(1);
  expect(await changes()).toEqual(["CreateApiKey one-2", "CreateUsagePlanKey one-2 InternalFailure"]);
  expect(await outputs()).toBe(before);
});

test("a key is added and removed without touching the others", async () => {
  await up(base);
  const more = { ...base, keys: { ...base.keys, three: { usagePlan: "basic" } } };
  expect(await up(more)).toEqual(["CreateApiKey three-1", "CreateUsagePlanKey three-1"]);
  // AWS drops the link with its key, so that one call is all.
  expect(await up(base)).toEqual(["DeleteApiKey three-1"]);
});

test("AWS names come from project, stack and logical name", async () => {
  await up(base);
  const state = await engine.state();
  const names = state.flatMap(({ type, inputs }) =>
    type.startsWith("aws:") && inputs.name !== undefined ? [inputs.name] : [],
  );
  expect(names.map((name) => (name as string).replace(/-[0-9a-f]{7}$/, "-HEX")).sort()).toEqual([
    "ai-service-keys-dev-basic-HEX",
    "ai-service-keys-dev-one-1-HEX",
    "ai-service-keys-dev-plus-HEX",
    "ai-service-keys-dev-two-1-HEX",
  ]);
});

test("a faulty configuration fails before the provider is called at all, with the plan's own text", async () => {
  engine.configure({ keys: { One: {}, two: { usagePlan: "none", enabled: "no" } } });
  for (const ended of [await engine.preview(), await engine.up()]) {
    expect(ended.code).not.toBe(0);
    expect(ended.text.split("\n").map((line) => line.trim())).toEqual(
      expect.arrayContaining([
        "error: the configuration of stack dev has 3 problems:",
        'keys.One: not a valid name; did you mean "one"? give lower-case letters, digits and single hyphens between them, a letter first, at most 64 characters',
        'keys.two.enabled: got "no"; give true or false',
        'keys.two.usagePlan: there is no usage plan "none"; add it under usagePlans, or drop the line',
      ]),
    );
    expect(ended.text).not.toContain("    at ");
  }
  expect(await engine.aws.journal()).toEqual([]);
});

test("what stands beside config is nothing to the CLI, which deploys the default key, and a fault to the plan", async () => {
  engine.configure("confg:\n  keys: {one: {}}\n");
  const previewed = await engine.preview();
  expect([previewed.code, previewed.text]).toEqual([0, expect.stringContaining("service-1") as string]);
  expect(previewed.text).not.toContain("confg");
  expect(await engine.shell("npm run -s plan -- dev")).toMatchObject({
    code: 1,
    text: expect.stringContaining(
      '  confg: unknown, and the Pulumi CLI ignores it; did you mean "config"? (Pulumi.dev.yaml:3)',
    ) as string,
  });
});

test("a preview shows what was changed behind Pulumi's back, and the next update mends it", async () => {
  await up(base);
  await engine.aws.drift("one", "1", false);
  expect((await engine.preview("--expect-no-changes")).code).not.toBe(0);
  expect((await engine.preview("--expect-no-changes", "--refresh=false")).code).toBe(0);
  expect(await up(base)).toEqual(["UpdateApiKey one-1"]);
  expect((await engine.preview("--expect-no-changes")).code).toBe(0);
});
