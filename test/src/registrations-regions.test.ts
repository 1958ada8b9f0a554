import type { Registration } from "../../tools/program/registration";
import { run, type TestRun } from "../kit/mocks";
import type { TestConfig } from "../kit/read-config";
import { KEY, LINK, PARAMETER, PLAN, POLICY, SECRET, SERVICE, VERSION } from "../kit/types";

const R = "us-east-1";
const TWO = { "aws:region": "eu-central-1", regions: { [R]: {} } };
const OFF = { ...TWO, regions: { [R]: { enabled: false } } };
const stages = [
  { apiId: "home", stage: "live" },
  { apiId: "abroad", stage: "live", region: R },
];
const ROTATING = {
  keys: { one: { usagePlan: "p", generations: { 1: "disabled", 2: "grace", 3: "current", 4: "staged" } } },
};

/** One registration, found by its type and logical name. */
function at({ registrations }: TestRun, type: string, name: string): Registration {
  const found = registrations.filter((each) => each.type === type && each.name === name);
  expect([type, name, found.length]).toEqual([type, name, 1]);
  return found[0]!;
}

/** The resources that each of these waits for. */
async function waits(config: TestConfig, type: string, ...names: string[]): Promise<Record<string, readonly string[]>> {
  const program = await run(config);
  return Object.fromEntries(names.map((name) => [name, at(program, type, name).dependsOn]));
}

describe("in another Region", () => {
  const config = {
    ...TWO,
    ...ROTATING,
    usagePlans: { p: { apiStages: stages, description: "d" }, a: {} },
    secretsManager: { kmsKeyId: "alias/home", recoveryWindowInDays: 7 },
    regions: { [R]: { kmsKeyId: "alias/abroad" } },
  };

  test("a plan has that Region's stages, and waits for the plan before it there alone", async () => {
    const program = await run(config);
    const [home, abroad] = [at(program, PLAN, "p"), at(program, PLAN, `p@${R}`)];
    expect([home.inputs.apiStages, abroad.inputs.apiStages]).toEqual([
      [{ apiId: "home", stage: "live" }],
      [{ apiId: "abroad", stage: "live" }],
    ]);
    expect([home.inputs.region, abroad.inputs.region]).toEqual([undefined, R]);
    expect([home.dependsOn, abroad.dependsOn]).toEqual([[`${PLAN}::a`], [`${PLAN}::a@${R}`]]);
    expect(at(program, PLAN, `a@${R}`)).toMatchObject({ dependsOn: [], protect: false });
    expect(abroad.protect).toBe(true);
  });

  test("a key is as at home, but takes its value from the key at home", async () => {
    const program = await run(config);
    for (const id of ["1", "2", "3", "4"]) {
      const [home, abroad] = [at(program, KEY, `one-${id}`), at(program, KEY, `one-${id}@${R}`)];
      expect("value" in home.inputs).toBe(false);
      expect({ ...abroad, urn: "", name: "", dependsOn: [] }).toEqual({
        ...home,
        urn: "",
        name: "",
        inputs: { ...home.inputs, region: R, value: "[secret]" },
        dependsOn: [],
      });
      expect(abroad.dependsOn).toEqual([`${KEY}::one-${id}`, ...home.dependsOn].sort());
    }
  });

  test("a link joins the key and the plan there, hides its value, and goes with its key", async () => {
    expect(at(await run(config), LINK, `one-3@${R}`)).toMatchObject({
      parent: `${SERVICE}::one`,
      inputs: { region: R, keyId: `id-of-one-3@${R}`, usagePlanId: `id-of-p@${R}`, keyType: "API_KEY" },
      additionalSecretOutputs: ["value"],
      deleteBeforeReplace: true,
      deletedWith: `${KEY}::one-3@${R}`,
      protect: false,
    });
  });

  test("a secret is one of its own, under that Region's KMS key", async () => {
    const program = await run({ ...config, keys: { one: { readers: ["arn:aws:iam::111122223333:root"] } } });
    expect(at(program, SECRET, "one").inputs).toMatchObject({ kmsKeyId: "alias/home" });
    expect(at(program, SECRET, `one@${R}`)).toMatchObject({
      inputs: { region: R, kmsKeyId: "alias/abroad", recoveryWindowInDays: 7 },
      protect: true,
    });
    expect(at(program, VERSION, `one@${R}`)).toMatchObject({
      inputs: { region: R, secretId: `id-of-one@${R}`, secretString: "[secret]", versionStages: ["AWSCURRENT"] },
      retainOnDelete: true,
    });
    expect(at(program, POLICY, `one@${R}`)).toMatchObject({
      inputs: { region: R },
      deletedWith: `${SECRET}::one@${R}`,
    });
  });

  test("a secret's name is the same as at home where it is given", async () => {
    const program = await run({ ...TWO, keys: { one: { secretName: "shop/one" } }, secretsManager: {} });
    expect([at(program, SECRET, "one").inputs.name, at(program, SECRET, `one@${R}`).inputs.name]).toEqual([
      "shop/one",
      "shop/one",
    ]);
  });

  test("the component tells whether each is wanted on, and names none in a stack of one Region", async () => {
    const wanted = async (given: TestConfig) => at(await run(given), SERVICE, "service").inputs.wanted;
    const alone = { enabled: true, deletionProtection: true, generations: { "1": "current" } };
    expect(await wanted({ "aws:region": "eu-central-1" })).toEqual(alone);
    expect(await wanted(TWO)).toEqual({ ...alone, regions: { [R]: true } });
    expect(await wanted(OFF)).toEqual({ ...alone, regions: { [R]: false } });
  });
});

