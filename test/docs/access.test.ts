import { commandsOf, textOf } from "../kit/documented";
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
  const forOnce = (name: string) => [attach(name), `aws iam delete-role-policy ${role} ${name}`];
  const control = (name: string, description: string) =>
    `aws organizations create-policy --type SERVICE_CONTROL_POLICY --name ai-service-keys-${name} --description "${description}" --content file://policies/${name}.json`;
  const commands = documents.flatMap(commandsOf).map(({ command }) => command);
  expect(commands).toEqual([
    attach("deployer"),
    ...forOnce("recovery"),
    ...forOnce("adoption"),
    control("deny-key-read", "API key values for the stack's roles only"),
    control("close-secrets", "Service key secrets for their readers only"),
    `aws secretsmanager get-secret-value --secret-id ${secret} --query SecretString --output text`,
  ]);
});

test("has no example that is not JSON", () => {
  const examples = documents
    .flatMap((document) => [...textOf(document).matchAll(/^```json\n(.*?)^```$/gms)])
    .map(([, block]) => Object.keys(JSON.parse(block!) as object));
  expect(examples).toEqual([["Sid", "Effect", "Principal", "Action", "Resource", "Condition"], ["secrets"]]);
});
