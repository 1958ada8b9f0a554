import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { join } from "node:path";
import { parse } from "yaml";
import { diff } from "../../harness/aws/provider";
import { type Props as Inputs, struct, TestProvider, urn } from "../kit/provider";
import { KEY, LINK, PARAMETER, PLAN, POLICY, SECRET, VERSION } from "../kit/types";
import { testWrittenCases } from "../kit/written-cases";

const provider = new TestProvider();

const WORDS: Readonly<Record<string, string>> = {
  UNKNOWN: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  ARN: '"arn:aws:secretsmanager:eu-central-1:111122223333:secret:s-123456"',
};

// Each line is a test of its own: `KIND INPUTS -> accepted` or what is wrong with them, `KIND STATE => INPUTS -> ` what changes.
// The provider made the names up, but where `__defaults` is empty.
testWrittenCases(join(__dirname, "provider.txt"), (text) => {
  const [title = "", ...lines] = text.split("\n");
  const rows = lines.map((line) => {
    const [, given = "", kind = "", inputs = "", , news] = /^((\w+) (.*?)( => (.*?))?)(?: ->.*)?$/.exec(line)!;
    const type = [KEY, LINK, PARAMETER, PLAN, POLICY, SECRET, VERSION].find((it) => it.endsWith(`:${kind}`))!;
    const outcome = () =>
      news === undefined ? checked(type, inputsOf(inputs)) : changed(type, inputsOf(inputs), inputsOf(news));
    return { name: `${title} ${given}`, written: line, play: () => `${given} -> ${outcome()}` };
  });
  return { tests: rows, rewritten: () => [title, ...rows.map(({ play }) => play())].join("\n") };
});

function inputsOf(text: string): Inputs {
  return parse(text.replace(/\b(UNKNOWN|ARN)\b/g, (word) => WORDS[word]!)) as Inputs;
}

function checked(type: string, inputs: Inputs): string {
  return provider.check(type, inputs).refused.join("; ") || "accepted";
}

/** What changes from a state, what of it makes for a replacement, and whether the old goes first. */
function changed(type: string, state: Inputs, news: Inputs): string {
  const request = new pb.DiffRequest().setUrn(urn(type)).setOlds(struct(state));
  const answer = diff(request.setNews(struct({ __defaults: ["name"], ...news })));
  const [changes, replaces] = [answer.getDiffsList(), answer.getReplacesList()];
  if (changes.length === 0) return "no change";
  const replacement = replaces.length === 0 ? "" : `; replaced for ${replaces.join(", ")}`;
  return `${changes.join(", ")}${replacement}${answer.getDeletebeforereplace() ? ", the old one first" : ""}`;
}

test("the provider reads a text, or a fraction, as the number or flag that is due", () => {
  expect(provider.check(KEY, { enabled: "false", tags: { a: 1 } }).inputs).toMatchObject({
    enabled: false,
    tags: { a: "1" },
    tagsAll: { a: "1" },
  });
  const limits = { throttleSettings: { rateLimit: "0.5", burstLimit: 1.5 } };
  expect(provider.check(PLAN, limits).inputs.throttleSettings).toEqual({ rateLimit: 0.5, burstLimit: 1 });
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
