import * as pulumi from "@pulumi/pulumi";
import {
  type DeployedGeneration,
  type LastDeployment,
  readLastDeployment,
  readResources,
  resourcesInExport,
  type StackResources,
} from "../../src/last-deployment";
import { StacklessError } from "../../src/sdk/stackless-error";
import { KEY, LINK, PARAMETER, PLAN, SECRET, SERVICE, VERSION } from "../kit/types";

/** The URN of a resource as the engine writes it. */
const urn = (type: string, name: string) => {
  const types = type === SERVICE || type === PLAN ? type : `${SERVICE}$${type}`;
  return `urn:pulumi:prod::acme::${types}::${name}`;
};

type Outputs = Readonly<Record<string, unknown>>;

type Resource = readonly [type: string, name: string, outputs?: Outputs];

const resources = (...given: readonly Resource[]): StackResources =>
  Object.fromEntries(given.map(([type, name, outputs = {}]) => [urn(type, name), { type, outputs }]));

const keyArn = (id: string, region = "eu-central-1") => `arn:aws:apigateway:${region}::/apikeys/${id}`;
const planArn = (id: string) => `arn:aws:apigateway:eu-central-1::/usageplans/${id}`;
const tags = (state: string, since: string) => ({ "service-keys:state": state, "service-keys:since": since });
const finished = (generations: object, enabled = true) => ({
  deployed: { enabled, deletionProtection: true, generations },
});
const NOTHING: LastDeployment = { keys: {}, usagePlans: {} };

/** The only generation of a stack, `one-1`, of which these outputs are recorded. */
function generationOf(outputs: Outputs, ...others: readonly Resource[]): DeployedGeneration {
  const { keys } = readResources(resources([SERVICE, "one"], [KEY, "one-1", outputs], ...others));
  return keys.one!.generations["1"]!;
}

describe("a stack with everything", () => {
  const CIPHER = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc:def" };
  const secretArn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:search-AbCdEf";

  const all = (secret: unknown): StackResources => ({
    "urn:pulumi:prod::acme::pulumi:pulumi:Stack::acme-prod": {
      type: "pulumi:pulumi:Stack",
      outputs: { apiKeyValues: secret },
    },
    "urn:pulumi:prod::acme::pulumi:pulumi:StackReference::acme/api/prod": {
      type: "pulumi:pulumi:StackReference",
      outputs: { name: "acme/api/prod", outputs: { restApiId: "a1" }, secretOutputNames: [] },
    },
    "urn:pulumi:prod::acme::pulumi:providers:aws::default_7_48_0": { type: "pulumi:providers:aws", outputs: {} },
    ...resources(
      [PLAN, "gold", { arn: planArn("plan9"), quotaSettings: { limit: 500, offset: 0, period: "DAY" } }],
      [PLAN, "free", { arn: planArn("plan8") }],
      [SERVICE, "search", finished({ "1": "grace", "2": "current" })],
      [KEY, "search-1", { arn: keyArn("k1"), enabled: true, value: secret, tags: tags("grace", "2026-08-20") }],
      [LINK, "search-1", { keyId: "k1", usagePlanId: "plan8", value: secret }],
      [KEY, "search-2", { arn: keyArn("k2"), enabled: true, value: secret, tags: tags("current", "2026-11-20") }],
      [LINK, "search-2", { keyId: "k2", usagePlanId: "plan9", value: secret }],
      [SECRET, "search", { arn: secretArn, name: "acme-search", kmsKeyId: "alias/keys" }],
      [VERSION, "search", { secretId: secretArn, secretString: secret }],
    ),
  });
  const expected: LastDeployment = {
    keys: {
      search: {
        finished: { enabled: true, deletionProtection: true, generations: { "1": "grace", "2": "current" } },
        generations: {
          "1": {
            state: "grace",
            since: "2026-08-20",
            apiKeyId: "k1",
            enabled: true,
            isLinked: true,
            usagePlan: "free",
          },
          "2": {
            state: "current",
            since: "2026-11-20",
            apiKeyId: "k2",
            enabled: true,
            isLinked: true,
            usagePlan: "gold",
          },
        },
        secret: { arn: secretArn, name: "acme-search", kmsKeyId: "alias/keys" },
      },
    },
    usagePlans: { gold: { id: "plan9", quotaLimit: 500 }, free: { id: "plan8" } },
    region: "eu-central-1",
  };

  test("is read from the engine's answer, which has secrets in clear, without a value", () => {
    const read = readResources(all("k3y-in-clear"));
    expect(read).toEqual(expected);
    expect(JSON.stringify(read)).not.toContain("k3y-in-clear");
  });

  test("is read from an export, which has secrets encrypted, as from the engine's answer", () => {
    const list = Object.entries(all(CIPHER)).map(([name, { type, outputs }]) => ({
      urn: name,
      custom: true,
      id: "some-id",
      type,
      inputs: { __defaults: [] },
      outputs,
      parent: "urn:pulumi:prod::acme::pulumi:pulumi:Stack::acme-prod",
    }));
    const read = readResources(resourcesInExport({ version: 3, deployment: { manifest: {}, resources: list } })!);
    expect(read).toEqual(expected);
  });
});

