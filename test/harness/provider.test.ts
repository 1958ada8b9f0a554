import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { diff } from "../../harness/aws/provider";
import { type Props as Inputs, struct, TestProvider, urn } from "../kit/provider";
import { KEY, LINK, PARAMETER, PLAN, POLICY, SECRET, VERSION } from "../kit/types";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const provider = new TestProvider();
const refused = (type: string, inputs: Inputs) => provider.check(type, inputs).refused;

/** What changes from a state, what of it makes for a replacement, and whether the old goes first. */
function changes(type: string, state: Inputs, news: Inputs) {
  const request = new pb.DiffRequest().setUrn(urn(type)).setOlds(struct(state));
  const answer = diff(request.setNews(struct({ __defaults: ["name"], ...news })));
  return [answer.getDiffsList(), answer.getReplacesList(), answer.getDeletebeforereplace()];
}

const stage = (apiId: string) => ({ apiId, stage: "s" });
const link = { keyId: "k", keyType: "API_KEY", usagePlanId: "p" };
const SECRET_ARN = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:s-123456";
const policy = { secretArn: SECRET_ARN, policy: "{}" };
const parameter = { name: "/p/s/one", type: "SecureString", value: "v", tier: "Standard" };

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
  ["a SecretPolicy of a Secret that is not made yet", POLICY, { ...policy, secretArn: UNKNOWN }],
  ["a Parameter", PARAMETER, parameter],
  ["a UsagePlan that is closed to its keys", PLAN, { throttleSettings: { rateLimit: 0, burstLimit: 0 } }],
])("%s is accepted", (_, type, inputs) => {
  expect(refused(type, inputs)).toEqual([]);
});

test.each<[string, string, Inputs, string[]]>([
  ["an input that the schema has not", KEY, { stageKeys: [] }, [': Unrecognized key: "stageKeys"']],
  ["a flag that is no text of one", KEY, { enabled: "yes" }, ["enabled: Invalid input"]],
  [
    "a value of 19 characters",
    KEY,
    { value: "A".repeat(19) },
    ["value: Too small: expected string to have >=20 characters"],
  ],
  [
    "a value of 129 characters",
    KEY,
    { value: "A".repeat(129) },
    ["value: Too big: expected string to have <=128 characters"],
  ],
  [
    "a text that is no number",
    PLAN,
    { throttleSettings: { rateLimit: "1s" } },
    ["throttleSettings.rateLimit: Invalid input"],
  ],
  [
    "a throttle without limits",
    PLAN,
    { throttleSettings: {} },
    ["throttleSettings: one of burstLimit, rateLimit must be specified"],
  ],
  [
    "an unknown period",
    PLAN,
    { quotaSettings: { limit: 1, period: "YEAR" } },
    ['quotaSettings.period: Invalid option: expected one of "DAY"|"WEEK"|"MONTH"'],
  ],
  [
    "a quota without a period",
    PLAN,
    { quotaSettings: { limit: 1 } },
    ['quotaSettings.period: Invalid option: expected one of "DAY"|"WEEK"|"MONTH"'],
  ],
  [
    "a stage without its API",
    PLAN,
    { apiStages: [{ stage: "s" }] },
    ["apiStages.0.apiId: Invalid input: expected string, received undefined"],
  ],
  [
    "a method's limits as a map",
    PLAN,
    { apiStages: [{ apiId: "a", stage: "s", throttles: {} }] },
    ["apiStages.0.throttles: Invalid input: expected array, received object"],
  ],
  [
    "a link without its ends",
    LINK,
    { keyType: "API_KEY" },
    [
      "keyId: Invalid input: expected string, received undefined",
      "usagePlanId: Invalid input: expected string, received undefined",
    ],
  ],
  ["a link of another type", LINK, { ...link, keyType: "KEY" }, ['keyType: Invalid input: expected "API_KEY"']],
  [
    "what is known beside what is not",
    LINK,
    { keyId: UNKNOWN, keyType: 1, usagePlanId: UNKNOWN },
    ['keyType: Invalid input: expected "API_KEY"'],
  ],
  [
    "a recovery window of 6 days",
    SECRET,
    { recoveryWindowInDays: 6 },
    ["recoveryWindowInDays: Too small: expected number to be >=7"],
  ],
  [
    "a SecretVersion without its secret",
    VERSION,
    { secretString: "b" },
    ["secretId: Invalid input: expected string, received undefined"],
  ],
  [
    "a SecretPolicy whose policy is no JSON",
    POLICY,
    { ...policy, policy: "{" },
    ["policy: contains an invalid JSON policy"],
  ],
  ["a SecretPolicy whose secret is no ARN", POLICY, { ...policy, secretArn: "s" }, ["secretArn: is an invalid ARN"]],
  [
    "a Parameter without a value",
    PARAMETER,
    { ...parameter, value: undefined },
    ["value: Invalid input: expected string, received undefined"],
  ],
])("the provider refuses %s", (_, type, inputs, reasons) => {
  expect(refused(type, inputs)).toEqual(reasons);
});

test("the provider reads a text, or a fraction, as the number or flag that is due", () => {
  expect(provider.check(KEY, { enabled: "false", tags: { a: 1 } }).inputs).toMatchObject({
    enabled: false,
    tags: { a: "1" },
    tagsAll: { a: "1" },
  });
  const limits = { throttleSettings: { rateLimit: "0.5", burstLimit: 1.5 } };
  expect(provider.check(PLAN, limits).inputs.throttleSettings).toEqual({ rateLimit: 0.5, burstLimit: 1 });
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
  ["a SecretPolicy but its secret", POLICY, policy, { ...policy, policy: '{"Id":"a"}' }, ["policy"], []],
  ["a SecretPolicy's secret", POLICY, policy, { ...policy, secretArn: "b" }, ["secretArn"], ["secretArn"]],
  [
    "a Parameter but its name",
    PARAMETER,
    parameter,
    { ...parameter, value: "w", description: "d" },
    ["description", "value"],
    [],
  ],
  ["a Parameter's name", PARAMETER, parameter, { ...parameter, name: "/p/s/two" }, ["name"], ["name"]],
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
  [
    KEY,
    { description: "Managed by Pulumi", enabled: true, name: "proposed", tagsAll: {} },
    ["description", "enabled", "name"],
  ],
  [
    SECRET,
    { forceOverwriteReplicaSecret: false, recoveryWindowInDays: 30, name: "proposed", tagsAll: {} },
    ["forceOverwriteReplicaSecret", "name", "recoveryWindowInDays"],
  ],
])("of %s the provider makes up what is not given", (type, made, names) => {
  expect(provider.check(type, {}).inputs).toEqual({ ...made, region: "eu-central-1", __defaults: names });
  const given = { ...made, name: "given", description: "given", region: "us-east-1" };
  expect(provider.check(type, given).inputs).toEqual({ ...given, __defaults: [] });
});
