// What the provider asks of AWS, and what it makes of the answers.
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { KEY, LINK, PLAN, POLICY, SECRET, VERSION } from "../kit/types";
import { type Made, type Props, secretNames, TestProvider, urn } from "../kit/provider";

let provider: TestProvider;
beforeEach(() => (provider = new TestProvider()));

const calls = () => provider.calls();
const gateway = () => provider.cloud.in().apiGateway;
const manager = () => provider.cloud.in().secretsManager;
const create = (type: string, inputs: Props) => provider.create(type, inputs);
const read = (type: string, id: string, made?: Partial<Made>) => provider.read(type, id, made);
const update = (type: string, made: Made, inputs: Props) => provider.update(type, made, inputs);
const remove = (type: string, made: Made) => provider.remove(type, made);

const key = { name: "k", description: "d", enabled: true, tags: { a: "1", b: "2" } };
const stage = { apiId: "a", stage: "s" };

test("every resource is read right after it is made: a key with its link are four calls", async () => {
  const { id: usagePlanId } = await create(PLAN, { name: "p" });
  const { id: keyId } = await create(KEY, key);
  await create(LINK, { keyId, keyType: "API_KEY", usagePlanId });
  expect(calls()).toEqual([
    ...["CreateUsagePlan", "GetUsagePlan"],
    ...["CreateApiKey", "GetApiKey", "CreateUsagePlanKey", "GetUsagePlanKey"],
  ]);
  const { id: secretId } = await create(SECRET, { name: "s" });
  expect(calls()).toEqual(["CreateSecret", "DescribeSecret", "DescribeSecret", "GetResourcePolicy"]);
  await create(VERSION, { secretId, secretString: "x" });
  expect(calls()).toEqual(["PutSecretValue", "GetSecretValue", "GetSecretValue"]);
  await create(POLICY, { secretArn: secretId, policy: '{"Statement":[{"Effect":"Deny"}]}' });
  expect(calls()).toEqual(["PutResourcePolicy", "GetResourcePolicy", "GetResourcePolicy"]);
});

test("of a key that changes only what changed is asked for, and tags have calls of their own", async () => {
  const made = await create(KEY, key);
  const now = () => gateway().key(made.id);
  calls();
  const tags = { b: "3", c: "4" };
  expect(await update(KEY, made, { ...key, tags })).toMatchObject({ tags, tagsAll: tags, enabled: true });
  expect(calls()).toEqual(["UntagResource", "TagResource", "GetApiKey"]);
  expect(await update(KEY, made, { ...key, tags: { ...key.tags, c: "" } })).toMatchObject({ tags: { b: "3", c: "" } });
  expect(calls()).toEqual(["TagResource", "GetApiKey"]);
  const others = { name: "n", description: "e", enabled: false, customerId: "c" };
  await update(KEY, made, { ...key, ...others });
  expect(calls()).toEqual(["UpdateApiKey", "GetApiKey"]);
  expect(now()).toMatchObject(others);
});

test("of a plan that changes only what changed is asked for, and tags have calls of their own", async () => {
  const made = await create(PLAN, { name: "p", tags: { a: "1" } });
  calls();
  expect(await update(PLAN, made, { name: "p", tags: { b: "2" } })).toMatchObject({ tags: { b: "2" } });
  expect(calls()).toEqual(["UntagResource", "TagResource", "GetUsagePlan"]);
  const throttles = [{ path: "/chat/POST", rateLimit: 0.5, burstLimit: 2 }];
  const limits = {
    throttleSettings: { rateLimit: 1.5, burstLimit: 3 },
    quotaSettings: { limit: 10, period: "WEEK", offset: 2 },
    apiStages: [{ ...stage, throttles }],
  };
  const inputs = { name: "q", description: "d", tags: { a: "1" }, ...limits };
  const outputs = await update(PLAN, made, inputs);
  expect(calls()).toEqual(["UpdateUsagePlan", "GetUsagePlan"]);
  expect(outputs).toMatchObject({ name: "q", description: "d", ...limits });
  expect(gateway().plan(made.id)).toMatchObject({
    throttle: limits.throttleSettings,
    quota: limits.quotaSettings,
    apiStages: [{ ...stage, throttle: { "/chat/POST": { rateLimit: 0.5, burstLimit: 2 } } }],
  });
  await update(PLAN, { ...made, outputs }, { name: "q", description: "d", tags: { a: "1" } });
  const { throttle, quota, apiStages } = gateway().plan(made.id);
  expect([throttle, quota, apiStages]).toEqual([undefined, undefined, []]);
});