describe("a parameter", () => {
  const store = { parameterStore: { kmsKeyId: "alias/home" } };
  const WITH = { ...TWO, regions: { [R]: { kmsKeyId: "alias/abroad" } }, ...store };

  test("is a SecureString of the Standard tier under the path of the stack, protected, in each Region", async () => {
    const program = await run({ ...WITH, keys: { one: { tags: { team: "a" } } } });
    const inputs = {
      name: "/ai-service-keys/test/one",
      description: "Value of the service key one",
      type: "SecureString",
      tier: "Standard",
      keyId: "alias/home",
      value: "[secret]",
      tags: {
        team: "a",
        "service-keys:project": "ai-service-keys",
        "service-keys:stack": "test",
        "service-keys:key": "one",
      },
    };
    const { urn: _, ...home } = at(program, PARAMETER, "one");
    expect(home).toEqual({
      type: PARAMETER,
      name: "one",
      parent: `${SERVICE}::one`,
      inputs,
      protect: true,
      deleteBeforeReplace: null,
      additionalSecretOutputs: ["value", "valueWo"],
      retainOnDelete: false,
      dependsOn: [`${KEY}::one-1`, `${KEY}::one-1@${R}`],
      deletedWith: undefined,
    });
    expect(at(program, PARAMETER, `one@${R}`)).toMatchObject({
      inputs: { ...inputs, region: R, keyId: "alias/abroad" },
      protect: true,
    });
  });

  test("has the name and the description that are given, the description cut to what AWS takes", async () => {
    const description = "d".repeat(3000);
    const program = await run({ ...store, keys: { one: { parameterName: "/shop/one", description } } });
    expect(at(program, PARAMETER, "one").inputs).toMatchObject({ name: "/shop/one", description: "d".repeat(1024) });
    expect(at(program, KEY, "one-1").inputs.description).toBe(description);
  });

  test("is not protected of a key that is off, without deletionProtection, or in a Region that is off", async () => {
    const protect = async (config: TestConfig, name = "one") =>
      at(await run({ ...WITH, ...config }), PARAMETER, name).protect;
    expect(await protect({ keys: { one: { enabled: false } } })).toBe(false);
    expect(await protect({ keys: { one: {} }, deletionProtection: false })).toBe(false);
    expect(await protect({ keys: { one: {} }, ...OFF }, `one@${R}`)).toBe(false);
    expect(await protect({ keys: { one: {} }, ...OFF })).toBe(true);
  });

  test("comes for the keys that are delivered so, and a secret for those that are delivered so", async () => {
    const keys = { a: {}, b: { delivery: "parameterStore" }, c: { delivery: "both" }, d: { delivery: "none" } };
    const { registrations } = await run({ keys, secretsManager: {}, ...store, delivery: "secretsManager" });
    const names = (type: string) => registrations.filter((each) => each.type === type).map(({ name }) => name);
    expect([names(SECRET), names(VERSION), names(PARAMETER)]).toEqual([
      ["a", "c"],
      ["a", "c"],
      ["b", "c"],
    ]);
  });
});

