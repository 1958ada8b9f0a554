import { init } from "../../../tools/init/init";
import { rolesWith } from "../../kit/iam/template";
import { runScript } from "../../kit/run-step";
import { exampleProject } from "../../kit/workflow-folder";

test("npm run init -- STACK prints the commands that make its roles and its environments", () => {
  const [, printed = ""] = init(["qa", "--from", "prod"], exampleProject()).stdout!.split("4. Make the roles");
  const script = printed.match(/(?<=^ {5})\S.*|^ {7}.*$/gm)!.join("\n");
  const { code, calls } = runScript(script, {
    standIns: {
      gh: 'case "$*" in *--jq*) echo Owner=acme Repository=keys OwnerId=1 RepositoryId=2 ;; esac',
      aws: "case $1 in sts) echo 111122223333 ;; esac",
    },
  });
  const stack = "ai-service-keys-qa";
  const parameters =
    "Project=ai-service-keys Stack=qa Region=eu-central-1 Owner=acme Repository=keys OwnerId=1 RepositoryId=2";
  const environment = "repos/{owner}/{repo}/environments/qa";
  const onMain = (name: string) => [
    `gh api --silent --method PUT ${name} --field deployment_branch_policy[protected_branches]=false --field deployment_branch_policy[custom_branch_policies]=true`,
    `gh api --silent --method POST ${name}/deployment-branch-policies --field name=main`,
  ];
  const variable = (name: string, role: string) =>
    `gh variable set AWS_ROLE_ARN --env ${name} --body arn:aws:iam::111122223333:role/${stack}-${role}`;
  expect([code, calls]).toEqual([
    0,
    [
      `gh api repos/{owner}/{repo} --jq "Owner=\\(.owner.login) Repository=\\(.name) OwnerId=\\(.owner.id) RepositoryId=\\(.id)"`,
      `aws cloudformation deploy --template-file policies/roles.yaml --stack-name ${stack}-roles --capabilities CAPABILITY_NAMED_IAM --parameter-overrides ${parameters}`,
      `gh api --silent --method PUT ${environment}-preview`,
      ...["", "-drift", "-usage"].flatMap((of) => onMain(environment + of)),
      "aws sts get-caller-identity --query Account --output text",
      variable("qa", "deployer"),
      ...["preview", "drift", "usage"].map((role) => variable(`qa-${role}`, role)),
    ],
  ]);
  const { roles } = rolesWith(
    Object.fromEntries(parameters.split(" ").map((each) => each.split("=") as [string, string])),
  );
  expect(Object.values(roles).map(({ RoleName }) => RoleName)).toEqual(
    ["deployer", "preview", "drift", "usage"].map((role) => `${stack}-${role}`),
  );
});