describe("a stack in two Regions", () => {
  const home = (outputs: Outputs = {}): Resource => [KEY, "one-1", { arn: keyArn("k1"), ...outputs }];
  const abroad = (outputs: Outputs = {}): Resource => [
    KEY,
    "one-1@us-east-1",
    { arn: keyArn("c1", "us-east-1"), ...outputs },
  ];
  const read = (...given: readonly Resource[]) => readResources(resources([SERVICE, "one"], ...given));

  test("has one key and one generation, with its copy", () => {
    expect(read(abroad(), home({ tags: tags("current", "2026-10-01") }))).toEqual({
      keys: {
        one: {
          finished: undefined,
          generations: {
            "1": {
              state: "current",
              since: "2026-10-01",
              apiKeyId: "k1",
              enabled: true,
              isLinked: false,
              usagePlan: undefined,
              copies: { "us-east-1": { apiKeyId: "c1", enabled: true } },
            },
          },
          secret: undefined,
          parameterName: undefined,
        },
      },
      usagePlans: {},
      region: "eu-central-1",
    });
  });

  test.each([
    [true, true, true],
    [true, false, true],
    [false, true, true],
    [false, false, false],
  ])("has a generation that is on at home: %p, and abroad: %p; it counts as on: %p", (atHome, there, isOn) => {
    const { enabled, copies } = read(home({ enabled: atHome }), abroad({ enabled: there })).keys.one!.generations["1"]!;
    expect([enabled, copies!["us-east-1"]!.enabled]).toEqual([isOn, there]);
  });

  test("tells a generation of which only the copy exists by the copy's tags, and knows no id at home", () => {
    const generation = read(abroad({ tags: tags("grace", "2026-10-01") })).keys.one!.generations["1"]!;
    expect(generation).toMatchObject({ state: "grace", since: "2026-10-01", enabled: true });
    expect(generation.apiKeyId).toBeUndefined();
  });

  test("has the plan of a generation by either link, and the plan's ids by Region", () => {
    const plans: Resource[] = [
      [PLAN, "gold", { arn: planArn("p1"), quotaSettings: { limit: 5 } }],
      [PLAN, "gold@us-east-1", { arn: planArn("p2").replace("eu-central-1", "us-east-1") }],
    ];
    const link: Resource = [LINK, "one-1@us-east-1", { usagePlanId: "p2" }];
    const { keys, usagePlans } = read(...plans, home(), abroad(), link);
    expect(usagePlans).toEqual({ gold: { id: "p1", quotaLimit: 5, copies: { "us-east-1": "p2" } } });
    expect(keys.one!.generations["1"]).toMatchObject({ isLinked: true, usagePlan: "gold" });
  });

  test("has the secret and the parameter of its own Region", () => {
    const { secret, parameterName } = read(
      [SECRET, "one@us-east-1", { arn: "abroad", name: "abroad" }],
      [SECRET, "one", { arn: "home", name: "home" }],
      [PARAMETER, "one@us-east-1", { name: "/abroad" }],
      [PARAMETER, "one", { name: "/home" }],
    ).keys.one!;
    expect([secret, parameterName]).toEqual([{ arn: "home", name: "home", kmsKeyId: undefined }, "/home"]);
  });

  test("tells by a finished deployment whether each further Region was on", () => {
    const deployed = { enabled: true, deletionProtection: true, generations: { "1": "current" } };
    const of = (regions: unknown) =>
      readResources(resources([SERVICE, "one", { deployed: { ...deployed, regions } }], home())).keys.one!.finished;
    expect(of({ "us-east-1": false })?.regions).toEqual({ "us-east-1": false });
    expect(of({ "us-east-1": "off" })).toBeUndefined();
  });
});

