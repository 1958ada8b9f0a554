import * as pulumi from "@pulumi/pulumi";
import type { Registration } from "../../tools/program/registration";
import { run, valueOf } from "../kit/mocks";
import { KEY, LINK, PLAN, POLICY, SECRET, SERVICE, VERSION } from "../kit/types";

const stackTags = { project: "ai-service-keys", stack: "test" };

type Expected = Omit<Registration, "urn">;

/** A registration without options; what differs is given. */
function expected(type: string, name: string, given: Partial<Expected>): Expected {
  const none = { protect: false, deleteBeforeReplace: null, additionalSecretOutputs: [], retainOnDelete: false };
  return { type, name, parent: undefined, inputs: {}, dependsOn: [], deletedWith: undefined, ...none, ...given };
}

function service(name: string): Expected {
  return expected(SERVICE, name, {});
}

function plan(name: string, inputs: object = {}, given: Partial<Expected> = {}): Expected {
  const all = { description: `Usage plan ${name}`, tags: stackTags, ...inputs };
  return expected(PLAN, name, { inputs: all, protect: true, ...given });
}

function apiKey(of: string, id: string, inputs: object = {}, given: Partial<Expected> = {}): Expected {
  const tags = { ...stackTags, "service-key": of, generation: id };
  return expected(KEY, `${of}-${id}`, {
    parent: `${SERVICE}::${of}`,
    inputs: { description: `Service key ${of}, generation ${id}`, enabled: true, tags, ...inputs },
    protect: true,
    deleteBeforeReplace: false,
    additionalSecretOutputs: ["value"],
    ...given,
  });
}

function link(of: string, id: string, usagePlan: string): Expected {
  return expected(LINK, `${of}-${id}`, {
    parent: `${SERVICE}::${of}`,
    inputs: { keyId: `id-of-${of}-${id}`, keyType: "API_KEY", usagePlanId: `id-of-${usagePlan}` },
    deleteBeforeReplace: true,
    additionalSecretOutputs: ["value"],
    dependsOn: [`${KEY}::${of}-${id}`, `${PLAN}::${usagePlan}`],
    deletedWith: `${KEY}::${of}-${id}`,
  });
}

function secret(of: string, inputs: object = {}, given: Partial<Expected> = {}): Expected {
  return expected(SECRET, of, {
    parent: `${SERVICE}::${of}`,
    inputs: {
      description: `Value of the service key ${of}`,
      recoveryWindowInDays: 30,
      tags: { ...stackTags, "service-key": of },
      ...inputs,
    },
    protect: true,
    ...given,
  });
}

/** `after` is what must exist before the value is published. */
function version(of: string, id: string, after: string[]): Expected {
  return expected(VERSION, of, {
    parent: `${SERVICE}::${of}`,
    inputs: { secretId: `id-of-${of}`, secretString: "[secret]", versionStages: ["AWSCURRENT"] },
    additionalSecretOutputs: ["secretBinary", "secretString", "secretStringWo"],
    retainOnDelete: true,
    dependsOn: [`${KEY}::${of}-${id}`, ...after, `${SECRET}::${of}`].sort(),
  });
}

/** Runs the program, and expects exactly these registrations in any order. */
async function expectRegistrations(config: Record<string, unknown>, wanted: Expected[]): Promise<void> {
  const { registrations } = await run(config);
  const order = ({ type, name }: Expected) => `${type}::${name}`;
  const sorted = (all: Expected[]) => [...all].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const seen = registrations.map(({ urn: _, ...registration }) => registration);
  expect(sorted(seen)).toEqual(sorted(wanted));
}

const throttle = { rateLimit: 5, burstLimit: 10 };
const quota = { limit: 100, period: "DAY" };

test("makes one key named service when nothing is configured", async () => {
  await expectRegistrations({}, [service("service"), apiKey("service", "1")]);
});

test.each<[string, object, object]>([
  ["throttle only", { throttle }, { throttleSettings: throttle }],
  ["quota only", { quota }, { quotaSettings: quota }],
  [
    "quota with offset",
    { quota: { limit: 9, period: "WEEK", offset: 2 } },
    { quotaSettings: { limit: 9, period: "WEEK", offset: 2 } },
  ],
  ["throttle and quota", { throttle, quota }, { throttleSettings: throttle, quotaSettings: quota }],
  ["neither", {}, {}],
  [
    "a description and tags",
    { description: "d", tags: { a: "b" } },
    { description: "d", tags: { a: "b", ...stackTags } },
  ],
  [
    "stages with method throttles",
    {
      apiStages: [
        { apiId: "abc", stage: "live", throttle: { "/chat/POST": throttle, "//GET": throttle } },
        { apiId: "def", stage: "live" },
      ],
    },
    {
      apiStages: [
        {
          apiId: "abc",
          stage: "live",
          throttles: [
            { path: "//GET", ...throttle },
            { path: "/chat/POST", ...throttle },
          ],
        },
        { apiId: "def", stage: "live" },
      ],
    },
  ],
])("makes a plan with %s", async (_, given, inputs) => {
  await expectRegistrations({ keys: { one: { usagePlan: "p" } }, usagePlans: { p: given } }, [
    plan("p", inputs),
    service("one"),
    apiKey("one", "1"),
    link("one", "1", "p"),
  ]);
});

