// What a run of the provider's own code beside the stand-in showed.
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { diff } from "../../harness/aws/provider";
import { type Props, struct, TestProvider, urn } from "../kit/provider";
import { KEY, PLAN, POLICY, SECRET } from "../kit/types";

let provider: TestProvider;
beforeEach(() => (provider = new TestProvider()));

const changes = (type: string, state: Props, news: Props) =>
  diff(new pb.DiffRequest().setUrn(urn(type)).setOlds(struct(state)).setNews(struct(news))).getDiffsList();
const document = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
const readers = (AWS: unknown) => ({ Effect: "Allow", Principal: { AWS }, Action: ["a:B", "a:C"] });
const [ONE, TWO] = ["one", "two"].map((name) => `arn:aws:iam::111122223333:role/${name}`);

test.each([
  ["API key", KEY],
  ["usage plan", PLAN],
  ["secret", SECRET],
])("an imported %s keeps its name, as none is given", (_, type) => {
  const { inputs } = provider.check(type, {}, { name: "by hand", __defaults: [] });
  expect(inputs.name).toBe("by hand");
  expect(inputs.__defaults).toContain("name");
});

test("a secret keeps its name when that is no longer given", async () => {
  const made = await provider.create(SECRET, { name: "given" });
  const { inputs } = provider.check(SECRET, {}, made.inputs);
  expect(changes(SECRET, made.outputs, inputs)).toEqual([]);
});

test("a readers' policy stays in the state with its keys sorted, in whatever form AWS has it", async () => {
  const { id: secretArn } = await provider.create(SECRET, { name: "s" });
  const made = await provider.create(POLICY, { secretArn, policy: document(readers([ONE, TWO])) });
  const sorted = `{"Statement":[{"Action":["a:B","a:C"],"Effect":"Allow","Principal":{"AWS":["${ONE}","${TWO}"]}}],"Version":"2012-10-17"}`;
  expect(made.outputs.policy).toBe(sorted);
  provider.cloud.in().secretsManager.putPolicy(secretArn, document(readers([TWO, ONE])), true);
  const found = (await provider.read(POLICY, made.id, made))!;
  expect([found.outputs.policy, found.inputs.policy]).toEqual([sorted, made.inputs.policy]);
});

const withPolicy = async (principal: unknown) => {
  const made = await provider.create(SECRET, { name: "s" });
  provider.cloud.in().secretsManager.putPolicy(made.id, document(readers(principal)), true);
  provider.calls();
  return made;
};

test("a secret cannot be read, after some time, where the only principal of its policy is a role that is gone", async () => {
  const made = await withPolicy("AROAEXAMPLE1234567890");
  await expect(provider.read(SECRET, made.id, made)).rejects.toThrow(
    `reading Secrets Manager Secret (${made.id}) policy: contains invalid principals`,
  );
  expect(provider.calls().filter((call) => call === "GetResourcePolicy")).toHaveLength(5);
});

test.each([
  ["an account", "111122223333"],
  ["an ARN", ONE],
  ["a list", ["AROAEXAMPLE1234567890", ONE]],
])("a secret can be read where the principal of its policy is %s", async (_, principal) => {
  const made = await withPolicy(principal);
  expect((await provider.read(SECRET, made.id, made))!.id).toBe(made.id);
});

const settings = {
  defaultTags: JSON.stringify({ tags: { team: "search" } }),
  ignoreTags: JSON.stringify({ keyPrefixes: ["cost:"], keys: ["owner"] }),
};

test("the provider's default tags are on every resource, in tagsAll and not in tags", async () => {
  provider = new TestProvider(settings);
  const made = await provider.create(KEY, { name: "k", tags: { a: "1" } });
  expect(provider.cloud.in().apiGateway.key(made.id).tags).toEqual({ team: "search", a: "1" });
  expect([made.outputs.tags, made.outputs.tagsAll]).toEqual([{ a: "1" }, { team: "search", a: "1" }]);
  expect(changes(KEY, made.outputs, made.inputs)).toEqual([]);
});

test("tags that the provider ignores are dropped from what it reads, and left alone", async () => {
  provider = new TestProvider(settings);
  const made = await provider.create(KEY, { name: "k" });
  const { apiGateway } = provider.cloud.in();
  apiGateway.tag(apiGateway.key(made.id), { team: "search", "cost:center": "1", owner: "me" });
  const found = (await provider.read(KEY, made.id, made))!;
  expect([found.outputs.tags, found.outputs.tagsAll]).toEqual([{}, { team: "search" }]);
  await provider.update(KEY, found, { name: "k", tags: { a: "1" } });
  expect(apiGateway.key(made.id).tags).toEqual({ team: "search", "cost:center": "1", owner: "me", a: "1" });
});
