import { Engine, type StackConfig } from "../kit/engine/engine";
import { keys } from "../kit/engine/rotating-keys";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

const staged = keys({ 1: "current", 2: "staged" });
const promoted = keys({ 1: "grace", 2: "current" });
const retired = keys({ 1: "disabled", 2: "current" });

/** The exit code and what is said of this configuration, compared with what is deployed. */
async function check(config: StackConfig, more = "") {
  engine.configure(config);
  const command = "npm run -s rotate -- check --deployed dev";
  const { code, text } = await engine.shell(`pulumi stack export ${more} | ${command}`);
  return [code, text.trim()];
}

async function up(config: StackConfig, code = 0): Promise<void> {
  engine.configure(config);
  const ended = await engine.up();
  if (ended.code !== code) throw new Error(ended.text);
}

const legal = [0, "Pulumi.dev.yaml is one legal step from what is deployed, or none"];
const refused = (problem: string) => [1, `Pulumi.dev.yaml: keys.one.generations.${problem}`];
const twoSteps = refused("1: current -> disabled is not a legal step; first: npm run rotate -- dev one promote");

test("each deployment is one step from the one before it, whatever the files in between", async () => {
  expect(await check(staged)).toEqual(legal);
  await up(staged);
  expect(await check(retired)).toEqual(twoSteps);
  expect(await check(promoted)).toEqual(legal);
  await up(promoted);
  expect(await check(retired)).toEqual(legal);
  const generations = { 1: "grace", 2: "current" };
  await up({ ...promoted, keys: { one: { usagePlan: "basic", enabled: false, generations } } });
  expect(await check({ ...promoted, keys: { two: {} } })).toEqual(legal);
  expect(await check(promoted, "--show-secrets")).toEqual(legal);
});

test.each(["CreateUsagePlanKey", "PutSecretValue", "UpdateApiKey"])(
  "a deployment that failed at %s counts as none",
  async (action) => {
    await up(keys({ 1: "current" }));
    await engine.aws.arm({ action, call: 1, when: "before" });
    await up(action === "UpdateApiKey" ? keys({ 1: "disabled", 2: "current" }) : keys({ 1: "grace", 2: "current" }), 1);
    await engine.aws.arm();
    expect(await check(promoted)).toEqual(legal);
    expect(await check(retired)).toEqual(
      refused("1: current -> disabled is not a legal step; first: npm run rotate -- dev one start --now"),
    );
  },
);

test("a key whose first deployment failed is new", async () => {
  await engine.aws.arm({ action: "PutSecretValue", call: 1, when: "before" });
  await up(promoted, 1);
  await engine.aws.arm();
  expect(await check(promoted)).toEqual(legal);
  expect(await check(retired)).toEqual(legal);
});