test("links several keys to one plan, each by itself", async () => {
  await expectRegistrations({ keys: { a: { usagePlan: "p" }, b: { usagePlan: "p" } }, usagePlans: { p: {} } }, [
    plan("p"),
    ...["a", "b"].flatMap((name) => [service(name), apiKey(name, "1"), link(name, "1", "p")]),
  ]);
});

test("makes plans one after the other, in name order, and protects those in use", async () => {
  await expectRegistrations({ keys: { one: { usagePlan: "b" } }, usagePlans: { c: {}, b: {}, a: {} } }, [
    plan("a", {}, { protect: false }),
    plan("b", {}, { dependsOn: [`${PLAN}::a`] }),
    plan("c", {}, { protect: false, dependsOn: [`${PLAN}::b`] }),
    service("one"),
    apiKey("one", "1"),
    link("one", "1", "b"),
  ]);
});

const off = { enabled: false };
const all = { staged: "staged", now: "current", old: "grace", dead: "disabled" };

test("makes a generation in each state, on its own plan or the key's", async () => {
  const generations = { ...all, staged: { state: "staged", usagePlan: "q" } };
  await expectRegistrations({ keys: { one: { usagePlan: "p", generations } }, usagePlans: { p: {}, q: {} } }, [
    plan("p"),
    plan("q", {}, { dependsOn: [`${PLAN}::p`] }),
    service("one"),
    apiKey("one", "staged"),
    link("one", "staged", "q"),
    apiKey("one", "now"),
    link("one", "now", "p"),
    apiKey("one", "old"),
    link("one", "old", "p"),
    // Switched off only after the current one works.
    apiKey("one", "dead", off, { protect: false, dependsOn: [`${LINK}::one-now`] }),
    link("one", "dead", "p"),
  ]);
});

test("without a plan, a disabled generation waits for the current key", async () => {
  await expectRegistrations({ keys: { one: { generations: { 1: "disabled", 2: "current" } } } }, [
    service("one"),
    apiKey("one", "1", off, { protect: false, dependsOn: [`${KEY}::one-2`] }),
    apiKey("one", "2"),
  ]);
});

test("with a secret, a disabled generation waits for the published value", async () => {
  const key = { usagePlan: "p", generations: { 1: "disabled", 2: "current" } };
  await expectRegistrations({ keys: { one: key }, usagePlans: { p: {} }, secretsManager: {} }, [
    plan("p"),
    service("one"),
    apiKey("one", "1", off, { protect: false, dependsOn: [`${VERSION}::one`] }),
    link("one", "1", "p"),
    apiKey("one", "2"),
    link("one", "2", "p"),
    secret("one"),
    version("one", "2", [`${LINK}::one-2`]),
  ]);
});

test("a key that is switched off is off in every generation, and unprotected with its secret", async () => {
  const key = { enabled: false, usagePlan: "p", generations: all };
  const open = (id: string, dependsOn: string[] = []) => apiKey("one", id, off, { protect: false, dependsOn });
  await expectRegistrations({ keys: { one: key }, usagePlans: { p: {} }, secretsManager: {} }, [
    plan("p"),
    service("one"),
    open("staged"),
    open("now"),
    open("old"),
    open("dead", [`${VERSION}::one`]),
    ...Object.keys(all).map((id) => link("one", id, "p")),
    secret("one", {}, { protect: false }),
    version("one", "now", [`${LINK}::one-now`]),
  ]);
});

test("protects nothing without deletionProtection", async () => {
  const config = {
    deletionProtection: false,
    keys: { one: { usagePlan: "p" } },
    usagePlans: { p: {} },
    secretsManager: {},
  };
  await expectRegistrations(config, [
    plan("p", {}, { protect: false }),
    service("one"),
    apiKey("one", "1", {}, { protect: false }),
    link("one", "1", "p"),
    secret("one", {}, { protect: false }),
    version("one", "1", [`${LINK}::one-1`]),
  ]);
});

