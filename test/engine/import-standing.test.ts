import { CreateApiKeyCommand, CreateUsagePlanCommand, DeleteUsagePlanKeyCommand } from "@aws-sdk/client-api-gateway";
import { Engine, type StackConfig } from "../kit/engine/engine";
import { IN_USE, makeByHand, type MadeByHand, seenBy, stackOf } from "../kit/engine/made-by-hand";

let engine: Engine;
let made: MadeByHand;
beforeAll(async () => {
  engine = await Engine.start();
  made = await makeByHand(engine);
  engine.configure(standing());
  expect((await engine.up()).code).toBe(0);
  await engine.save("imported");
});
afterAll(() => engine.stop());
beforeEach(async () => {
  await engine.restore("imported");
  engine.configure(standing());
});

const named = { secretName: "shop/one" };

/** The stack file of the first deployment, with which both lines stand. */
const standing = () => stackOf({ 1: { state: "current", import: made.key } }, { import: made.plan }, named);

/** The exit code of a preview of a stack file, and the lines that it prints of these paths. */
async function preview(config: StackConfig, path: RegExp) {
  engine.configure(config);
  const { code, text } = await engine.preview("--refresh=false");
  const lines = text.split("\n").map((line) => line.trim().replace(/^.*warning: /, ""));
  return [code, ...new Set(lines.filter((line) => path.test(line)))];
}

async function second() {
  const { apiGateway } = engine.aws.account;
  const { id: key = "" } = await apiGateway.send(new CreateApiKeyCommand({ name: "second", enabled: true }));
  const { id: plan = "" } = await apiGateway.send(new CreateUsagePlanCommand({ name: "second" }));
  return { key, plan };
}

test("a preview says of each import that was deployed that its line can go", async () => {
  expect(await preview(standing(), /^\S+import: /)).toEqual([
    0,
    "keys.one.generations.1.import: deployed: drop the line",
    "usagePlans.basic.import: deployed: drop the line",
  ]);
});

test("a link that was taken away by hand comes back once the import line is dropped", async () => {
  const link = new DeleteUsagePlanKeyCommand({ usagePlanId: made.plan, keyId: made.key });
  await engine.aws.account.apiGateway.send(link);
  const { text } = await engine.up();
  expect(text).toContain(`resource '${made.plan}/${made.key}' does not exist`);
  engine.configure(stackOf({ 1: "current" }, { import: made.plan }, named));
  expect((await engine.up()).code).toBe(0);
  expect(await seenBy(engine)).toEqual([IN_USE]);
});

test("an import line that stands while the generation moves to another plan is refused", async () => {
  const { plan } = await second();
  const moved = stackOf({ 1: { state: "current", import: made.key, usagePlan: "other" } }, { import: made.plan });
  const config = { ...moved, usagePlans: { basic: { import: made.plan }, other: { import: plan } } };
  expect(await preview(config, /^keys/)).toEqual([
    1,
    "keys.one.generations.1.import: deployed already, and the generation leaves plan basic, so there is no link to import; drop the line",
  ]);
});

test("an import of another key or plan is refused, and what callers use stays", async () => {
  const { key, plan } = await second();
  const config = stackOf({ 1: { state: "current", import: key } }, { import: plan }, named);
  expect(await preview(config, /^\S+import: /)).toEqual([
    1,
    `keys.one.generations.1.import: deployed is "${made.key}", which this would replace; drop the line, and import "${key}" as a new generation`,
    `usagePlans.basic.import: deployed is "${made.plan}", which this would replace; drop the line, or import "${plan}" under another name`,
  ]);
  expect((await engine.up()).code).toBe(1);
  expect(await seenBy(engine)).toContainEqual(IN_USE);
});

test("another name of a live secret is refused, and a dropped one changes nothing", async () => {
  expect(await preview(stackOf({ 1: "current" }, {}, { secretName: "shop/other" }), /^keys/)).toEqual([
    1,
    'keys.one.secretName: deployed is "shop/one", and AWS cannot rename a secret: its readers would lose it; keep that name, or drop the line',
  ]);
  engine.configure(stackOf({ 1: "current" }));
  expect((await engine.up("--expect-no-changes")).code).toBe(0);
  expect(await seenBy(engine)).toEqual([IN_USE]);
});
