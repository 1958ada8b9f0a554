import { relink } from "../../../tools/relink/relink";
import { loadProgram } from "../../kit/mocks";
import { folderWith } from "../../kit/stack-folder";

const SERVICE = "urn:pulumi:dev::acme::ai-service-keys:index:ServiceKey";
const PROVIDER = "urn:pulumi:dev::acme::pulumi:providers:aws::default::1";

const stackFile = "config:\n  keys: {one: {usagePlan: basic}, two: {usagePlan: basic}}\n  usagePlans: {basic: {}}\n";
const files = { "Pulumi.yaml": "name: acme\n", "Pulumi.dev.yaml": stackFile, "Pulumi.prod.yaml": stackFile };

function call(exported: unknown, { args = ["dev"], file = stackFile } = {}) {
  const text = typeof exported === "string" ? exported : JSON.stringify(exported);
  return relink(args, folderWith({ ...files, "Pulumi.dev.yaml": file }), text, loadProgram);
}

/** A state as the CLI exports it, with what else it has. */
function stateOf(...resources: readonly object[]) {
  const manifest = { time: "2026-11-24T00:00:00Z" };
  return {
    version: 3,
    deployment: { manifest, secrets_providers: { type: "passphrase" }, resources, pending_operations: [] },
  };
}

const stack = { urn: "urn:pulumi:dev::acme::pulumi:pulumi:Stack::acme-dev", type: "pulumi:pulumi:Stack" };
const plan = {
  urn: "urn:pulumi:dev::acme::aws:apigateway/usagePlan:UsagePlan::basic",
  type: "aws:apigateway/usagePlan:UsagePlan",
  id: "plan-id",
};
const secretOutput = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x:y" };

function key(name: string, more: object = {}) {
  return {
    urn: `${SERVICE}$aws:apigateway/apiKey:ApiKey::${name}-1`,
    type: "aws:apigateway/apiKey:ApiKey",
    id: `id-of-${name}`,
    parent: `${SERVICE}::${name}`,
    provider: PROVIDER,
    outputs: { value: secretOutput },
    ...more,
  };
}

/** The link as the tool writes it. */
function link(name: string) {
  const inputs = { keyId: `id-of-${name}`, keyType: "API_KEY", usagePlanId: "plan-id" };
  return {
    urn: `${SERVICE}$aws:apigateway/usagePlanKey:UsagePlanKey::${name}-1`,
    custom: true,
    id: `id-of-${name}`,
    type: "aws:apigateway/usagePlanKey:UsagePlanKey",
    inputs: { __defaults: [], ...inputs },
    outputs: { ...inputs, id: `id-of-${name}` },
    parent: `${SERVICE}::${name}`,
    dependencies: [key(name).urn, plan.urn],
    propertyDependencies: { keyId: [key(name).urn], keyType: [], usagePlanId: [plan.urn] },
    provider: PROVIDER,
    additionalSecretOutputs: ["value"],
    deletedWith: key(name).urn,
  };
}

describe("a state that has lost links", () => {
  test("gets them back, each right behind its key and its plan", async () => {
    const before = stateOf(stack, plan, key("two"), key("one"));
    const { exitCode, stdout, stderr } = await call(before);
    expect(JSON.parse(stdout!)).toEqual(stateOf(stack, plan, key("two"), link("two"), key("one"), link("one")));
    expect([exitCode, stderr]).toEqual([0, "put back one-1\nput back two-1"]);
  });

  test("gets them back before what depends on them, also where the plan stands behind the keys", async () => {
    const secret = (name: string) => ({
      urn: `${SERVICE}$aws:secretsmanager/secretVersion:SecretVersion::${name}`,
      type: "aws:secretsmanager/secretVersion:SecretVersion",
      dependencies: [link(name).urn],
    });
    const { stdout } = await call(stateOf(key("two"), key("one"), plan, secret("two"), secret("one")));
    expect(JSON.parse(stdout!)).toEqual(
      stateOf(key("two"), key("one"), plan, link("one"), link("two"), secret("two"), secret("one")),
    );
  });

  test("gets one back as imported where the program imports it", async () => {
    const imports = stackFile
      .replace("one: {usagePlan: basic}", "one: {usagePlan: basic, generations: {1: {state: current, import: k}}}")
      .replace("basic: {}}", "basic: {import: p}}");
    const { stdout } = await call(stateOf(plan, key("one"), key("two")), { file: imports });
    expect(JSON.parse(stdout!)).toEqual(
      stateOf(plan, key("one"), { ...link("one"), importID: "p/k" }, key("two"), link("two")),
    );
  });

  test("keeps the ones it has, even with another plan", async () => {
    const moved = { ...link("one"), inputs: { ...link("one").inputs, usagePlanId: "other" } };
    const { stdout, stderr } = await call(stateOf(plan, key("one"), moved, key("two")));
    expect(JSON.parse(stdout!)).toEqual(stateOf(plan, key("one"), moved, key("two"), link("two")));
    expect(stderr).toBe("put back two-1");
  });

  test("gets a link back in place of the one whose replacement failed", async () => {
    const gone = { ...link("one"), id: "old", pendingReplacement: true };
    const { stdout, stderr } = await call(stateOf(plan, key("one"), gone, key("two"), link("two")));
    expect(JSON.parse(stdout!)).toEqual(stateOf(plan, key("one"), link("one"), key("two"), link("two")));
    expect(stderr).toBe("put back one-1");
  });

  test("is left as it is where a key's replacement failed", async () => {
    const gone = key("one", { pendingReplacement: true });
    const state = stateOf(plan, gone, link("one"), key("two"), link("two"));
    expect(JSON.parse((await call(state)).stdout!)).toEqual(state);
  });

  test("links the new key and not the one that is still to be deleted", async () => {
    const old = key("one", { id: "old", delete: true });
    const state = stateOf(plan, old, key("one"), old, key("two"), link("two"));
    expect(JSON.parse((await call(state)).stdout!)).toEqual(
      stateOf(plan, old, key("one"), link("one"), old, key("two"), link("two")),
    );
  });

  test.each([
    ["key", stateOf(plan, key("two"), link("two"))],
    ["plan", stateOf(key("one"), key("two"), link("two"))],
  ])("gets none back whose %s it does not have", async (_, state) => {
    const { exitCode, stdout, stderr } = await call(state);
    expect(JSON.parse(stdout!)).toEqual(state);
    expect([exitCode, stderr]).toEqual([
      0,
      `left out one-1: the state lacks its key or its plan, so an update will make it`,
    ]);
  });
});

