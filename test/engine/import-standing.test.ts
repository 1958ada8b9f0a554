import { CreateApiKeyCommand, CreateUsagePlanCommand, DeleteUsagePlanKeyCommand } from "@aws-sdk/client-api-gateway";
import { Engine, type StackConfig } from "../kit/engine/engine";
import { IN_USE, makeByHand, type MadeByHand, seenBy, stackOf } from "../kit/engine/made-by-hand";
import { sectionFor } from "../kit/engine/recovery";

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

/** The stack file of the first deployment, with which both lines stand. */
const standing = () =>
  stackOf({ 1: { state: "current", import: made.key } }, { import: made.plan }, { secretName: "shop/one" });

/** What `check` says of a stack file, compared with what is deployed. */
async function check(config: StackConfig) {
  engine.configure(config);
  const { code, text } = await engine.shell("pulumi stack export | npm run -s rotate -- check --deployed dev");
  return [code, ...text.trim().split("\n")];
}

describe("while the line stands that imported a key", () => {
  const withoutKeyImport = () => stackOf({ 1: "current" }, { import: made.plan }, { secretName: "shop/one" });

  test("check says that it has done its work", async () => {
    expect(await check(standing())).toEqual([
      0,
      "Pulumi.dev.yaml is one legal step from what is deployed, or none",
      "Pulumi.dev.yaml: keys.one.generations.1.import: deployed: drop it",
      "Pulumi.dev.yaml: usagePlans.basic.import: deployed: drop it",
    ]);
  });

  test("a link that was taken away by hand comes back once the line is dropped", async () => {
    const link = new DeleteUsagePlanKeyCommand({ usagePlanId: made.plan, keyId: made.key });
    await engine.aws.account.apiGateway.send(link);
    const { text } = await engine.up();
    expect(text).toContain(`resource '${made.plan}/${made.key}' does not exist`);
    expect(sectionFor(text)).toBe("An import that is not there");
    engine.configure(withoutKeyImport());
    expect((await engine.up()).code).toBe(0);
    expect(await seenBy(engine)).toEqual([IN_USE]);
  });

  test("a link that left the state is imported again, and nothing of it is touched in AWS", async () => {
    expect((await engine.destroy()).code).toBe(1);
    await engine.aws.journal();
    expect((await engine.up()).code).toBe(0);
    const calls = (await engine.aws.journal()).filter(({ action }) => /UsagePlanKey$/.test(action));
    expect([...new Set(calls.map(({ action }) => action))]).toEqual(["GetUsagePlanKey"]);
    expect(await seenBy(engine)).toEqual([IN_USE]);
    expect((await engine.preview("--expect-no-changes")).code).toBe(0);
  });

  test("check refuses another plan, which the engine could not import a link from", async () => {
    const moved = stackOf({ 1: { state: "current", import: made.key, usagePlan: "other" } }, { import: made.plan });
    const { id } = await engine.aws.account.apiGateway.send(new CreateUsagePlanCommand({ name: "second" }));
    const config = { ...moved, usagePlans: { basic: { import: made.plan }, other: { import: id } } };
    const [code, , line] = await check(config);
    expect([code, line]).toEqual([
      1,
      "Pulumi.dev.yaml: keys.one.generations.1.import: not dropped yet, while the generation moves from plan basic to other, where there is no link to import; drop the line",
    ]);
  });
});

describe("check refuses", () => {
  test("another import, by which the engine would delete what callers use, protected or not", async () => {
    const { apiGateway } = engine.aws.account;
    const { id: key = "" } = await apiGateway.send(new CreateApiKeyCommand({ name: "second", enabled: true }));
    const { id: plan = "" } = await apiGateway.send(new CreateUsagePlanCommand({ name: "second" }));
    const config = stackOf({ 1: { state: "current", import: key } }, { import: plan }, { secretName: "shop/one" });
    const [code, ...lines] = await check(config);
    expect([code, ...lines.map((line) => String(line).split(",")[0])]).toEqual([
      1,
      `Pulumi.dev.yaml: keys.one.generations.1.import: changed from "${made.key}"`,
      `Pulumi.dev.yaml: usagePlans.basic.import: changed from "${made.plan}"`,
    ]);
    engine.configure(stackOf({ 1: { state: "current", import: key } }, {}, { secretName: "shop/one" }));
    expect((await engine.up()).code).toBe(0);
    expect(Object.keys(await engine.aws.inventory())).not.toContain(made.key);
  });

  test.each<[string, object, string]>([
    ["another name of the secret", { secretName: "shop/other" }, 'changed from "shop/one"'],
  ])("%s, and so does the engine", async (_, key, problem) => {
    expect(await check(stackOf({ 1: "current" }, {}, key))).toContain(
      `Pulumi.dev.yaml: keys.one.secretName: ${problem}, which would make another secret that no consumer knows, as AWS cannot rename one; keep the name`,
    );
    const { code, text } = await engine.up();
    expect(code).toBe(1);
    expect(text).toContain("marked for protection");
    expect(await seenBy(engine)).toEqual([IN_USE]);
  });
});
