import { commandsOf, textOf } from "../kit/documented";
import { decide, type Policy } from "../kit/iam/evaluate";
import { policies } from "../kit/iam/policies";

const documents = ["docs/access.md", "docs/consumers.md"];
const access = textOf("docs/access.md");

/** The text below the heading of this name, up to the next of its rank. */
function section(heading: string): string {
  const [, text = ""] = access.split(`\n## ${heading}\n`);
  return text.split("\n## ")[0]!;
}

test.each(Object.entries(policies))("policies/%s.json has a reason and a source for each statement", (name, policy) => {
  const reasons = [...`${section(`policies/${name}.json`)}\n`.matchAll(/^- `(\w+)`: (.*?)(?=\n- `|\n\n)/gms)];
  expect(reasons.map(([, sid]) => sid)).toEqual(policy.Statement.map(({ Sid }) => Sid));
  const unfounded = reasons.filter(([, , reason]) => !/\("[A-Z]|\(same page\)|, same page;|^as above\./.test(reason!));
  expect(unfounded.map(([, sid]) => sid)).toEqual([]);
});

test("gives the commands that attach the policies, and that fetch a key, to the letter", () => {
  const secret = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:ai-service-keys-prod-search-1a2b3c4-AbCdEf";
  const role = "--role-name ai-service-keys-prod-deployer --policy-name";
  const attach = (name: string) =>
    `aws iam put-role-policy ${role} ${name} --policy-document file://policies/${name}.json`;
  const control = (name: string, description: string) =>
    `aws organizations create-policy --type SERVICE_CONTROL_POLICY --name ai-service-keys-${name} --description "${description}" --content file://policies/${name}.json`;
  const commands = documents.flatMap(commandsOf).map(({ command }) => command);
  expect(commands).toEqual([
    attach("deployer"),
    attach("recovery"),
    `aws iam delete-role-policy ${role} recovery`,
    control("deny-key-read", "API key values for the stack's roles only"),
    control("close-secrets", "Service key secrets for their readers only"),
    `aws secretsmanager get-secret-value --secret-id ${secret} --query SecretString --output text`,
    "aws ssm get-parameter --name /ai-service-keys/prod/search --with-decryption --query Parameter.Value --output text",
    "pulumi stack output apiKeyValues --show-secrets | jq -r .search",
  ]);
});

test("has no example that is not JSON", () => {
  const examples = documents
    .flatMap((document) => [...textOf(document).matchAll(/^```json\n(.*?)^```$/gms)])
    .map(([, block]) => Object.keys(JSON.parse(block!) as object));
  expect(examples).toEqual([["Version", "Statement"]]);
});

test("gives a consumer a policy that reads and decrypts its own parameter in every Region, and no other", () => {
  const [block] = textOf("docs/consumers.md").match(/(?<=^```json\n)\{\n {2}"Version"[\s\S]*?(?=^```$)/m) ?? [];
  const { Statement } = JSON.parse(block!) as Policy;
  const parameter = (region: string, name: string) => `arn:aws:ssm:${region}:111122223333:parameter/${name}`;
  const own = "ai-service-keys/prod/search";
  const key = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const read = (resource: string) => ({ action: "ssm:GetParameter", resource });
  const decrypt = (of: string) => {
    return { action: "kms:Decrypt", resource: key, context: { "kms:EncryptionContext:PARAMETER_ARN": of } };
  };
  const decided = [
    ...["eu-central-1", "us-east-1"].flatMap((region) => [
      read(parameter(region, own)),
      decrypt(parameter(region, own)),
    ]),
    read(parameter("eu-central-1", "ai-service-keys/prod/searchable")),
    decrypt(parameter("eu-central-1", "ai-service-keys/prod/batch")),
    { ...read(parameter("eu-central-1", own)), action: "ssm:PutParameter" },
  ].map((request) => decide(Statement, request));
  expect(decided).toEqual([...Array<string>(4).fill("allowed"), ...Array<string>(3).fill("not allowed")]);
});
