import { DeleteSecretCommand } from "@aws-sdk/client-secrets-manager";
import { readDocument } from "../kit/documented";
import { succeed } from "../kit/engine/command";
import { Engine, type StackConfig } from "../kit/engine/engine";

// Runs docs/removal.md, command by command, with the changes of the stack file that it tells of between them.
const { titles, commands } = readDocument("docs/removal.md");
const ofTheCli = (title: string) => commands[title]!.filter((command) => command.startsWith("pulumi "));

const plan = { throttle: { rateLimit: 1, burstLimit: 2 } };
const config = {
  keys: { batch: { usagePlan: "bulk" }, search: { usagePlan: "standard" } },
  usagePlans: { bulk: { ...plan, apiStages: [{ apiId: "a1b2c3d4e5", stage: "prod" }] }, standard: plan },
  secretsManager: {},
};
const withBatch = (entries: object) => ({
  ...config,
  keys: { ...config.keys, batch: { ...config.keys.batch, ...entries } },
});
const withoutBatch = { ...config, keys: { search: config.keys.search } };
const withoutPlan = { ...withoutBatch, usagePlans: { standard: plan } };

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start("prod");
  await deploy(config);
  await engine.save("deployed");
});
beforeEach(() => engine.restore("deployed"));
afterAll(() => engine.stop());

async function deploy(stackFile: StackConfig): Promise<void> {
  engine.configure(stackFile);
  await succeed(engine.up());
}

async function run(command: string, stackFile?: StackConfig): Promise<void> {
  if (stackFile) engine.configure(stackFile);
  await succeed(engine.shell(command));
}

/** The deployment that a command makes is refused, and touches nothing. */
async function isRefused(command: string, stackFile: StackConfig, problem: string): Promise<void> {
  engine.configure(stackFile);
  const before = await engine.aws.cloud();
  const { code, text } = await engine.shell(command);
  expect([code === 0, text.includes(problem)]).toEqual([false, true]);
  expect(await engine.aws.cloud()).toEqual(before);
}

/** The keys and secrets of the consumer, and the names of the plans. */
async function what() {
  const { keys, plans, secrets } = await engine.aws.cloud();
  return {
    keys: keys.filter(({ service }) => service === "batch").map(({ enabled }) => enabled),
    secrets: secrets.filter(({ name }) => name.includes("batch")).map(({ deleted }) => deleted),
    plans: plans.map(({ name }) => /prod-(\w+)-/.exec(name)?.[1]).sort(),
  };
}

test("a consumer is switched off, taken out, and its plan after it", async () => {
  const [switchOff, takeOut, dropPlan, look, ...more] = ofTheCli("Remove a consumer");
  expect(more).toEqual([]);
  const value = await engine.aws.value("batch", "1");
  await isRefused("pulumi up --yes", withoutBatch, "keys.batch: left out while it is on");

  await run(switchOff!, withBatch({ enabled: false }));
  expect(await what()).toEqual({ keys: [false], secrets: [false], plans: ["bulk", "standard"] });
  await deploy(config);
  expect([await what(), await engine.aws.value("batch", "1")]).toEqual([
    { keys: [true], secrets: [false], plans: ["bulk", "standard"] },
    value,
  ]);

  await run(switchOff!, withBatch({ enabled: false }));
  await run(takeOut!, withoutBatch);
  expect(await what()).toEqual({ keys: [], secrets: [true], plans: ["bulk", "standard"] });
  expect(await engine.aws.published("batch")).toBeUndefined();
  await run(dropPlan!, withoutPlan);
  await run(look!);
  expect(await what()).toEqual({ keys: [], secrets: [true], plans: ["standard"] });
});

test("a plan stays for as long as a key is on it", async () => {
  await deploy(withBatch({ enabled: false }));
  await isRefused("pulumi up --yes", withoutPlan, "usagePlans.bulk: left out while keys are on it: batch 1");
});

test("a consumer comes back under its name, once the secret of that name is gone for good", async () => {
  await engine.reset();
  const secretName = "keys/batch";
  await deploy(withBatch({ secretName }));
  const before = (await engine.aws.cloud()).secrets.find(({ name }) => name === secretName)!;
  await deploy(withBatch({ secretName, enabled: false }));
  await deploy(withoutBatch);

  engine.configure(withBatch({ secretName, generations: { 2: "current" } }));
  const { code, text } = await engine.shell("pulumi up --yes");
  expect([code === 0, text.includes("a secret with this name is already scheduled for deletion")]).toEqual([
    false,
    true,
  ]);
  // The command of AWS's own, which is not at hand here: test/aws runs it.
  const forGood = new DeleteSecretCommand({ SecretId: secretName, ForceDeleteWithoutRecovery: true });
  await engine.aws.account.secretsManager.send(forGood);
  for (const command of ofTheCli("The same name again")) await run(command);
  const after = (await engine.aws.cloud()).secrets.find(({ name }) => name === secretName)!;
  expect([after.deleted, after.arn === before.arn]).toEqual([false, false]);
  expect(await engine.aws.published("batch")).toBe(await engine.aws.value("batch", "2"));
});

test("a stack is taken down, and nothing is left of it", async () => {
  const [lift, destroy, forget, ...more] = ofTheCli("Take a stack down");
  expect(more).toEqual([]);
  await isRefused(destroy!, config, "because it is protected");
  const before = await engine.aws.cloud();
  await run(lift!, { ...config, deletionProtection: false, secretsManager: { recoveryWindowInDays: 0 } });
  expect(await engine.aws.cloud()).toEqual(before);
  await run(destroy!);
  expect(await engine.aws.cloud()).toEqual({ keys: [], plans: [], secrets: [] });
  await run(forget!);
  expect((await engine.shell("ls Pulumi.prod.yaml")).code).not.toBe(0);
  expect(titles).toEqual(["Remove a consumer", "The same name again", "Take a stack down"]);
});
