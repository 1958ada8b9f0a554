import * as pulumi from "@pulumi/pulumi";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ReadResourceResponse, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { ConfigError } from "../../src/config";
import { keyValue, loadProgram, run, STACK, type TestRun, valueOf } from "../kit/mocks";
import { PROJECT } from "../kit/read-config";
import { runProgram } from "../../tools/program/run-program";

test("exports id and value of the only key's current generation, under its own names and by name", async () => {
  const one = { usagePlan: "p", generations: { 1: "grace", 2: "current", 3: "staged" } };
  const { exports, outputs } = await run({ keys: { one }, usagePlans: { p: {} } });
  expect(await valueOf(exports)).toEqual({
    apiKeyId: "id-of-one-2",
    apiKeyValue: keyValue("one-2"),
    apiKeyIds: { one: "id-of-one-2" },
    apiKeyValues: { one: keyValue("one-2") },
    usagePlanIds: { p: "id-of-p" },
    secretArns: {},
    parameterNames: {},
    regions: {},
  });
  expect(outputs).toEqual({
    apiKeyId: { secret: false, value: "id-of-one-2" },
    apiKeyValue: { secret: true, value: "[secret]" },
    apiKeyIds: { secret: false, value: { one: "id-of-one-2" } },
    apiKeyValues: { secret: true, value: "[secret]" },
    usagePlanIds: { secret: false, value: { p: "id-of-p" } },
    secretArns: { secret: false, value: {} },
    parameterNames: { secret: false, value: {} },
    regions: { secret: false, value: {} },
  });
});

test("exports the keys by name only where there are several, and the secrets' ARNs", async () => {
  const { exports } = await run({ keys: { b: {}, constructor: {}, then: {} }, secretsManager: {} });
  expect(await valueOf(exports)).toEqual({
    apiKeyIds: { b: "id-of-b-1", constructor: "id-of-constructor-1", then: "id-of-then-1" },
    apiKeyValues: { b: keyValue("b-1"), constructor: keyValue("constructor-1"), then: keyValue("then-1") },
    usagePlanIds: {},
    secretArns: { b: "arn:b", constructor: "arn:constructor", then: "arn:then" },
    parameterNames: {},
    regions: {},
  });
});

test("exports parameters by name, secrets where there are some, and plans and secrets of each other Region", async () => {
  const { exports, outputs } = await run({
    keys: { a: {}, b: { delivery: "both", parameterName: "/shop/b" }, c: { delivery: "none" } },
    usagePlans: { p: {} },
    secretsManager: {},
    parameterStore: { kmsKeyId: "alias/keys" },
    delivery: "parameterStore",
    "aws:region": "eu-central-1",
    regions: { "us-east-1": {}, "us-west-2": { enabled: false } },
  });
  const { apiKeyIds, apiKeyValues: _, ...others } = (await valueOf(exports)) as Record<string, unknown>;
  const there = (region: string) => ({
    usagePlanIds: { p: `id-of-p@${region}` },
    secretArns: { b: `arn:b@${region}` },
  });
  expect([apiKeyIds, others]).toEqual([
    { a: "id-of-a-1", b: "id-of-b-1", c: "id-of-c-1" },
    {
      usagePlanIds: { p: "id-of-p" },
      secretArns: { b: "arn:b" },
      parameterNames: { a: "/ai-service-keys/test/a", b: "/shop/b" },
      regions: { "us-east-1": there("us-east-1"), "us-west-2": there("us-west-2") },
    },
  ]);
  expect(Object.keys(outputs).filter((name) => outputs[name]!.secret)).toEqual(["apiKeyValues"]);
});

test.each([
  [[], undefined],
  [["@us-east-1"], true],
  [[], false],
])(
  "gives out id and value only once the key is attached, also in %j where that Region is on: %p",
  async (there, enabled) => {
    const regions =
      enabled === undefined ? {} : { "aws:region": "eu-central-1", regions: { "us-east-1": { enabled } } };
    const { exports } = await run({ keys: { one: { usagePlan: "p" } }, usagePlans: { p: {} }, ...regions });
    const wanted = ["", ...there].map((region) => `aws:apigateway/usagePlanKey:UsagePlanKey::one-1${region}`);
    for (const name of ["apiKeyId", "apiKeyValue"]) {
      const links = (await dependencies(exports[name])).filter((it) => it.includes("UsagePlanKey"));
      expect([name, links.sort()]).toEqual([name, wanted]);
    }
  },
);