test.each([
  ["all links", stateOf(stack, plan, key("one"), link("one"), key("two"), link("two")), stackFile],
  ["a key that is to have none", stateOf(stack, key("one")), "config:\n  keys: {one: {}}\n"],
])("a state with %s is handed on as it is", async (_, state, file) => {
  const { exitCode, stdout, stderr } = await call(state, { file });
  expect(JSON.parse(stdout!)).toEqual(state);
  expect([exitCode, stderr]).toEqual([0, "no link is missing"]);
});

test.each([
  ["without resources", { version: 3, deployment: { manifest: {} } }],
  ["whose resources are null", { version: 3, deployment: { resources: null } }],
])("a state %s gets no links", async (_, state) => {
  const { exitCode, stdout, stderr } = await call(state);
  expect(JSON.parse(stdout!)).toEqual({ ...state, deployment: { ...state.deployment, resources: [] } });
  expect([exitCode, stderr?.split("\n")]).toEqual([
    0,
    ["one", "two"].map((name) => `left out ${name}-1: the state lacks its key or its plan, so an update will make it`),
  ]);
});

test.each([
  ["nothing", ""],
  ["no JSON", "error: no stack selected"],
  ["null", null],
  ["a list", []],
  ["no deployment", { version: 3 }],
  ["an empty deployment", { version: 3, deployment: null }],
  ["resources that are no list", { deployment: { resources: {} } }],
  ["a resource without URN", { deployment: { resources: [{ type: "x" }] } }],
])("%s on standard input is refused, and nothing printed that could be imported", async (_, exported) => {
  expect(await call(exported)).toEqual({
    exitCode: 2,
    stderr: "standard input is not an exported state; pipe `pulumi stack export` into this command",
  });
});

test.each([
  ["stack", "urn:pulumi:prod::acme::x::y", "stack prod of project acme"],
  ["project", "urn:pulumi:dev::other::x::y", "stack dev of project other"],
])("the state of another %s is refused", async (_, urn, whose) => {
  expect(await call(stateOf(stack, { urn, type: "x" }))).toEqual({
    exitCode: 2,
    stderr: `standard input is the state of ${whose}, not of stack dev of project acme; name the stack that was exported`,
  });
});

test.each([
  [[], "no stack is given"],
  [["dev", "prod"], "more than one stack is given"],
])("a call with %j is refused", async (args, problem) => {
  expect(await call(stateOf(), { args })).toEqual({
    exitCode: 2,
    stderr: `${problem}; the call is: pulumi stack export --stack STACK | npm run -s relink -- STACK, where STACK is one of dev, prod`,
  });
});

test("a stack without a file is refused", async () => {
  expect(await call(stateOf(), { args: ["stage"] })).toEqual({
    exitCode: 2,
    stderr: "there is no stack file Pulumi.stage.yaml; the stacks are dev, prod",
  });
});

test("every fault of the stack file is told", async () => {
  const file = "config:\n  acme:keys: {}\n  keys: {one: {usagePlan: none}}\n";
  expect(await call(stateOf(plan, key("one")), { file })).toEqual({
    exitCode: 1,
    stderr: [
      "the configuration of stack dev has 2 problems:",
      '  keys: given twice, as "acme:keys" and as "keys", and the CLI drops one of them; keep one (Pulumi.dev.yaml:3)',
      '  keys.one.usagePlan: there is no usage plan "none"; add it under usagePlans, or drop the line (Pulumi.dev.yaml:3)',
    ].join("\n"),
  });
});

test("a fault that the program cannot see is told alone too", async () => {
  const file = "config:\n  keys: {one: {}}\n  acme:keys: {two: {}}\n";
  expect(await call(stateOf(), { file })).toEqual({
    exitCode: 1,
    stderr: [
      "the configuration of stack dev has 1 problem:",
      '  keys: given twice, as "keys" and as "acme:keys", and the CLI drops one of them; keep one (Pulumi.dev.yaml:3)',
    ].join("\n"),
  });
});

test("what is neither is thrown", async () => {
  const load = () => Promise.reject(new TypeError("broken"));
  const exported = JSON.stringify(stateOf());
  await expect(relink(["dev"], folderWith(files), exported, load)).rejects.toThrow(new TypeError("broken"));
});
