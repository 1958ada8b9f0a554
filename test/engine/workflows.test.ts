import { scriptOf } from "../kit/workflow-files";
import { Engine } from "../kit/engine/engine";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start("dev", { asOnLaptop: true });
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

const reader = "arn:aws:iam::111122223333:role/consumer";
const config = {
  keys: { one: { usagePlan: "basic" } },
  usagePlans: { basic: { throttle: { rateLimit: 5, burstLimit: 10 } } },
};

/** Runs the command of a workflow's step, which the engine searches for key values as it does every command. */
function runStep(job: string, step: string) {
  const [pulumi, ...args] = scriptOf(job, step).split(" 2>&1")[0]!.split(" ");
  expect(pulumi).toBe("pulumi");
  return engine.run(...args);
}

const preview = () => runStep("preview/preview", "Preview");
const deploy = () => runStep("deploy/deploy", "Deploy");
const drift = () => runStep("drift/drift", "Compare AWS with the state");

test("preview, deployment and drift run on the real engine, and none shows an output", async () => {
  engine.configure(config);
  for (const step of [preview, deploy, drift]) {
    const { code, text } = await step();
    expect(code).toBe(0);
    expect(text).not.toContain("apiKeyValue");
  }
  expect((await engine.aws.view()).map(({ service, enabled }) => [service, enabled])).toEqual([["one", true]]);
});

test("what was changed behind Pulumi's back is drift, which is told from other failures, and which a night does not mend", async () => {
  engine.configure(config);
  await deploy();
  await engine.aws.drift("one", "1", false);
  for (let night = 0; night < 2; night++) {
    const { code, text } = await drift();
    expect(code).toBe(7);
    expect(text).toMatch(/~ enabled +: true => false/);
    expect(text).toContain("error: no changes were expected for refresh but changes were proposed");
  }
});

test("previews ask AWS nothing, and the watch for drift only reads", async () => {
  engine.configure({ ...config, secretsManager: {}, keys: { one: { ...config.keys.one, readers: [reader] } } });
  await deploy();
  await engine.aws.journal();
  await preview();
  expect(await engine.aws.journal()).toEqual([]);
  await drift();
  const actions = (await engine.aws.journal()).map(({ action }) => action);
  // What the policy of the drift role, policies/drift.json, allows, and no more.
  expect([...new Set(actions)].sort()).toEqual([
    "DescribeSecret",
    "GetApiKey",
    "GetResourcePolicy",
    "GetSecretValue",
    "GetUsagePlan",
    "GetUsagePlanKey",
  ]);
});
