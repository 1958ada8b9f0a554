import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Cloud } from "../../harness/aws/cloud";
import { usagePlan, usagePlanKey } from "../../harness/aws/kinds-api-gateway";
import { secret, secretPolicy, secretVersion } from "../../harness/aws/kinds-secrets-manager";
import { check, diff } from "../../harness/aws/provider";

const KEY = "aws:apigateway/apiKey:ApiKey";
const PLAN = "aws:apigateway/usagePlan:UsagePlan";
const LINK = "aws:apigateway/usagePlanKey:UsagePlanKey";
const SECRET = "aws:secretsmanager/secret:Secret";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Inputs = Readonly<Record<string, unknown>>;
const urn = (type: string) => `urn:pulumi:dev::acme::${type}::one`;
const struct = (inputs: Inputs) => Struct.fromJavaScript(inputs as Record<string, never>);

/** The inputs that the provider refuses, by name. */
function refused(type: string, inputs: Inputs): string[] {
  const request = new pb.CheckRequest().setUrn(urn(type)).setOlds(struct({})).setNews(struct(inputs));
  return check(request)
    .getFailuresList()
    .map((failure) => failure.getProperty());
}

/** What changes, what of it makes for a replacement, and whether the old goes first. */
function changes(type: string, olds: Inputs, news: Inputs) {
  const made = { __defaults: ["name"] };
  const request = new pb.DiffRequest().setUrn(urn(type)).setOldInputs(struct({ ...made, ...olds }));
  const answer = diff(request.setNews(struct({ ...made, ...news })));
  return [answer.getDiffsList(), answer.getReplacesList(), answer.getDeletebeforereplace()];
}

const link = { keyId: "k", keyType: "API_KEY", usagePlanId: "p" };
const policy = { secretArn: "a", policy: "{}" };

test.each<[string, string, Inputs]>([
  ["an ApiKey with nothing", KEY, {}],
  [
    "an ApiKey with all",
    KEY,
    { description: "", enabled: true, customerId: "c", tags: { a: "b" }, value: "A".repeat(20) },
  ],
  ["a UsagePlan with nothing", PLAN, {}],
  [
    "a UsagePlan with all",
    PLAN,
    {
      throttleSettings: { rateLimit: 0.5, burstLimit: 1 },
      quotaSettings: { limit: 1, period: "WEEK", offset: 6 },
      apiStages: [{ apiId: "a", stage: "s", throttles: [{ path: "/x/GET", rateLimit: 1, burstLimit: 1 }] }],
    },
  ],
  ["a link", LINK, link],
  ["a link whose ends are not known yet", LINK, { ...link, keyId: UNKNOWN, usagePlanId: UNKNOWN }],
  ["a Secret that is deleted at once", SECRET, { recoveryWindowInDays: 0 }],
  ["a SecretVersion", VERSION, { secretId: "a", secretString: "b", versionStages: ["AWSCURRENT"] }],
  ["a SecretPolicy", POLICY, { ...policy, blockPublicPolicy: true }],
])("%s is accepted", (_, type, inputs) => {
  expect(refused(type, inputs)).toEqual([]);
});

test.each<[string, string, Inputs, string[]]>([
  ["an input that the schema has not", KEY, { stageKeys: [] }, [""]],
  ["a text for a flag", KEY, { enabled: "true" }, ["enabled"]],
  ["a number for a tag", KEY, { tags: { a: 1 } }, ["tags"]],
  ["a value too short", KEY, { value: "A".repeat(19) }, ["value"]],
  ["a text for a limit", PLAN, { throttleSettings: { rateLimit: "1" } }, ["throttleSettings"]],
  ["a fraction of a burst", PLAN, { throttleSettings: { burstLimit: 1.5 } }, ["throttleSettings"]],
  ["an unknown period", PLAN, { quotaSettings: { limit: 1, period: "YEAR" } }, ["quotaSettings"]],
  ["a quota without a period", PLAN, { quotaSettings: { limit: 1 } }, ["quotaSettings"]],
  ["a stage without its API", PLAN, { apiStages: [{ stage: "s" }] }, ["apiStages"]],
  ["a method's limits as a map", PLAN, { apiStages: [{ apiId: "a", stage: "s", throttles: {} }] }, ["apiStages"]],
  ["a link without its ends", LINK, { keyType: "API_KEY" }, ["keyId", "usagePlanId"]],
  ["a link of another type", LINK, { ...link, keyType: "KEY" }, ["keyType"]],
  ["what is known beside what is not", LINK, { keyId: UNKNOWN, keyType: 1, usagePlanId: UNKNOWN }, ["keyType"]],
  ["a recovery window of 6 days", SECRET, { recoveryWindowInDays: 6 }, ["recoveryWindowInDays"]],
  ["a SecretVersion without its secret", VERSION, { secretString: "b" }, ["secretId"]],
  ["a SecretPolicy without a policy", POLICY, { secretArn: "a" }, ["policy"]],
])("%s is refused", (_, type, inputs, names) => {
  expect(refused(type, inputs)).toEqual(names);
});