describe("the resources in an export", () => {
  const resource = { urn: "urn:a", type: "t", outputs: { id: "1" } };

  test.each<[string, unknown, StackResources | undefined]>([
    [
      "are those that it lists",
      { deployment: { resources: [resource] } },
      { "urn:a": { type: "t", outputs: { id: "1" } } },
    ],
    [
      "are without outputs where it has none",
      { deployment: { resources: [{ urn: "urn:a", type: "t" }] } },
      { "urn:a": { type: "t", outputs: {} } },
    ],
    [
      "are without what a replacement has still to delete",
      { deployment: { resources: [resource, { ...resource, outputs: { id: "old" }, delete: true }] } },
      { "urn:a": { type: "t", outputs: { id: "1" } } },
    ],
    ["are none where it has null", { version: 3, deployment: { resources: null } }, {}],
    ["are none of a stack that was never deployed", { version: 3, deployment: {} }, {}],
    ["are not known if it is null", null, undefined],
    ["are not known if it is a text", "{}", undefined],
    ["are not known without a deployment", { version: 3 }, undefined],
    ["are not known if one has no URN", { deployment: { resources: [{ type: "t", outputs: {} }] } }, undefined],
  ])("%s", (_, exported, expected) => {
    expect(resourcesInExport(exported)).toEqual(expected);
  });
});

describe("a stack", () => {
  test("that was never deployed has nothing", () => {
    expect(readResources({})).toEqual(NOTHING);
  });

  test("has its Region from any of its ARNs, in every partition", () => {
    expect(readResources(resources([KEY, "a-1"], [KEY, "a-2", { arn: keyArn("k", "us-gov-west-1") }])).region).toBe(
      "us-gov-west-1",
    );
    expect(readResources(resources([PLAN, "p", { arn: planArn("p1") }])).region).toBe("eu-central-1");
    expect(readResources(resources([KEY, "a-1", { arn: "arn:aws:apigateway:::/apikeys/k" }])).region).toBeUndefined();
  });

  test("may call its keys, generations and plans constructor", () => {
    const { keys, usagePlans } = readResources(
      resources(
        [PLAN, "constructor", { arn: planArn("p1") }],
        [SERVICE, "constructor", finished({ constructor: "current" })],
        [KEY, "constructor-constructor", { arn: keyArn("k1"), tags: tags("current", "2026-11-20") }],
        [LINK, "constructor-constructor", { usagePlanId: "p1" }],
        [SERVICE, "other", finished({ "1": "current" })],
        [KEY, "other-constructor", { tags: { "service-keys:state": "disabled" } }],
      ),
    );
    expect(keys["constructor"]!.finished!.generations).toEqual({ constructor: "current" });
    expect(keys["constructor"]!.generations).toEqual({
      constructor: {
        state: "current",
        since: "2026-11-20",
        apiKeyId: "k1",
        enabled: true,
        isLinked: true,
        usagePlan: "constructor",
      },
    });
    expect(keys.other!.generations["constructor"]!.state).toBe("disabled");
    expect(usagePlans).toEqual({ constructor: { id: "p1" } });
  });

  test("may have hyphens and numbers in the names of its keys", () => {
    const { keys } = readResources(
      resources(
        [SERVICE, "search"],
        [KEY, "search-1", { arn: keyArn("a") }],
        [SERVICE, "search-1"],
        [KEY, "search-1-1", { arn: keyArn("b") }],
        [SERVICE, "search-api-v2"],
        [KEY, "search-api-v2-old", { arn: keyArn("c") }],
      ),
    );
    const ids = Object.entries(keys).map(([name, { generations }]) => [
      name,
      Object.entries(generations).map(([id, { apiKeyId }]) => [id, apiKeyId]),
    ]);
    expect(ids).toEqual([
      ["search", [["1", "a"]]],
      ["search-1", [["1", "b"]]],
      ["search-api-v2", [["old", "c"]]],
    ]);
  });
});