test("hands on description, customer and tags, the key's own over the stack's", async () => {
  const key = { description: "d", customerId: "c", tags: { team: "key", own: "1" } };
  const config = {
    tags: { team: "stack", cost: "2" },
    keys: { one: key },
    usagePlans: { p: { tags: { team: "plan" } } },
    secretsManager: {},
  };
  const tags = { team: "key", own: "1", cost: "2", ...stackTags, "service-key": "one" };
  await expectRegistrations(config, [
    plan("p", { tags: { team: "plan", cost: "2", ...stackTags } }, { protect: false }),
    service("one"),
    apiKey("one", "1", { description: "d", customerId: "c", tags: { ...tags, generation: "1" } }),
    secret("one", { description: "d", tags }),
    version("one", "1", []),
  ]);
});

test("publishes under a KMS key and a recovery window, and lets in the readers, sorted", async () => {
  const readers = ["arn:aws:iam::111122223333:role/b", "arn:aws:iam::111122223333:role/a"];
  const secretsManager = { kmsKeyId: "alias/keys", recoveryWindowInDays: 7 };
  await expectRegistrations({ keys: { one: { readers }, two: { readers: [] } }, secretsManager }, [
    ...["one", "two"].flatMap((name) => [
      service(name),
      apiKey(name, "1"),
      secret(name, secretsManager),
      version(name, "1", []),
    ]),
    expected(POLICY, "one", {
      parent: `${SERVICE}::one`,
      inputs: {
        secretArn: "arn:one",
        blockPublicPolicy: true,
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "Readers",
              Effect: "Allow",
              Principal: { AWS: ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/b"] },
              Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
              Resource: "*",
            },
          ],
        }),
      },
      dependsOn: [`${SECRET}::one`],
      deletedWith: `${SECRET}::one`,
    }),
  ]);
});

describe("the component of a key tells what was deployed of it", () => {
  const CONFIG = {
    keys: {
      a: {
        generations: { "1": "disabled", "2": "current", "3": { state: "staged" } },
        readers: ["arn:aws:iam::111122223333:role/consumer"],
      },
    },
    secretsManager: {},
  };

  /** The outputs of the component, of the one key that there is. */
  async function outputsOf(options?: { preview: boolean }): Promise<Record<string, pulumi.Output<unknown>>> {
    const spy = jest.spyOn(pulumi.ComponentResource.prototype as never, "registerOutputs");
    await run(CONFIG, options);
    const calls = spy.mock.calls as unknown as [Record<string, pulumi.Output<unknown>> | undefined][];
    spy.mockRestore();
    return calls.map(([outputs]) => outputs).find((outputs) => outputs && "generations" in outputs)!;
  }

  test("with the states of its generations, and no value", async () => {
    const outputs = await outputsOf();
    expect(Object.keys(outputs)).toEqual(["apiKeyId", "secretArn", "generations"]);
    await expect(valueOf(outputs.generations)).resolves.toEqual({ "1": "disabled", "2": "current", "3": "staged" });
  });

  test("once every resource of it is there", async () => {
    const { generations } = await outputsOf({ preview: true });
    const { isKnown, allResources } = generations as unknown as {
      isKnown: Promise<boolean>;
      allResources(this: void): Promise<Set<pulumi.Resource>>;
    };
    await expect(isKnown).resolves.toBe(false);
    const kinds = [...(await allResources())].map((resource) => resource.constructor.name).sort();
    expect(kinds).toEqual(["ApiKey", "ApiKey", "ApiKey", "SecretPolicy", "SecretVersion"]);
  });
});

describe("what exists", () => {
  const CONFIG = {
    keys: {
      a: {
        usagePlan: "old",
        generations: {
          "1": { state: "grace", import: "key1" },
          "2": { state: "current", import: "key2", usagePlan: "made" },
          "3": { state: "staged" },
        },
      },
      b: { generations: { "1": { state: "current", import: "key3" } } },
    },
    usagePlans: { made: {}, old: { import: "plan1" } },
  };

  test("is imported, a link where both its key and its plan exist; each link hides its value", async () => {
    const { registrations } = await run(CONFIG);
    expect(registrations.map((it) => [it.type.split(":")[2], it.name, it.importId])).toEqual([
      ["UsagePlan", "made", undefined],
      ["UsagePlan", "old", "plan1"],
      ["ServiceKey", "a", undefined],
      ["ApiKey", "a-2", "key2"],
      ["UsagePlanKey", "a-2", undefined],
      ["ApiKey", "a-1", "key1"],
      ["UsagePlanKey", "a-1", "plan1/key1"],
      ["ApiKey", "a-3", undefined],
      ["UsagePlanKey", "a-3", undefined],
      ["ServiceKey", "b", undefined],
      ["ApiKey", "b-1", "key3"],
    ]);
    const links = registrations.filter(({ type }) => type === LINK);
    expect(links.map((it) => it.additionalSecretOutputs)).toEqual([["value"], ["value"], ["value"]]);
  });
});
