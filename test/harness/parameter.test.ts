import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { secretNames, TestProvider, urn } from "../kit/provider";
import { PARAMETER } from "../kit/types";

const NAME = "/ai-service-keys/dev/one";
const given = { name: NAME, type: "SecureString", tier: "Standard", value: "first", tags: { a: "1" } };

let provider: TestProvider;
beforeEach(() => (provider = new TestProvider()));

test("a parameter is made, read and deleted under the name that is given", async () => {
  const made = await provider.create(PARAMETER, given);
  expect(provider.calls()).toEqual(["PutParameter", "GetParameter", "DescribeParameters", "ListTagsForResource"]);
  expect(made).toMatchObject({
    id: NAME,
    outputs: { ...given, tagsAll: given.tags, keyId: "alias/aws/ssm", version: 1 },
  });
  expect(made.outputs.arn).toBe("arn:aws:ssm:eu-central-1:111122223333:parameter/ai-service-keys/dev/one");
  expect(await provider.read(PARAMETER, NAME, made)).toEqual(made);
  await provider.remove(PARAMETER, made);
  expect(await provider.read(PARAMETER, NAME, made)).toBeUndefined();
  await provider.remove(PARAMETER, made);
});

test("a parameter's value is secret in its inputs and outputs", async () => {
  const check = new pb.CheckRequest().setUrn(urn(PARAMETER)).setOlds(undefined);
  await provider.create(PARAMETER, given);
  const answer = await provider.asked.read(new pb.ReadRequest().setUrn(urn(PARAMETER)).setId(NAME));
  const made = [answer.getProperties()!, answer.getInputs()!, provider.asked.check(check).getInputs()!];
  expect(made.map((it) => secretNames(it.toJavaScript()))).toEqual([["value"], ["value"], []]);
});

test("a new value is a new version in place, and the one before is kept", async () => {
  const made = await provider.create(PARAMETER, given);
  provider.calls();
  const outputs = await provider.update(PARAMETER, made, { ...given, value: "second", tags: { b: "2" } });
  expect(outputs).toMatchObject({ value: "second", version: 2, tags: { b: "2" } });
  expect(provider.calls().slice(0, 3)).toEqual(["RemoveTagsFromResource", "AddTagsToResource", "PutParameter"]);
  expect(provider.cloud.in().parameterStore.get(NAME)!.values).toEqual(["first", "second"]);
});

test("a change of tags alone makes no version", async () => {
  const made = await provider.create(PARAMETER, given);
  const outputs = await provider.update(PARAMETER, made, { ...given, tags: {} });
  expect([outputs.version, outputs.tags]).toEqual([1, {}]);
});

test("a parameter whose name exists is refused, unless it is to be overwritten", async () => {
  await provider.create(PARAMETER, given);
  await expect(provider.create(PARAMETER, given)).rejects.toThrow("ParameterAlreadyExists");
  const made = await provider.create(PARAMETER, { ...given, value: "mine", overwrite: true, tags: { b: "2" } });
  expect(made.outputs).toMatchObject({ value: "mine", version: 2, tags: { a: "1", b: "2" } });
});