describe("the deployment of a key", () => {
  const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

  test.each<[string, Outputs | undefined]>([
    ["has no outputs", undefined],
    ["has the engine's mark of an unknown value for its output", { deployed: UNKNOWN }],
    ["has that mark within its output", { deployed: { enabled: UNKNOWN, deletionProtection: true, generations: {} } }],
    ["has an output without generations", { deployed: { enabled: true, deletionProtection: true } }],
    ["has a state that this version does not know", finished({ "1": "retired" })],
    ["has only the outputs of an older version", { apiKeyId: "k1", generations: { "1": "current" } }],
  ])("did not finish if its component %s: then the tags tell its states", (_, outputs) => {
    const { keys } = readResources(
      resources([SERVICE, "one", outputs], [KEY, "one-1", { tags: tags("grace", "2026-08-20") }]),
    );
    expect(keys.one!.finished).toBeUndefined();
    expect(keys.one!.generations["1"]).toMatchObject({ state: "grace", since: "2026-08-20" });
  });

  test("did not finish if its component is gone", () => {
    const { keys } = readResources(resources([KEY, "one-1", { tags: tags("current", "2026-08-20") }]));
    expect(keys.one).toMatchObject({ generations: { "1": { state: "current" } } });
    expect(keys.one!.finished).toBeUndefined();
  });

  test("tells with what switch and protection it finished", () => {
    const { keys } = readResources(resources([SERVICE, "one", finished({ "1": "current" }, false)]));
    expect(keys).toEqual({
      one: { finished: { enabled: false, deletionProtection: true, generations: { "1": "current" } }, generations: {} },
    });
  });
});

describe("the state of a generation", () => {
  const stateOf = (outputs: object, given: object) => {
    const { keys } = readResources(resources([SERVICE, "one", outputs as Outputs], [KEY, "one-1", { tags: given }]));
    const { state, since } = keys.one!.generations["1"]!;
    return [state, since];
  };

  test.each<[string, object, object, unknown[]]>([
    [
      "is what finished, with the day",
      finished({ "1": "grace" }),
      tags("grace", "2026-08-20"),
      ["grace", "2026-08-20"],
    ],
    [
      "is what finished, without a day that is of another state",
      finished({ "1": "grace" }),
      tags("current", "2026-08-20"),
      ["grace", undefined],
    ],
    ["is what finished where tags are missing", finished({ "1": "grace" }), {}, ["grace", undefined]],
    [
      "is that of the tag where the deployment left it to be deleted",
      finished({ "2": "current" }),
      tags("disabled", "2026-08-20"),
      ["disabled", "2026-08-20"],
    ],
    ["is that of the tag where nothing finished", {}, tags("revoked", "2026-08-20"), ["revoked", "2026-08-20"]],
    ["is not known where there is neither", {}, { "service-keys:key": "one" }, [undefined, undefined]],
    ["is not known by a tag of another version", {}, tags("retired", "2026-08-20"), [undefined, undefined]],
    ["has no day that is not in the calendar", {}, tags("grace", "2026-02-30"), ["grace", undefined]],
    ["has no day in another form", {}, tags("grace", "today"), ["grace", undefined]],
    ["has no day where that tag is missing", {}, { "service-keys:state": "grace" }, ["grace", undefined]],
  ])("%s", (_, outputs, given, expected) => {
    expect(stateOf(outputs, given)).toEqual(expected);
  });

  test("is not known where all tags are missing or unknown", () => {
    const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    for (const given of [{}, { tags: null }, { tags: UNKNOWN }]) {
      expect(generationOf(given)).toEqual({ enabled: true, isLinked: false });
    }
  });
});

