import { textOf } from "../kit/documented";
import type { Policy } from "../kit/iam/evaluate";
import { filledIn, policies } from "../kit/iam/policies";
import { type Role, rolesWith } from "../kit/iam/template";

const needed = {
  Owner: "acme",
  Repository: "api-keys",
  Project: "ai-service-keys",
  Stack: "prod",
  Region: "eu-central-1",
};
const ids = { OwnerId: "123456", RepositoryId: "456789" };
const all = {
  ...needed,
  ...ids,
  SecretsKmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  StateBucket: "acme-pulumi-prod",
  StateKmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321",
};
const documents = ["deployer", "preview", "drift", "usage"] as const;
const policyOf = (role: Role, name: string) =>
  role.Policies.find(({ PolicyName }) => PolicyName === name)?.PolicyDocument;
const names = (roles: Record<string, Role>) => Object.values(roles).map(({ RoleName }) => RoleName);

/** The statements without those of a KMS key. */
const withoutKms = ({ Statement }: Policy) =>
  Statement.filter(({ Action }) => !JSON.stringify(Action).includes("kms:"));

test("there is a role for each document that a workflow needs, named by one scheme", () => {
  const { roles } = rolesWith(all);
  expect(names(roles)).toEqual(documents.map((name) => `ai-service-keys-prod-${name}`));
  expect(names(rolesWith({ ...needed, Project: "keys", Stack: "dev" }).roles)).toEqual(
    documents.map((name) => `keys-dev-${name}`),
  );
});

describe.each(documents.map((name, index) => [name, index] as const))("the role %s", (name, index) => {
  const roleWith = (parameters: Record<string, string>) =>
    Object.values(rolesWith({ ...needed, ...parameters }).roles)[index]!;

  test("has the policy of its document", () => {
    expect(policyOf(roleWith(all), name)).toEqual(policies[name]);
  });

  test("has it for its own stack, project and Region, and without a KMS key of one's own", () => {
    const owner = { project: "keys", stack: "dev" };
    const given = { Project: owner.project, Stack: owner.stack, Region: "us-east-1" };
    const elsewhere = JSON.parse(
      JSON.stringify(filledIn(policies[name]!, owner)).replaceAll("eu-central-1", "us-east-1"),
    ) as Policy;
    expect(policyOf(roleWith(given), name)!.Statement).toEqual(withoutKms(elsewhere));
  });

  test("has it in another partition with that partition's ARNs and names", () => {
    const china = { "AWS::Partition": "aws-cn", "AWS::URLSuffix": "amazonaws.com.cn" };
    const text = JSON.stringify(roleWith(all).Policies)
      .replaceAll("arn:aws:", "arn:aws-cn:")
      .replaceAll("arn%3Aaws%3A", "arn%3Aaws-cn%3A")
      .replaceAll(".amazonaws.com", ".amazonaws.com.cn");
    // The KMS keys are given as they are.
    const given = JSON.parse(text.replaceAll("arn:aws-cn:kms:", "arn:aws:kms:")) as Role["Policies"];
    expect(roleWith({ ...all, ...china }).Policies).toEqual(given);
  });

  test("has nothing to do with a state that Pulumi Cloud keeps", () => {
    expect(roleWith({}).Policies.map(({ PolicyName }) => PolicyName)).toEqual([name]);
  });

  test("trusts one environment of one repository, with ids that nobody else can have", () => {
    const environment = name === "deployer" ? "prod" : `prod-${name}`;
    const trusts = (subject: string, provider: string) => [
      {
        Effect: "Allow",
        Principal: { Federated: provider },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": `${subject}:environment:${environment}`,
          },
        },
      },
    ];
    const IdentityProviderArn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
    const statements = (given: object) => roleWith({ ...all, ...given }).AssumeRolePolicyDocument.Statement;
    expect(statements({ IdentityProviderArn })).toEqual(
      trusts("repo:acme@123456/api-keys@456789", IdentityProviderArn),
    );
    expect(statements({ OwnerId: "", RepositoryId: "" })).toEqual(
      trusts("repo:acme/api-keys", "the IdentityProvider of this template"),
    );
  });
});

test("the identity provider is made only where the account has none yet", () => {
  expect(rolesWith(needed).others).toEqual(["IdentityProvider"]);
  expect(rolesWith({ ...needed, IdentityProviderArn: "arn:aws:iam::111122223333:oidc-provider/x" }).others).toEqual([]);
});

test("the deployer keeps the state as docs/teams.md says, and the others read it", () => {
  const states = Object.values(rolesWith(all).roles).map((role) => policyOf(role, "state"));
  const bucket = "arn:aws:s3:::acme-pulumi-prod";
  const allow = (Sid: string, Action: string | string[], Resource: string) => ({
    Sid,
    Effect: "Allow",
    Action,
    Resource,
  });
  const find = allow("FindState", "s3:ListBucket", bucket);
  const keep = allow("KeepState", ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], `${bucket}/.pulumi/*`);
  const encrypt = allow("EncryptState", ["kms:Encrypt", "kms:Decrypt"], all.StateKmsKeyArn);
  expect(states[0]).toEqual({ Version: "2012-10-17", Statement: [find, keep, encrypt] });
  const [, told = ""] = textOf("docs/teams.md").split("\n## A bucket and a key for each environment\n");
  for (const { Resource } of [find, keep]) expect(told).toContain(`\`${Resource}\``);
  const read = [find, { ...keep, Sid: "ReadState", Action: "s3:GetObject" }];
  const decrypt = { ...encrypt, Sid: "DecryptState", Action: "kms:Decrypt" };
  // The role for usage exports the state only, in which secrets stay encrypted.
  expect(states.slice(1).map((state) => state?.Statement)).toEqual([[...read, decrypt], [...read, decrypt], read]);
});