describe("the order in two Regions", () => {
  const PLANS = { usagePlans: { p: {} } };
  const BOTH = { secretsManager: {}, parameterStore: {}, delivery: "both" };
  const links = [`${LINK}::one-3`, `${LINK}::one-3@${R}`];
  const published = [VERSION, PARAMETER].flatMap((type) => [`${type}::one`, `${type}::one@${R}`]);

  test("publishes nowhere before the current key works in each", async () => {
    const config = { ...TWO, ...ROTATING, ...PLANS, ...BOTH };
    const names = ["one", `one@${R}`];
    const value = `${KEY}::one-3`;
    for (const name of names) {
      expect((await waits(config, PARAMETER, name))[name]).toEqual([value, ...links].sort());
      expect((await waits(config, VERSION, name))[name]).toEqual([value, ...links, `${SECRET}::${name}`].sort());
    }
  });

  test("changes what was current only after the new value is published in each, in both stores", async () => {
    expect(await waits({ ...TWO, ...ROTATING, ...PLANS, ...BOTH }, KEY, "one-1", "one-2", "one-4")).toEqual({
      "one-1": published,
      "one-2": published,
      "one-4": [],
    });
  });

  test("without delivery, changes it only after the links in each, or without plan the keys", async () => {
    expect(await waits({ ...TWO, ...ROTATING, ...PLANS }, KEY, "one-1")).toEqual({ "one-1": links });
    const generations = ROTATING.keys.one.generations;
    expect(await waits({ ...TWO, keys: { one: { generations } } }, KEY, "one-1")).toEqual({
      "one-1": [`${KEY}::one-3`, `${KEY}::one-3@${R}`],
    });
  });

  test("waits for nothing in a Region that is off", async () => {
    const config = { ...OFF, ...ROTATING, ...PLANS, ...BOTH };
    const program = await run(config);
    const abroad = /@us-east-1$/;
    for (const { name, type, dependsOn } of program.registrations.filter((each) => !abroad.test(each.name))) {
      expect([type, name, dependsOn.filter((on) => abroad.test(on))]).toEqual([type, name, []]);
    }
    const there = program.registrations.filter(({ name }) => abroad.test(name));
    expect(there.filter(({ protect }) => protect)).toEqual([]);
    const keys = there.filter(({ type }) => type === KEY);
    expect(keys.map(({ inputs }) => inputs.enabled)).toEqual([false, false, false, false]);
  });
});

test("what exists is imported by Region, a link where its key and its plan are", async () => {
  const { registrations } = await run({
    ...TWO,
    keys: {
      one: { usagePlan: "p", generations: { 1: { state: "current", import: { "eu-central-1": "k1", [R]: "c1" } } } },
      two: { usagePlan: "p", generations: { 1: { state: "current", import: "k2" } } },
      three: { usagePlan: "q", generations: { 1: { state: "current", import: { [R]: "c3" } } } },
    },
    usagePlans: { p: { import: { "eu-central-1": "p1", [R]: "p2" } }, q: { import: "q1" } },
  });
  const imports = registrations.flatMap(({ type, name, importId }) =>
    importId === undefined ? [] : [[type.split(":")[2], name, importId]],
  );
  expect(imports).toEqual([
    ["UsagePlan", "p", "p1"],
    ["UsagePlan", "q", "q1"],
    ["UsagePlan", `p@${R}`, `p2@${R}`],
    ["ApiKey", "one-1", "k1"],
    ["UsagePlanKey", "one-1", "p1/k1"],
    ["ApiKey", `one-1@${R}`, `c1@${R}`],
    ["UsagePlanKey", `one-1@${R}`, `p2/c1@${R}`],
    ["ApiKey", `three-1@${R}`, `c3@${R}`],
    ["ApiKey", "two-1", "k2"],
    ["UsagePlanKey", "two-1", "p1/k2"],
  ]);
});

test("a secret that exists is imported by its ARN", async () => {
  const arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/one-AbCdEf";
  const program = await run({ keys: { one: { secretImport: arn } }, secretsManager: {} });
  expect(at(program, SECRET, "one").importId).toBe(arn);
  expect(at(program, VERSION, "one").importId).toBeUndefined();
});