describe("a generation", () => {
  test("is enabled unless the record says that it is not", () => {
    expect([{}, { enabled: true }, { enabled: false }].map((given) => generationOf(given).enabled)).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("has no id where the record has no ARN", () => {
    expect([{}, { arn: "" }, { arn: 5 }].map((given) => generationOf(given).apiKeyId)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("is linked to a plan of this stack, or to one that has no name here", () => {
    const plan: Resource = [PLAN, "gold", { arn: planArn("p1") }];
    expect(generationOf({}, plan, [LINK, "one-1", { usagePlanId: "p1" }])).toEqual({
      enabled: true,
      isLinked: true,
      usagePlan: "gold",
    });
    expect(generationOf({}, plan, [LINK, "one-1", { usagePlanId: "p2" }])).toEqual({ enabled: true, isLinked: true });
    expect(generationOf({}, plan, [LINK, "one-2", { usagePlanId: "p1" }])).toEqual({ enabled: true, isLinked: false });
  });

  test("is linked, but to no plan that is known, where neither the link nor a plan has an id", () => {
    expect(generationOf({}, [PLAN, "gold"], [LINK, "one-1"])).toEqual({ enabled: true, isLinked: true });
  });
});

test("a secret or plan of which nothing is known has nothing but its name", () => {
  const { keys, usagePlans } = readResources(
    resources([SERVICE, "one"], [SECRET, "one", { name: "", kmsKeyId: "" }], [PLAN, "p", { quotaSettings: null }]),
  );
  expect(keys.one!.secret).toEqual({});
  expect(usagePlans).toEqual({ p: {} });
});

describe("the question to the engine", () => {
  /** Lets this answer what was last deployed; returns what it is asked. */
  async function answerWith(answer: () => object, organization?: string): Promise<pulumi.runtime.MockCallArgs[]> {
    const asked: pulumi.runtime.MockCallArgs[] = [];
    const call = (args: pulumi.runtime.MockCallArgs) => {
      asked.push(args);
      return answer() as Record<string, unknown>;
    };
    const newResource = () => ({ id: undefined, state: {} });
    await pulumi.runtime.setMocks({ call, newResource }, "acme", "prod", false, organization);
    return asked;
  }

  /** An error of the engine, as gRPC hands it over. */
  const failWith = (details: string) => () => {
    throw Object.assign(new Error(`2 UNKNOWN: ${details}`), { details });
  };

  test("names this very stack, of its organization or, where there is none, of the file backend's", async () => {
    const asked = [await answerWith(() => ({ outputs: {} }))];
    await readLastDeployment();
    asked.push(await answerWith(() => ({ outputs: {} }), "big-company"));
    await readLastDeployment();
    expect(asked.flat().map(({ token, inputs }) => ({ token, inputs: inputs as object }))).toEqual([
      { token: "pulumi:pulumi:readStackResourceOutputs", inputs: { stackName: "organization/acme/prod" } },
      { token: "pulumi:pulumi:readStackResourceOutputs", inputs: { stackName: "big-company/acme/prod" } },
    ]);
  });

  test("gives what was last deployed", async () => {
    await answerWith(() => ({ outputs: resources([SERVICE, "one", finished({ "1": "current" })]) }));
    expect(await readLastDeployment()).toEqual({
      keys: {
        one: {
          finished: { enabled: true, deletionProtection: true, generations: { "1": "current" } },
          generations: {},
        },
      },
      usagePlans: {},
    });
  });

  test("gives nothing where the answer has no outputs", async () => {
    await answerWith(() => ({}));
    expect(await readLastDeployment()).toEqual(NOTHING);
  });

  test.each<[string, string, string]>([
    [
      "a CLI that does not know it",
      "unrecognized function name: 'pulumi:pulumi:readStackResourceOutputs'",
      "this Pulumi CLI cannot tell what was last deployed, so no step can be checked; install the version that README.md names",
    ],
    [
      "a backend that is down",
      "connection refused",
      "what was last deployed could not be read, so no step can be checked: ",
    ],
  ])("ends the run with one sentence, without a stack trace, for %s", async (_, details, sentence) => {
    await answerWith(failWith(details));
    const error = await readLastDeployment().then(
      () => undefined,
      (reason: unknown) => reason as Error,
    );
    expect(error).toBeInstanceOf(StacklessError);
    expect(error!.message.split("\n")).toHaveLength(1);
    expect(error!.message.startsWith(sentence)).toBe(true);
    if (sentence.endsWith(": ")) expect(error!.message).toContain(details);
    expect(error!.stack).toBeUndefined();
  });
});
