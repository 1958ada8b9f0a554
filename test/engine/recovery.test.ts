import { Engine } from "./engine";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

const config = {
  keys: { one: { usagePlan: "basic" }, two: { usagePlan: "basic" } },
  usagePlans: { basic: { throttle: { rateLimit: 5, burstLimit: 10 } } },
};

test("links that left the state come back without an outage and without a value in clear", async () => {
  engine.configure(config);
  await engine.up();
  const before = await engine.aws.view();
  // A refused destruction with --skip-preview drops the unprotected links from the state, and touches nothing in AWS.
  expect((await engine.destroy()).code).not.toBe(0);
  expect(await engine.aws.view()).toEqual(before);
  const conflict = await engine.up();
  expect(conflict.code).not.toBe(0);
  expect(conflict.text).toContain("ConflictException: Usage Plan already contains the API Key");

  expect(await engine.relink()).toBe("put back one-1\nput back two-1\n");
  expect((await engine.refresh()).code).toBe(0);
  expect((await engine.up()).code).toBe(0);
  expect((await engine.preview("--expect-no-changes")).code).toBe(0);
  expect(await engine.aws.view()).toEqual(before);
  const links = (await engine.state()).filter(({ type }) => type.endsWith(":UsagePlanKey"));
  expect(links.map(({ outputs }) => Object.keys(outputs?.value as object).sort())).toEqual([
    ["4dabf18193072939515e22adb298388d", "ciphertext"],
    ["4dabf18193072939515e22adb298388d", "ciphertext"],
  ]);
});
