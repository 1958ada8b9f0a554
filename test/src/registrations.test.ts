import * as pulumi from "@pulumi/pulumi";
import type { Registration } from "../../tools/program/registration";
import type { GenerationState } from "../../src/rotation";
import { run, TODAY, valueOf } from "../kit/mocks";
import { KEY, LINK, PLAN, POLICY, SECRET, SERVICE, VERSION } from "../kit/types";

const stackTags = { "service-keys:project": "ai-service-keys", "service-keys:stack": "test" };

type Expected = Omit<Registration, "urn">;

/** A registration without options; what differs is given. */
function expected(type: string, name: string, given: Partial<Expected>): Expected {
  const none = { protect: false, deleteBeforeReplace: null, additionalSecretOutputs: [], retainOnDelete: false };
  return { type, name, parent: undefined, inputs: {}, dependsOn: [], deletedWith: undefined, ...none, ...given };
}

/** A key's component, with what the deployment wants of the key. */
function service(name: string, { states = { "1": "current" }, ...given }: Wanted = {}): Expected {
  const wanted = { enabled: true, deletionProtection: true, generations: states, ...given };
  return expected(SERVICE, name, { inputs: { wanted } });
}

interface Wanted {
  readonly states?: Readonly<Record<string, GenerationState>>;
  readonly enabled?: boolean;
  readonly deletionProtection?: boolean;
}

function plan(name: string, inputs: object = {}, given: Partial<Expected> = {}): Expected {
  const all = { description: `Usage plan ${name}`, tags: stackTags, ...inputs };
  return expected(PLAN, name, { inputs: all, protect: true, ...given });
}

/** The API key of a generation. It is `current`, and has been so since today, if nothing else is given. */
function apiKey(
  of: string,
  id: string,
  { state = "current", tags, ...inputs }: ApiKey = {},
  given: Partial<Expected> = {},
): Expected {
  const ours = {
    ...keyTags(of),
    "service-keys:generation": id,
    "service-keys:state": state,
    "service-keys:since": TODAY,
  };
  return expected(KEY, `${of}-${id}`, {
    parent: `${SERVICE}::${of}`,
    inputs: {
      description: `Service key ${of}, generation ${id}`,
      enabled: true,
      tags: { ...tags, ...ours },
      ...inputs,
    },
    protect: true,
    deleteBeforeReplace: false,
    additionalSecretOutputs: ["value"],
    ...given,
  });
}

interface ApiKey {
  readonly state?: GenerationState;
  readonly enabled?: boolean;
  readonly description?: string;
  readonly customerId?: string;
  /** Tags that are not ours. */
  readonly tags?: Readonly<Record<string, string>>;
}

