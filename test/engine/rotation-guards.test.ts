import { Engine } from "../kit/engine/engine";
import { deploy } from "../kit/engine/faults";
import { keys } from "../kit/engine/rotating-keys";
import { found } from "../kit/engine/wanted";

const first = keys({ 1: "current" });
const started = keys({ 1: "current", 2: "staged" });
const promoted = keys({ 1: "grace", 2: "current" });
const removed = keys({ 2: "current" });

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

test.each([
  ["in grace", promoted, removed, "one-1"],
  ["staged", started, first, "one-2"],
])("a key that is %s cannot be removed, with or without a preview", async (_, from, to, key) => {
  await deploy(engine, { to: from });
  const before = await engine.aws.cloud();
  engine.configure(to);
  for (const { code, text } of [await engine.preview(), await engine.up()]) {
    expect(code).toBe(1);
    expect(text).toMatch(new RegExp(`resource ".*::${key}" cannot be deleted`));
  }
  expect(await engine.aws.cloud()).toEqual(before);
  expect((await engine.aws.journal()).filter(({ seen }) => seen !== undefined)).toEqual([]);
});

describe("with slow calls", () => {
  /** Far more than the CLI needs to send a call that waits for nothing. */
  const slow = 3000;
  const bare = (generations: Record<string, string>) => ({ keys: { one: { generations } } });
  const linked = (generations: Record<string, string>) => ({
    keys: { one: { usagePlan: "basic", generations } },
    usagePlans: { basic: {} },
  });

  test("a value is published only once it is attached", async () => {
    await deploy(engine, { to: first });
    await engine.aws.slow({ CreateUsagePlanKey: slow });
    const { journal, violations } = await deploy(engine, { from: first, to: promoted });
    expect(journal.map(({ action, seen }) => [action, ...found(seen!.keys)])).toEqual([
      ["CreateApiKey", "one-1 on in basic, published", "one-2 on in no plan"],
      ["CreateUsagePlanKey", "one-1 on in basic, published", "one-2 on in basic"],
      ["PutSecretValue", "one-1 on in basic", "one-2 on in basic, published"],
    ]);
    expect(violations).toEqual([]);
  });

  test.each([
    ["published", "PutSecretValue", keys],
    ["attached", "CreateUsagePlanKey", linked],
    ["made", "CreateApiKey", bare],
  ])(
    "a key is not switched off before its successor is %s, and not at all if that fails",
    async (_, action, config) => {
      await deploy(engine, { to: config({ 1: "current" }) });
      const before = await engine.aws.view();
      engine.configure(config({ 1: "disabled", 2: "current" }));
      await engine.aws.slow({ [action]: slow });
      await engine.aws.arm({ call: 1, action, when: "before" });
      expect((await engine.up()).code).toBe(1);
      const journal = await engine.aws.journal();
      expect(journal.at(-1)).toMatchObject({ action, error: "InternalFailure" });
      expect((await engine.aws.view()).filter(({ generation }) => generation === "1")).toEqual(before);
    },
  );

  test("the outputs do not name a key before it is attached, and not at all if that fails", async () => {
    await deploy(engine, { to: linked({ 1: "current" }) });
    engine.configure(linked({ 1: "grace", 2: "current" }));
    await engine.aws.slow({ CreateUsagePlanKey: slow });
    await engine.aws.arm({ call: 1, action: "CreateUsagePlanKey", when: "before" });
    expect((await engine.up()).code).toBe(1);
    const shown = await engine.run("stack", "output", "apiKeyValue", "--show-secrets");
    expect(shown.stdout.trim()).toBe(await engine.aws.value("one", "1"));
  });
});
