import { commandsOf } from "../kit/documented";

/** The commands of docs/adoption.md in a part, but for those of API Gateway's, which run against an AWS. */
const commands = (part: string) =>
  commandsOf("docs/adoption.md").flatMap((it) =>
    it.part === part && !it.command.startsWith("aws apigateway") ? [it.command] : [],
  );

test("deploys and rotates as the other documents do, to the letter", () => {
  expect(commands("3. Deploy")).toEqual([
    "npm run plan -- prod",
    "pulumi preview --stack prod --diff",
    "pulumi up --stack prod",
  ]);
  expect(commands("4. Rotate the value out")).toEqual(
    ["start", "promote", "retire", "remove"].map((verb) => `npm run rotate -- prod assistant ${verb}`),
  );
});

test("looks at a secret before it is taken over by AWS's own commands, to the letter", () => {
  const ask = (call: string, query: string) =>
    `aws secretsmanager ${call} --secret-id "$SECRET" --query ${query} --output text`;
  expect(commands("A secret that consumers know")).toEqual([
    ask("get-resource-policy", "ResourcePolicy"),
    ask("describe-secret", "RotationEnabled"),
  ]);
});

test("takes what exists out of other tools by their own commands, to the letter", () => {
  const gateway = (...names: string[]) => names.map((name) => `aws_api_gateway_${name}`).join(" ");
  expect(commands("From Terraform")).toEqual([
    `terraform state rm ${gateway("usage_plan_key.assistant", "api_key.assistant", "usage_plan.standard")}`,
  ]);
  expect(commands("From CloudFormation and CDK")).toEqual([
    `aws cloudformation describe-stack-resources --stack-name api --query "StackResources[?starts_with(ResourceType, 'AWS::ApiGateway::')].[ResourceType,LogicalResourceId,PhysicalResourceId]" --output text`,
  ]);
});