test("a plan is made with all its limits, and its stages are detached before it is deleted", async () => {
  const throttles = [{ path: "/chat/POST", rateLimit: 0.5, burstLimit: 2 }];
  const quotaSettings = { limit: 10, period: "DAY" };
  const made = await create(PLAN, {
    ...{ name: "p", quotaSettings, throttleSettings: { rateLimit: 0, burstLimit: 0 } },
    apiStages: [{ ...stage, throttles }],
  });
  expect(made.outputs).toMatchObject({
    quotaSettings: { ...quotaSettings, offset: 0 },
    throttleSettings: { rateLimit: 0, burstLimit: 0 },
  });
  expect(made.outputs.apiStages).toEqual([{ ...stage, throttles }]);
  calls();
  await remove(PLAN, made);
  expect(calls()).toEqual(["UpdateUsagePlan", "DeleteUsagePlan"]);
  expect([...gateway().plans]).toEqual([]);
});

test("a limit that was removed by hand is not seen, one that was changed is", async () => {
  const limits = {
    throttleSettings: { rateLimit: 1, burstLimit: 2 },
    quotaSettings: { limit: 10, period: "DAY", offset: 0 },
  };
  const made = await create(PLAN, { name: "p", ...limits });
  const { id } = made;
  gateway().updatePlan(id, { throttle: undefined, quota: undefined });
  expect((await read(PLAN, id, made))?.outputs).toMatchObject(limits);
  gateway().updatePlan(id, { throttle: { rateLimit: 3, burstLimit: 2 }, quota: { limit: 9, period: "DAY" } });
  expect((await read(PLAN, id, made))?.outputs).toMatchObject({
    throttleSettings: { rateLimit: 3, burstLimit: 2 },
    quotaSettings: { limit: 9, period: "DAY", offset: 0 },
  });
});

test("what the program never set is no input of what is read, unless it is to be imported", async () => {
  const { id, outputs } = await create(KEY, key);
  const given = { __defaults: ["name"], name: "k", enabled: true };
  expect((await read(KEY, id, { outputs, inputs: given }))?.inputs).toEqual(given);
  const { value } = gateway().key(id);
  const made = { region: "eu-central-1", tagsAll: key.tags, value };
  expect((await read(KEY, id))?.inputs).toEqual({ ...key, ...made, __defaults: [] });
});

test("the provider itself marks the value of a key secret, read or imported, but not that of a link", async () => {
  const { id: keyId } = await create(KEY, key);
  const { id: usagePlanId } = await create(PLAN, { name: "p" });
  const { id } = await create(LINK, { keyId, keyType: "API_KEY", usagePlanId });
  const secrets = async (type: string, found: string) => {
    const answer = await provider.asked.read(new pb.ReadRequest().setUrn(urn(type)).setId(found));
    return [answer.getProperties()!, answer.getInputs()!].map((it) => secretNames(it.toJavaScript()));
  };
  expect(await secrets(KEY, keyId)).toEqual([["value"], ["value"]]);
  expect(await secrets(LINK, `${usagePlanId}/${id}`)).toEqual([[], []]);
});

test("a link has the key's value in clear, made or imported as PLAN/KEY, and is nothing once it is gone", async () => {
  const { id: keyId } = await create(KEY, key);
  const { value } = gateway().key(keyId);
  const { id: usagePlanId } = await create(PLAN, { name: "p" });
  const inputs = { keyId, keyType: "API_KEY", usagePlanId };
  const made = await create(LINK, inputs);
  expect(made.outputs).toEqual({ ...inputs, id: keyId, region: "eu-central-1", name: "k", value });
  expect(await read(LINK, `${usagePlanId}/${keyId}`)).toEqual(made);
  calls();
  await remove(LINK, made);
  expect(await read(LINK, made.id, made)).toBeUndefined();
  await remove(LINK, made);
  expect(JSON.stringify(provider.cloud.calls.journal)).not.toContain(value);
  expect(calls()).toEqual(["DeleteUsagePlanKey", "GetUsagePlanKey", "DeleteUsagePlanKey"]);
});

test("nothing is found of a secret that somebody deleted, still recoverable", async () => {
  const made = await create(SECRET, { name: "s", recoveryWindowInDays: 7 });
  const { id } = made;
  const version = await create(VERSION, { secretId: id, secretString: "x" });
  const given = JSON.stringify({ Statement: [{ Effect: "Deny", Principal: "*" }] });
  const policy = await create(POLICY, { secretArn: id, policy: given });
  expect((await read(SECRET, id, made))?.outputs).toMatchObject({ recoveryWindowInDays: 7, policy: given });
  manager().delete(id, 30);
  expect(await read(SECRET, id, made)).toBeUndefined();
  expect(await read(VERSION, version.id, version)).toBeUndefined();
  expect(await read(POLICY, policy.id, policy)).toBeUndefined();
});

