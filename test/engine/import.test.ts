import { GetApiKeysCommand, GetUsagePlansCommand, UpdateUsagePlanCommand } from "@aws-sdk/client-api-gateway";
import { Engine } from "../kit/engine/engine";
import { imported, IN_USE, makeByHand, type MadeByHand, seenBy, stackOf } from "../kit/engine/made-by-hand";

let engine: Engine;
let made: MadeByHand;
beforeAll(async () => {
  engine = await Engine.start();
  made = await makeByHand(engine);
  await engine.aws.journal();
  await engine.save("made by hand");
});
afterAll(() => engine.stop());
beforeEach(() => engine.restore("made by hand"));

/** The calls that changed something, in whatever order. */
const changes = async () => (await engine.aws.changes()).sort();

const MADE_AROUND = ["CreateSecret one", "PutSecretValue one"];
const TAKEN_OVER = ["TagResource basic", "TagResource one-1", "UpdateApiKey one-1", "UpdateUsagePlan basic"];
describe("a key, its plan and their link that exist", () => {
  test("are taken over: nothing of them is made again, and the value stays", async () => {
    engine.configure(imported(made));
    expect((await engine.up()).code).toBe(0);
    expect(await changes()).toEqual([...MADE_AROUND, ...TAKEN_OVER].sort());
    expect(await seenBy(engine)).toEqual([IN_USE]);
    expect(await engine.aws.published("one")).toBe(made.value);
  });

  test("are counted by the plan as the first preview counts them", async () => {
    engine.configure(imported(made));
    const counted = /(\d+) to (create|import)/g;
    const inPreview = (await engine.preview()).text.match(counted);
    const inPlan = (await engine.shell("npm run -s plan -- dev")).text.match(counted);
    expect(inPlan!.sort()).toEqual(inPreview!.sort());
    expect(inPlan).toEqual(["3 to import", "4 to create"]);
  });

  test("get descriptions and tags of the stack, and keep their names", async () => {
    engine.configure(imported(made));
    await engine.up();
    const { apiGateway } = engine.aws.account;
    const { items: keys } = await apiGateway.send(new GetApiKeysCommand({}));
    const { items: plans } = await apiGateway.send(new GetUsagePlansCommand({}));
    const tags = { "service-keys:project": "ai-service-keys", "service-keys:stack": "dev" };
    expect(keys).toMatchObject([
      {
        name: "legacy",
        description: "Service key one, generation 1",
        tags: { ...tags, "service-keys:key": "one", "service-keys:generation": "1", "service-keys:state": "current" },
      },
    ]);
    expect(plans).toMatchObject([{ name: "old", description: "Usage plan basic", tags }]);
  });

  test("hide the value in previews, in the state and in its history", async () => {
    engine.configure(imported(made));
    for (const flags of [["--diff"], ["--json"]]) expect((await engine.preview(...flags)).code).toBe(0);
    await engine.up();
    expect((await engine.refresh("--diff")).code).toBe(0);
    const withValue = (await engine.state()).filter(({ outputs = {} }) => "value" in outputs);
    expect(withValue.map(({ type, outputs }) => [type.split(":")[2], typeof outputs!.value])).toEqual([
      ["ApiKey", "object"],
      ["UsagePlanKey", "object"],
    ]);
  });

  test("stay as they are at the next deployment, and when the lines are dropped", async () => {
    engine.configure(imported(made));
    await engine.up();
    await engine.aws.journal();
    expect((await engine.up("--expect-no-changes")).code).toBe(0);
    engine.configure(stackOf({ 1: "current" }));
    expect((await engine.up("--expect-no-changes")).code).toBe(0);
    expect(await changes()).toEqual([]);
  });

  test("are taken over by a repeated update, whichever call fails once, before or after it took effect", async () => {
    const calls = MADE_AROUND.length + TAKEN_OVER.length;
    for (const when of ["before", "after"] as const) {
      for (let call = 1; call <= calls; call++) {
        await engine.restore("made by hand");
        engine.configure(imported(made));
        await engine.aws.arm({ call, when });
        expect([when, call, (await engine.up()).code]).toEqual([when, call, 1]);
        await engine.aws.arm();
        expect([when, call, (await engine.up()).code]).toEqual([when, call, 0]);
        expect(await seenBy(engine)).toEqual([IN_USE]);
      }
    }
  });

  test("are rotated out like any other: in the end the adopted value belongs to no key", async () => {
    const adopted = { state: "current", import: made.key };
    for (const generations of [
      { 1: adopted },
      { 1: "current", 2: "staged" },
      { 1: "grace", 2: "current" },
      { 1: "disabled", 2: "current" },
      { 2: "current" },
    ]) {
      engine.configure(stackOf(generations, { import: made.plan }));
      expect([generations, (await engine.up()).code]).toEqual([generations, 0]);
    }
    expect(await seenBy(engine)).toEqual([{ ...IN_USE, generation: "2" }]);
    expect(await engine.aws.published("one")).not.toBe(made.value);
  });
});

describe("an import is refused, and the key works on", () => {
  /** What the CLI says of a wrong file, after which the mended one is deployed. */
  async function refusal(wrong: Readonly<Record<string, unknown>>): Promise<string[]> {
    engine.configure(wrong);
    const { code, text } = await engine.up();
    expect(code).toBe(1);
    expect(await engine.aws.view()).toMatchObject([{ enabled: true, plans: [expect.any(String)] }]);
    engine.configure(imported(made));
    expect((await engine.up()).code).toBe(0);
    expect(await seenBy(engine)).toEqual([IN_USE]);
    expect(await engine.aws.published("one")).toBe(made.value);
    return [...new Set([...text.matchAll(/^ {4}error: (.*)$/gm)].map(([, line]) => line!))].sort();
  }

  test("where there is no such key", async () => {
    expect(await refusal(stackOf({ 1: { state: "current", import: "nowhere123" } }, { import: made.plan }))).toEqual([
      "resource 'nowhere123' does not exist",
      "update failed",
    ]);
  });

  test("where there is no such plan", async () => {
    const wrong = stackOf({ 1: { state: "current", import: made.key } }, { import: "nowhere" });
    expect(await refusal(wrong)).toEqual(["resource 'nowhere' does not exist", "update failed"]);
  });
});

test("a key that is in another plan of the same stage is not put into a second one", async () => {
  const patchOperations = [{ op: "add" as const, path: "/apiStages", value: "a1:prod" }];
  await engine.aws.account.apiGateway.send(new UpdateUsagePlanCommand({ usagePlanId: made.plan, patchOperations }));
  engine.configure(
    stackOf({ 1: { state: "current", import: made.key } }, { apiStages: [{ apiId: "a1", stage: "prod" }] }),
  );
  const { code, text } = await engine.up();
  expect(code).toBe(1);
  expect(text).toContain("API Key cannot reference multiple Usage Plans with the same API Stage");
  expect(await seenBy(engine)).toEqual([{ ...IN_USE, plans: ["old"], published: false, handedOut: false }]);
});
