import { succeed } from "../kit/engine/command";
import { Engine, type StackConfig } from "../kit/engine/engine";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

const reader = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const base = { keys: { one: { usagePlan: "basic" } }, usagePlans: { basic: {} } };
const delivered = {
  ...base,
  secretsManager: {},
  keys: { one: { usagePlan: "basic", readers: [reader("b"), reader("a")] } },
};

/** Deploys, and returns what AWS was asked to change, in order. */
async function up(config: StackConfig): Promise<string[]> {
  engine.configure(config);
  await succeed(engine.up());
  return engine.aws.changes();
}

async function secrets() {
  return (await engine.aws.cloud()).secrets;
}

test("publishes a value only once it is attached to its plan", async () => {
  const calls = await up(delivered);
  expect(calls.indexOf("PutSecretValue one")).toBeGreaterThan(calls.indexOf("CreateUsagePlanKey one-1"));
  expect(await engine.aws.published("one")).toBe(await engine.aws.value("one", "1"));
});

test("a change of readers changes the policy and nothing else", async () => {
  await up(delivered);
  expect(
    await up({ ...delivered, keys: { one: { usagePlan: "basic", readers: [reader("a"), reader("b")] } } }),
  ).toEqual([]);
  expect(await up({ ...delivered, keys: { one: { usagePlan: "basic", readers: [reader("a")] } } })).toEqual([
    "PutResourcePolicy one",
  ]);
  expect(JSON.parse((await secrets())[0]!.policy!)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Readers",
        Effect: "Allow",
        Principal: { AWS: [reader("a")] },
        Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
        Resource: "*",
      },
    ],
  });
  expect(await up({ ...delivered, keys: base.keys })).toEqual(["DeleteResourcePolicy one"]);
});

test("another KMS key is set in place", async () => {
  await up(delivered);
  expect(await up({ ...delivered, secretsManager: { kmsKeyId: "alias/keys" } })).toEqual(["UpdateSecret one"]);
  expect((await secrets())[0]!.kmsKeyId).toBe("alias/keys");
});

test("a KMS key that is no longer configured stays, and every preview shows that, until another one is named", async () => {
  await up({ ...delivered, secretsManager: { kmsKeyId: "alias/keys" } });
  for (const _ of [1, 2]) expect(await up(delivered)).toEqual(["UpdateSecret one"]);
  expect((await secrets())[0]!.kmsKeyId).toBe("alias/keys");
  expect(await up({ ...delivered, secretsManager: { kmsKeyId: "alias/aws/secretsmanager" } })).toEqual([
    "UpdateSecret one",
  ]);
  expect((await secrets())[0]!.kmsKeyId).toBe("alias/aws/secretsmanager");
  expect(await up(delivered)).toEqual([]);
});

test.each([[[]], [["--skip-preview"]]])(
  "switching delivery off is refused while it is protected, and its readers stay let in (%p)",
  async (options) => {
    await up(delivered);
    const before = await secrets();
    engine.configure(base);
    const { code, text } = await engine.run("up", "--yes", ...options);
    expect(code).toBe(1);
    expect(text).toContain("cannot be deleted");
    expect(await secrets()).toEqual(before);
    expect(before[0]!.policy).toContain(reader("a"));
    expect(await engine.aws.published("one")).toBe(await engine.aws.value("one", "1"));
    // What the refused update dropped from the state is made again, over what is still there.
    const again = options.length === 0 ? [] : ["PutResourcePolicy one", "PutSecretValue one"];
    expect((await up(delivered)).sort()).toEqual(again);
    expect(await engine.aws.published("one")).toBe(await engine.aws.value("one", "1"));
  },
);

test("delivery goes off and on again, past the blocked name of the deleted secret", async () => {
  await up({ ...delivered, deletionProtection: false });
  expect(await up({ ...base, deletionProtection: false })).toEqual(["DeleteSecret one"]);
  await up(delivered);
  const [off, on] = await secrets();
  expect([off!.deleted, on!.deleted]).toEqual([true, false]);
  expect(off!.name).not.toBe(on!.name);
  expect(await engine.aws.published("one")).toBe(await engine.aws.value("one", "1"));
});