test("a policy that was deleted by hand reads as an empty one, and is written again in place", async () => {
  const { id: secretArn } = await create(SECRET, { name: "s" });
  const inputs = { secretArn, policy: '{"Statement":[{"Effect":"Deny"}]}', blockPublicPolicy: true };
  const made = await create(POLICY, inputs);
  delete manager().secret(secretArn).policy;
  const found = (await read(POLICY, made.id, made))!;
  const region = "eu-central-1";
  expect(found.outputs).toEqual({ ...inputs, policy: "", id: secretArn, region });
  expect(found.inputs).toEqual({ ...inputs, policy: "", region, __defaults: [] });
  calls();
  expect(await update(POLICY, found, inputs)).toEqual({ ...inputs, id: secretArn, region });
  expect(calls()).toEqual(["PutResourcePolicy", "GetResourcePolicy"]);
  await remove(POLICY, found);
  expect(calls()).toEqual(["DeleteResourcePolicy", "GetResourcePolicy"]);
});

test("of a secret only what changed is asked for, and no KMS key where none is configured", async () => {
  const inputs = { name: "s", description: "d", kmsKeyId: "alias/a", tags: { a: "1", b: "2" } };
  const made = await create(SECRET, inputs);
  calls();
  await update(SECRET, made, { ...inputs, tags: { b: "3" } });
  expect(calls()).toEqual(["UntagResource", "TagResource", "DescribeSecret", "GetResourcePolicy"]);
  await update(SECRET, made, { name: "s", tags: inputs.tags });
  expect(calls()).toEqual(["UpdateSecret", "DescribeSecret", "GetResourcePolicy"]);
  const { description, kmsKeyId, tags } = manager().secret(made.id);
  expect({ description, kmsKeyId, tags }).toEqual({ description: "", kmsKeyId: "alias/a", tags: { b: "3" } });
});

test.each([
  [0, []],
  [7, [true]],
])("a secret with a recovery window of %i days is deleted so", async (recoveryWindowInDays, left) => {
  const made = await create(SECRET, { name: "s", recoveryWindowInDays });
  calls();
  await remove(SECRET, made);
  expect(calls()).toEqual(["DeleteSecret", "DescribeSecret"]);
  expect([...manager().secrets.values()].map(({ deleted }) => deleted)).toEqual(left);
});

describe("the labels of a version", () => {
  let secretId: string;
  const versionStages = ["AWSCURRENT"];
  const labels = () => [...manager().secret(secretId).versions.values()].map(({ stages }) => stages);
  beforeEach(async () => {
    ({ id: secretId } = await create(SECRET, { name: "s" }));
  });

  test("go with it, those that the state knows, but AWSCURRENT", async () => {
    const [one, two] = [
      await create(VERSION, { secretId, secretString: "a", versionStages }),
      await create(VERSION, { secretId, secretString: "b", versionStages }),
    ];
    calls();
    // The state still has the first one as current, as nobody refreshed it.
    await remove(VERSION, one);
    expect(calls()).toEqual(["GetSecretValue"]);
    expect(labels()).toEqual([["AWSPREVIOUS"], ["AWSCURRENT"]]);
    await remove(VERSION, two);
    const { outputs } = (await read(VERSION, one.id))!;
    calls();
    await remove(VERSION, { ...one, outputs });
    expect(calls()).toEqual(["UpdateSecretVersionStage", "GetSecretValue"]);
    expect(labels()).toEqual([[], ["AWSCURRENT"]]);
  });

  test("are moved back to it, and those that do not belong there are taken off", async () => {
    const inputs = { secretId, secretString: "a", versionStages };
    const made = await create(VERSION, inputs);
    const { id } = made;
    expect(made.outputs.versionStages).toEqual(["AWSCURRENT"]);
    manager().putValue(secretId, "by hand");
    manager().moveStage(secretId, "mine", { to: id.split("|")[1]! });
    const found = (await read(VERSION, id, made))!;
    expect([found.outputs, found.inputs].map((it) => it.versionStages)).toEqual([
      ["AWSPREVIOUS", "mine"],
      ["AWSPREVIOUS", "mine"],
    ]);
    calls();
    expect((await update(VERSION, found, inputs)).versionStages).toEqual(["AWSCURRENT"]);
    expect(calls()).toEqual([
      ...["ListSecretVersionIds", "UpdateSecretVersionStage", "UpdateSecretVersionStage"],
      "GetSecretValue",
    ]);
    expect(labels()).toEqual([["AWSCURRENT"], ["AWSPREVIOUS"]]);
  });
});