test.each<[string, string, Inputs, Inputs, string[], string[]]>([
  [
    "an ApiKey but its value",
    KEY,
    { name: "a", enabled: true, tags: {} },
    { name: "b", enabled: false },
    ["enabled", "name", "tags"],
    [],
  ],
  ["an ApiKey's value", KEY, { value: "a" }, { value: "b" }, ["value"], ["value"]],
  [
    "a UsagePlan",
    PLAN,
    { name: "a", apiStages: [] },
    { name: "b", quotaSettings: {} },
    ["apiStages", "name", "quotaSettings"],
    [],
  ],
  [
    "a link",
    LINK,
    link,
    { keyId: "x", keyType: "y", usagePlanId: "z" },
    ["keyId", "keyType", "usagePlanId"],
    ["keyId", "keyType", "usagePlanId"],
  ],
  [
    "a Secret but its name",
    SECRET,
    { kmsKeyId: "a" },
    { recoveryWindowInDays: 7 },
    ["kmsKeyId", "recoveryWindowInDays"],
    [],
  ],
  ["a Secret's name", SECRET, { name: "a" }, { name: "b" }, ["name"], ["name"]],
  [
    "a SecretVersion",
    VERSION,
    { secretId: "a", secretString: "b" },
    { secretId: "c", secretString: "d" },
    ["secretId", "secretString"],
    ["secretId", "secretString"],
  ],
  [
    "a SecretVersion's labels",
    VERSION,
    { versionStages: ["AWSPREVIOUS"] },
    { versionStages: ["AWSCURRENT"] },
    ["versionStages"],
    [],
  ],
  ["a SecretPolicy but its secret", POLICY, policy, { ...policy, policy: "[]" }, ["policy"], []],
  ["a SecretPolicy's secret", POLICY, policy, { ...policy, secretArn: "b" }, ["secretArn"], ["secretArn"]],
  ["any Region", PLAN, { region: "a" }, { region: "b" }, ["region"], ["region"]],
  ["the order of a map", KEY, { tags: { a: "1", b: "2" } }, { tags: { b: "2", a: "1" } }, [], []],
])("a change of %s is told from a replacement", (_, type, olds, news, changed, replaces) => {
  expect(changes(type, olds, news)).toEqual([changed, replaces, false]);
});

test("the old one goes first where a name was given by hand", () => {
  const named = { name: "n", __defaults: [] };
  expect(changes(KEY, { ...named, value: "a" }, { ...named, value: "b" })).toEqual([["value"], ["value"], true]);
  expect(changes(KEY, { ...named, enabled: true }, { ...named, enabled: false })).toEqual([["enabled"], [], false]);
});

