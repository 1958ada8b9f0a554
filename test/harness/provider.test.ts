import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { check, diff } from "../../harness/aws/provider";
import { KEY, LINK, PLAN, POLICY, SECRET, VERSION } from "../kit/types";

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

/** What changes from a state, what of it makes for a replacement, and whether the old goes first. */
function changes(type: string, state: Inputs, news: Inputs) {
  const request = new pb.DiffRequest().setUrn(urn(type)).setOlds(struct(state));
  const answer = diff(request.setNews(struct({ __defaults: ["name"], ...news })));
  return [answer.getDiffsList(), answer.getReplacesList(), answer.getDeletebeforereplace()];
}

const stage = (apiId: string) => ({ apiId, stage: "s" });
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
    { name: "a", enabled: true, tags: { a: "b" }, customerId: "c" },
    { name: "b", enabled: false },
    ["customerId", "enabled", "name", "tags"],
    [],
  ],
  ["an ApiKey's value", KEY, { value: "a" }, { value: "b" }, ["value"], ["value"]],
  [
    "a UsagePlan",
    PLAN,
    { name: "a", apiStages: [{ apiId: "a", stage: "s" }], quotaSettings: { limit: 1, period: "DAY", offset: 0 } },
    { name: "b", throttleSettings: { rateLimit: 1 } },
    ["apiStages", "name", "quotaSettings", "throttleSettings"],
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
  ["a tag's empty text", KEY, { tags: {} }, { tags: { a: "" } }, ["tags"], []],
  [
    "the order of stages",
    PLAN,
    { apiStages: [stage("a"), stage("b")] },
    { apiStages: [stage("b"), stage("a")] },
    [],
    [],
  ],
  ["a KMS key that was dropped", SECRET, { kmsKeyId: "a" }, {}, ["kmsKeyId"], []],
  ["what AWS made up", KEY, { value: "v", arn: "a", createdDate: "d", tagsAll: { a: "b" }, region: "r" }, {}, [], []],
  ["labels nobody asked for", VERSION, { versionStages: ["AWSPREVIOUS"] }, {}, [], []],
  [
    "what is as good as nothing",
    PLAN,
    {
      ...{ description: "", tags: {}, quotaSettings: { limit: 1, period: "DAY", offset: 0 } },
      apiStages: [{ ...stage("a"), throttles: [] }],
    },
    { quotaSettings: { limit: 1, period: "DAY" }, apiStages: [stage("a")] },
    [],
    [],
  ],
])("a change of %s is told from a replacement", (_, type, olds, news, changed, replaces) => {
  expect(changes(type, olds, news)).toEqual([changed, replaces, false]);
});

test("the old one goes first where a name was given by hand", () => {
  const named = { __defaults: [] };
  expect(changes(KEY, { ...named, value: "a" }, { ...named, value: "b" })).toEqual([["value"], ["value"], true]);
  expect(changes(KEY, { ...named, enabled: true }, { ...named, enabled: false })).toEqual([["enabled"], [], false]);
});

test("what was changed in AWS, as a refresh has it in the state, is a difference", () => {
  const inputs = struct({ enabled: true });
  const request = new pb.DiffRequest().setUrn(urn(KEY)).setOldInputs(inputs).setNews(inputs);
  expect(diff(request.setOlds(struct({ enabled: false }))).getDiffsList()).toEqual(["enabled"]);
});

test.each([
  [KEY, { description: "Managed by Pulumi", enabled: true, name: "proposed" }, ["description", "enabled", "name"]],
  [
    SECRET,
    { forceOverwriteReplicaSecret: false, recoveryWindowInDays: 30, name: "proposed" },
    ["forceOverwriteReplicaSecret", "name", "recoveryWindowInDays"],
  ],
  [VERSION, {}, []],
])("of %s the provider makes up what is not given", (type, made, names) => {
  const request = new pb.CheckRequest().setUrn(urn(type)).setOlds(struct({})).setNews(struct({}));
  request.setAutonaming(new pb.CheckRequest.AutonamingOptions().setProposedName("proposed"));
  expect(check(request).getInputs()?.toJavaScript()).toEqual({ ...made, __defaults: names });
  const given = { ...made, name: "given", description: "given" };
  const inputs = check(request.setNews(struct(given)))
    .getInputs()
    ?.toJavaScript();
  expect(inputs).toEqual({ ...given, __defaults: [] });
});
