import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { DeleteParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { Engine, type StackConfig } from "../kit/engine/engine";
import { deployAcross, foundIn } from "../kit/engine/observed";
import type { Generations } from "../kit/engine/stack-files";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

const PARAMETER = "/ai-service-keys/dev/one";
const STORES = { secretsManager: {}, parameterStore: { kmsKeyId: "alias/keys" } };
const FOUR = { a: "secretsManager", b: "parameterStore", c: "both", d: "none" } as const;

/** A stack file of keys on one plan, each delivered as said. */
function delivered(keys: Readonly<Record<string, string>>, generations: Generations, more: object = {}): StackConfig {
  const each = Object.entries(keys).map(([name, delivery]) => [name, { usagePlan: "basic", generations, delivery }]);
  const apiStages = [{ apiId: "abc", stage: "live" }];
  return {
    keys: Object.fromEntries(each) as object,
    usagePlans: { basic: { throttle: { rateLimit: 5, burstLimit: 10 }, apiStages } },
    ...STORES,
    delivery: "none",
    ...more,
  };
}

const one = (delivery: string, generations: Generations = { 1: "current" }) =>
  delivered({ one: delivery }, generations);

const found = async () => foundIn(await engine.aws.view());
const deploy = (config: StackConfig) => deployAcross(engine, config);

/** The same file once more: it is what AWS has. */
async function expectNothingLeft() {
  expect((await engine.preview("--expect-no-changes", "--diff")).code).toBe(0);
}

describe("keys of all four deliveries", () => {
  beforeAll(() => engine.reset());

  test.each<[string, Generations, Readonly<Record<string, string>>]>([
    ["are made", { 1: "current" }, { 1: "on!" }],
    ["get a second generation", { 1: "current", 2: "staged" }, { 1: "on!", 2: "on" }],
    ["hand it over", { 1: "grace", 2: "current" }, { 1: "on", 2: "on!" }],
    ["switch the first one off", { 1: "disabled", 2: "current" }, { 1: "off", 2: "on!" }],
    ["drop it", { 2: "current" }, { 2: "on!" }],
  ])("%s, and nothing is left to do", async (_, generations, states) => {
    const { code, broken } = await deploy(delivered(FOUR, generations));
    const wanted = Object.keys(FOUR).flatMap((name) =>
      Object.entries(states).map(([id, state]) => {
        const isPublished = state.endsWith("!") && name !== "d";
        return `${name}-${id} ${state.replace("!", "")}${isPublished ? ", published" : ""}`;
      }),
    );
    expect({ code, broken, found: await found() }).toEqual({ code: 0, broken: [], found: wanted });
    await expectNothingLeft();
  });

  test("are removed, secrets and parameters with them", async () => {
    const generations = { 2: "current" } as const;
    const unprotected = { deletionProtection: false, secretsManager: { recoveryWindowInDays: 0 } };
    expect((await deploy(delivered(FOUR, generations, unprotected))).code).toBe(0);
    expect((await engine.destroy()).code).toBe(0);
    expect(await engine.aws.inventory()).toEqual({});
  });
});

describe("a key that moves from secrets to parameters", () => {
  beforeAll(async () => {
    await engine.reset();
    expect((await deploy(one("secretsManager"))).code).toBe(0);
  });

  test("is published in both first", async () => {
    const { code, calls, broken } = await deploy(one("both"));
    expect([code, calls, broken]).toEqual([0, ["PutParameter one"], []]);
    await expectNothingLeft();
  });

  test("leaves no secret behind unless its protection is lifted", async () => {
    const refused = await deploy(one("parameterStore"));
    expect([refused.code, refused.broken, await engine.aws.published("one")]).toEqual([
      1,
      [],
      await engine.aws.value("one", "1"),
    ]);
    const [, urn = ""] = /pulumi state unprotect (?:'|")?(urn:[^'"\s]+)/.exec(refused.text) ?? [];
    expect(urn).toMatch(/secretsmanager\/secret:Secret::one$/);
    expect((await engine.run("state", "unprotect", urn, "--yes")).code).toBe(0);
    const moved = await deploy(one("parameterStore"));
    expect([moved.code, moved.broken, await found()]).toEqual([0, [], ["one-1 on, published"]]);
    await expectNothingLeft();
  });
});

describe("a parameter", () => {
  beforeAll(async () => {
    await engine.reset();
    await engine.aws.journal();
    expect((await deploy(one("parameterStore"))).code).toBe(0);
    await engine.save("with a parameter");
  });
  beforeEach(() => engine.restore("with a parameter"));

  test("that was given another value by hand gets its value back", async () => {
    const { ssm } = engine.aws.account;
    await ssm.send(
      new PutParameterCommand({ Name: PARAMETER, Value: "by hand", Type: "SecureString", Overwrite: true }),
    );
    expect(await found()).toEqual(["one-1 on"]);
    const { code, calls } = await deploy(one("parameterStore"));
    expect([code, calls, await found()]).toEqual([0, ["PutParameter one"], ["one-1 on, published"]]);
    await expectNothingLeft();
  });

  test("that was deleted by hand is made again", async () => {
    await engine.aws.account.ssm.send(new DeleteParameterCommand({ Name: PARAMETER }));
    const { code, calls } = await deploy(one("parameterStore"));
    expect([code, calls, await found()]).toEqual([0, ["PutParameter one"], ["one-1 on, published"]]);
    await expectNothingLeft();
  });

  test("whose creation's answer was lost exists already, until it is deleted by hand", async () => {
    await engine.reset();
    const { code } = await engine.breakOff(one("parameterStore"), { call: 1, action: "PutParameter", when: "after" });
    const again = await deploy(one("parameterStore"));
    expect([code, again.code, again.broken]).toEqual([1, 1, []]);
    expect(again.text).toContain("ParameterAlreadyExists");
    await engine.aws.account.ssm.send(new DeleteParameterCommand({ Name: PARAMETER }));
    const mended = await deploy(one("parameterStore"));
    expect([mended.code, await found()]).toEqual([0, ["one-1 on, published"]]);
    await expectNothingLeft();
  });
});

describe("a secret that exists", () => {
  let arn: string;
  const reader = "arn:aws:iam::111122223333:role/consumer";
  const adopting = (): StackConfig => ({
    ...one("secretsManager"),
    keys: {
      one: {
        usagePlan: "basic",
        delivery: "secretsManager",
        secretImport: arn,
        readers: [reader],
        generations: { 1: "current" },
      },
    },
  });

  beforeAll(async () => {
    await engine.reset();
    const made = new CreateSecretCommand({ Name: "shop/one", SecretString: "what was there before" });
    arn = (await engine.aws.account.secretsManager.send(made)).ARN!;
    await engine.save("with a secret");
  });
  beforeEach(() => engine.restore("with a secret"));

  async function expectAdopted() {
    const secrets = (await engine.aws.cloud()).secrets as readonly { name: string; policy?: string }[];
    const outputs = JSON.parse((await engine.run("stack", "output", "--json")).stdout) as { secretArns: object };
    expect([secrets.map(({ name }) => name), outputs.secretArns]).toEqual([["shop/one"], { one: arn }]);
    expect(secrets[0]!.policy).toContain(reader);
    expect(await found()).toEqual(["one-1 on, published"]);
  }

  test("keeps its ARN and name; value and policy become the stack's, and the line can go", async () => {
    const { code } = await deploy(adopting());
    expect(code).toBe(0);
    await expectAdopted();
    const { secretImport: _, ...key } = (adopting().keys as { one: { secretImport: string } }).one;
    const { code: after, calls } = await deploy({ ...adopting(), keys: { one: key } });
    expect([after, calls]).toEqual([0, []]);
  });

  test.each([
    ["UpdateSecret", "before"],
    ["UpdateSecret", "after"],
    ["PutSecretValue", "before"],
    ["PutSecretValue", "after"],
    ["PutResourcePolicy", "before"],
    ["PutResourcePolicy", "after"],
  ] as const)("is adopted by the same file after %s failed %s its effect", async (action, when) => {
    const { code } = await engine.breakOff(adopting(), { call: 1, action, when, outputs: "planned" });
    const { code: again, broken } = await deploy(adopting());
    expect([code, again, broken]).toEqual([1, 0, []]);
    await expectAdopted();
  });
});