test("marks the values secret in a preview too, where nobody knows them yet", async () => {
  const { outputs } = await run({}, { preview: true });
  expect(outputs).toEqual({
    apiKeyId: { secret: false, value: "[unknown]" },
    apiKeyValue: { secret: true, value: "[secret]" },
    apiKeyIds: { secret: false, value: { service: "[unknown]" } },
    apiKeyValues: { secret: true, value: "[secret]" },
    usagePlanIds: { secret: false, value: {} },
    secretArns: { secret: false, value: {} },
    parameterNames: { secret: false, value: {} },
    regions: { secret: false, value: {} },
  });
});

test.each([
  ["RegisterResourceResponse", () => new RegisterResourceResponse().setUrn("urn:pulumi:x").setObject(inClear())],
  ["ReadResourceResponse", () => new ReadResourceResponse().setUrn("urn:pulumi:x").setProperties(inClear())],
  ["InvokeResponse", () => new InvokeResponse().setReturn(inClear())],
])("leaves only the name of an engine's %s to Pulumi's debug log", async (name, answer) => {
  await run({});
  expect(`${answer() as unknown as string}`).toBe(name);
});

function inClear(): Struct {
  return Struct.fromJavaScript({ value: keyValue("one-1") });
}

test("reports all faults in one RunError before anything is registered, and quotes nothing encrypted", async () => {
  const seen: string[] = [];
  const failing = runProgram({
    project: PROJECT,
    stack: STACK,
    entries: {
      [PROJECT + ":keys"]: JSON.stringify({ One: {}, two: { usagePlan: "s3cret" } }),
      [PROJECT + ":usagePlans"]: '{"s3cret-plan":{}}',
      [PROJECT + ":tags"]: "[]",
    },
    secretEntries: [PROJECT + ":usagePlans"],
    load: loadProgram,
    provider: ({ type, inputs }) => {
      seen.push(type);
      return { id: "id", state: inputs as Record<string, unknown> };
    },
  });
  const error = await failing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConfigError);
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  expect((error as ConfigError).message.split("\n")).toEqual([
    "the configuration of stack test has 3 problems:",
    '  keys.One: not a valid name; did you mean "one"? give lower-case letters, digits and single hyphens between them, a letter first, at most 64 characters',
    "  tags: got a list; give a map of tags",
    "  usagePlans: this stack takes no encrypted config: AWS generates every key value; give the entry in plain text, or drop it",
  ]);
  expect((error as ConfigError).faults.map(({ path }) => path)).toEqual(["keys.One", "tags", "usagePlans"]);
  expect(seen).toEqual(["pulumi:pulumi:Stack"]);
});

/** The resources that an Output waits for, as `type::name`. */
async function dependencies(output: unknown): Promise<string[]> {
  const resources = await (output as { allResources(): Promise<Set<pulumi.Resource>> }).allResources();
  const urns = await Promise.all([...resources].map((resource) => valueOf(resource.urn)));
  return urns.map((urn) => (urn as string).split("::").slice(2).join("::").replace(/^.*\$/, ""));
}

const withEverything = {
  tags: { team: "a" },
  keys: {
    one: {
      usagePlan: "p",
      description: "d",
      customerId: "c",
      tags: { own: "b" },
      readers: ["arn:aws:iam::111122223333:role/a"],
      generations: { 1: "disabled", 2: "grace", 3: "current", 4: "staged" },
    },
    two: { readers: ["arn:aws:iam::111122223333:root"] },
  },
  usagePlans: { p: { throttle: { rateLimit: 1, burstLimit: 2 }, apiStages: [{ apiId: "abc", stage: "live" }] } },
  secretsManager: { kmsKeyId: "alias/keys" },
};
const values = ["one-1", "one-2", "one-3", "one-4", "two-1"].map(keyValue);

/** The inputs of all resources that are, or hold, a secret or a key value in clear, as `type::name.input`. */
function secretInputs({ registrations }: TestRun): string[] {
  const shows = (value: unknown) => ["[secret]", ...values].some((text) => JSON.stringify(value).includes(text));
  return registrations.flatMap(({ type, name, inputs }) =>
    Object.entries(inputs).flatMap(([input, value]) => (shows(value) ? [`${type}::${name}.${input}`] : [])),
  );
}

test.each([true, false])(
  "a key value reaches its secret's version, and no name, description, tag or policy (preview: %p)",
  async (preview) => {
    const program = await run(withEverything, { preview });
    expect(secretInputs(program).sort()).toEqual([
      "aws:secretsmanager/secretVersion:SecretVersion::one.secretString",
      "aws:secretsmanager/secretVersion:SecretVersion::two.secretString",
    ]);
    const clear = JSON.stringify([program.registrations, program.outputs, program.warnings]);
    expect(values.filter((value) => clear.includes(value))).toEqual([]);
  },
);