function keyTags(of: string) {
  return { ...stackTags, "service-keys:key": of };
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
      tags: keyTags(of),
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
      throttle,
      apiStages: [
        { apiId: "abc", stage: "live", throttle: { "/chat/POST": throttle, "//GET": throttle } },
        { apiId: "def", stage: "live" },
      ],
    },
    {
      throttleSettings: throttle,
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

const all = { staged: "staged", now: "current", old: "grace", dead: "disabled", leaked: "revoked" } as const;
const DISABLED = { state: "disabled", enabled: false } as const;
const REVOKED = { state: "revoked", enabled: false } as const;

test("makes a generation in each state, on its own plan or the key's", async () => {
  const generations = { ...all, staged: { state: "staged", usagePlan: "q" } };
  const after = { dependsOn: [`${LINK}::one-now`] };
  await expectRegistrations({ keys: { one: { usagePlan: "p", generations } }, usagePlans: { p: {}, q: {} } }, [
    plan("p"),
    plan("q", {}, { dependsOn: [`${PLAN}::p`] }),
    service("one", { states: all }),
    // Making it cuts nobody off, so it waits for nothing.
    apiKey("one", "staged", { state: "staged" }),
    link("one", "staged", "q"),
    apiKey("one", "now"),
    link("one", "now", "p"),
    // Becomes what it is only after the current one works.
    apiKey("one", "old", { state: "grace" }, after),
    link("one", "old", "p"),
    apiKey("one", "dead", DISABLED, { protect: false, ...after }),
    link("one", "dead", "p"),
    apiKey("one", "leaked", REVOKED, { protect: false, ...after }),
    link("one", "leaked", "p"),
  ]);
});

test("without a plan, a generation that was current waits for the current key", async () => {
  const states = { 1: "disabled", 2: "revoked", 3: "grace", 4: "current" } as const;
  const after = { dependsOn: [`${KEY}::one-4`] };
  await expectRegistrations({ keys: { one: { generations: states } } }, [
    service("one", { states }),
    apiKey("one", "1", DISABLED, { protect: false, ...after }),
    apiKey("one", "2", REVOKED, { protect: false, ...after }),
    apiKey("one", "3", { state: "grace" }, after),
    apiKey("one", "4"),
  ]);
});

test("with a secret, a generation that was current waits for the published value", async () => {
  const states = { 1: "disabled", 2: "revoked", 3: "grace", 4: "current" } as const;
  const after = { dependsOn: [`${VERSION}::one`] };
  const key = { usagePlan: "p", generations: states };
  await expectRegistrations({ keys: { one: key }, usagePlans: { p: {} }, secretsManager: {} }, [
    plan("p"),
    service("one", { states }),
    apiKey("one", "1", DISABLED, { protect: false, ...after }),
    link("one", "1", "p"),
    apiKey("one", "2", REVOKED, { protect: false, ...after }),
    link("one", "2", "p"),
    apiKey("one", "3", { state: "grace" }, after),
    link("one", "3", "p"),
    apiKey("one", "4"),
    link("one", "4", "p"),
    secret("one"),
    version("one", "4", [`${LINK}::one-4`]),
  ]);
});

test("a key that is switched off is off in every generation, unprotected with its secret, and none waits", async () => {
  const key = { enabled: false, usagePlan: "p", generations: all };
  const states = Object.entries(all);
  await expectRegistrations({ keys: { one: key }, usagePlans: { p: {} }, secretsManager: {} }, [
    plan("p"),
    service("one", { enabled: false, states: all }),
    ...states.map(([id, state]) => apiKey("one", id, { state, enabled: false }, { protect: false })),
    ...states.map(([id]) => link("one", id, "p")),
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
    service("one", { deletionProtection: false }),
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
  const tags = { team: "key", own: "1", cost: "2" };
  await expectRegistrations(config, [
    plan("p", { tags: { team: "plan", cost: "2", ...stackTags } }, { protect: false }),
    service("one"),
    apiKey("one", "1", { description: "d", customerId: "c", tags }),
    secret("one", { description: "d", tags: { ...tags, ...keyTags("one") } }),
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

describe("the component of a key tells that its deployment has finished", () => {
  const CONFIG = {
    keys: {
      a: {
        enabled: false,
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
    return calls.map(([outputs]) => outputs).find((outputs) => outputs && "deployed" in outputs)!;
  }

  test("by the output deployed, which is what it wanted and holds no value", async () => {
    const outputs = await outputsOf();
    expect(Object.keys(outputs)).toEqual(["deployed"]);
    await expect(valueOf(outputs.deployed)).resolves.toEqual({
      enabled: false,
      deletionProtection: true,
      generations: { "1": "disabled", "2": "current", "3": "staged" },
    });
  });

  test("once every resource of it is there", async () => {
    const { deployed } = await outputsOf({ preview: true });
    const { isKnown, allResources } = deployed as unknown as {
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

describe("the day of a generation's state", () => {
  const arn = (id: string) => `arn:aws:apigateway:eu-central-1::/apikeys/${id}`;
  const component = "urn:pulumi:test::ai-service-keys::ai-service-keys:index:ServiceKey";
  const recorded = (id: string, state: GenerationState, since: string) =>
    [
      `${component}$aws:apigateway/apiKey:ApiKey::a-${id}`,
      { type: KEY, outputs: { arn: arn(id), tags: { "service-keys:state": state, "service-keys:since": since } } },
    ] as const;
  const deployed = {
    [`${component}::a`]: {
      type: SERVICE,
      outputs: {
        deployed: {
          enabled: true,
          deletionProtection: true,
          generations: { "1": "grace", "2": "current", "3": "staged" },
        },
      },
    },
    ...Object.fromEntries([
      recorded("1", "grace", "2026-10-01"),
      recorded("2", "current", "2026-10-02"),
      recorded("3", "staged", "2026-10-03"),
    ]),
  };
  const sinceOf = async (generations: object): Promise<Record<string, string | undefined>> => {
    const { registrations } = await run({ keys: { a: { generations } } }, { deployed });
    const tags = registrations
      .filter(({ type }) => type === KEY)
      .map(({ inputs }) => inputs.tags as Record<string, string>);
    return Object.fromEntries(tags.map((its) => [its["service-keys:generation"]!, its["service-keys:since"]]));
  };

  test("stays what it was while the state stays", async () => {
    expect(await sinceOf({ 1: "grace", 2: "current", 3: "staged" })).toEqual({
      "1": "2026-10-01",
      "2": "2026-10-02",
      "3": "2026-10-03",
    });
  });

  test("is the day of the deployment where the state is another, or the generation new", async () => {
    expect(await sinceOf({ 1: "disabled", 2: "current", 4: "staged", 3: "disabled" })).toEqual({
      "1": TODAY,
      "2": "2026-10-02",
      "3": TODAY,
      "4": TODAY,
    });
  });
});