describe("the provider", () => {
  let cloud: Cloud;
  beforeEach(() => (cloud = new Cloud()));
  const at = () => ({ cloud, name: "one" });
  const calls = () => cloud.calls.journal.splice(0).map(({ action }) => action);
  const key = () => cloud.apiGateway.createKey({ name: "k", description: "", enabled: true, customerId: "", tags: {} });

  test("detaches a plan's stages before it deletes it", async () => {
    const inputs = { name: "p", apiStages: [{ apiId: "a", stage: "s" }] };
    const { id, outputs } = await usagePlan.create(at(), inputs);
    await usagePlan.delete(at(), id, outputs);
    expect(calls()).toEqual(["CreateUsagePlan", "UpdateUsagePlan", "DeleteUsagePlan"]);
    expect([...cloud.apiGateway.plans]).toEqual([]);
  });

  test("returns a link's value in clear, made or imported as PLAN/KEY, and nothing once it is gone", async () => {
    const { id: keyId, value } = key();
    const { id: planId } = await usagePlan.create(at(), { name: "p" });
    const { id, outputs } = await usagePlanKey.create(at(), { keyId, keyType: "API_KEY", usagePlanId: planId });
    expect([id, outputs.value]).toEqual([keyId, value]);
    expect((await usagePlanKey.read(at(), `${planId}/${keyId}`, {}))?.outputs).toEqual(outputs);
    await usagePlanKey.delete(at(), id, outputs);
    expect(await usagePlanKey.read(at(), id, outputs)).toBeUndefined();
    await usagePlanKey.delete(at(), id, outputs);
    expect(calls().filter((action) => action.startsWith("Delete"))).toEqual([
      "DeleteUsagePlanKey",
      "DeleteUsagePlanKey",
    ]);
    expect(JSON.stringify(cloud.calls.journal)).not.toContain(value);
  });

  test("finds nothing of a secret that somebody deleted, still recoverable", async () => {
    const { id, outputs } = await secret.create(at(), { name: "s" });
    const version = await secretVersion.create(at(), { secretId: id, secretString: "x" });
    const given = JSON.stringify({ Statement: [{ Effect: "Deny", Principal: "*" }] });
    const itsPolicy = await secretPolicy.create(at(), { secretArn: id, policy: given });
    expect((await secret.read(at(), id, outputs))?.id).toBe(id);
    cloud.secretsManager.delete(id, 30);
    expect(await secret.read(at(), id, outputs)).toBeUndefined();
    expect(await secretVersion.read(at(), version.id, version.outputs)).toBeUndefined();
    expect(await secretPolicy.read(at(), itsPolicy.id, itsPolicy.outputs)).toBeUndefined();
  });

  test("takes no label off the version that is current, and all off another", async () => {
    const { id: secretId } = await secret.create(at(), { name: "s" });
    const versions: string[] = [];
    for (const secretString of ["a", "b"])
      versions.push((await secretVersion.create(at(), { secretId, secretString })).id);
    for (const id of versions) {
      const { outputs = {} } = (await secretVersion.read(at(), id, {})) ?? {};
      await secretVersion.delete(at(), id, outputs);
    }
    expect([...cloud.secretsManager.secret(secretId).versions.values()].map(({ stages }) => stages)).toEqual([
      [],
      ["AWSCURRENT"],
    ]);
  });

  test("moves AWSCURRENT back to the version it belongs to, and takes off what does not belong there", async () => {
    const { id: secretId } = await secret.create(at(), { name: "s" });
    const inputs = { secretId, secretString: "a", versionStages: ["AWSCURRENT"] };
    const { id, outputs } = await secretVersion.create(at(), inputs);
    expect(outputs.versionStages).toEqual(["AWSCURRENT"]);
    cloud.secretsManager.putValue(secretId, "by hand");
    cloud.secretsManager.moveStage(secretId, "mine", { to: id.split("|")[1]! });
    const { outputs: found = {} } = (await secretVersion.read(at(), id, outputs)) ?? {};
    expect(found.versionStages).toEqual(["AWSPREVIOUS", "mine"]);
    calls();
    expect((await secretVersion.update(at(), id, found, inputs)).versionStages).toEqual(["AWSCURRENT"]);
    expect(calls()).toEqual(["ListSecretVersionIds", "UpdateSecretVersionStage", "UpdateSecretVersionStage"]);
    expect([...cloud.secretsManager.secret(secretId).versions.values()].map(({ stages }) => stages)).toEqual([
      ["AWSCURRENT"],
      ["AWSPREVIOUS"],
    ]);
  });
});
