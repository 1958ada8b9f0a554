import type { StackFile } from "../stack-file/stack-file";
import { ENCRYPTION } from "./stack-text";

/** A stack that was added to the project. */
export interface AddedStack {
  readonly file: StackFile;
  /** The stack whose file was copied. */
  readonly from?: string;
  /** The files that were written. */
  readonly changed: readonly string[];
  /** True if a workflow has a list of stacks. */
  readonly hasLists: boolean;
  /** True if the CLI has made the stack already. */
  readonly isMade: boolean;
}

/** What was written, and what is left to do: commands to paste. */
export function leftToDo({ file, from, changed, hasLists, isMade }: AddedStack): string {
  const { stack, name, project, entries } = file;
  const region = entries["aws:region"] ?? "REGION";
  const look =
    from === undefined
      ? `Write the Region, who gets a key, and on which plan into ${name}:`
      : `Look through ${name}: Region, readers, apiStages and kmsKeyId are those of ${from}.`;
  const steps: Step[] = [
    [[look], [`npm run plan -- ${stack}`]],
    [["Commit what was written:"], [`git add ${changed.join(" ")}`, `git commit --message "${stack}: a new stack"`]],
    ...(isMade ? [] : [make(name, stack, `awskms://alias/${project}-${stack}?region=${region}`)]),
    ...(hasLists ? [roles(project, stack, region), environments(project, stack)] : []),
  ];
  return [
    ...changed.map((path) => `wrote ${path}`),
    "",
    "Left to do:",
    ...steps.flatMap(([why, commands], index) => [
      "",
      ...why.map((line, at) => (at === 0 ? `${index + 1}. ${line}` : `   ${line}`)),
      ...commands.map((command) => `     ${command}`),
    ]),
  ].join("\n");
}

type Step = readonly [why: readonly string[], commands: readonly string[]];

function make(name: string, stack: string, key: string): Step {
  return [
    [
      "Make the stack, logged in to its backend (docs/teams.md). The CLI rewrites the file without its comments; the other",
      "commands put them back. With Pulumi Cloud leave out --secrets-provider.",
    ],
    [
      `pulumi stack init ${stack} --secrets-provider "${key}"`,
      `grep -E "^(${ENCRYPTION.join("|")}):" ${name} > encryption.txt`,
      `git checkout ${name} && cat encryption.txt >> ${name} && rm encryption.txt`,
      `git commit --message "${stack}: encrypted with its own key" ${name}`,
    ],
  ];
}

function roles(project: string, stack: string, region: string): Step {
  const repository = `$(gh api "repos/{owner}/{repo}" --jq '"Owner=\\(.owner.login) Repository=\\(.name) OwnerId=\\(.owner.id) RepositoryId=\\(.id)"')`;
  return [
    [
      "Make the roles of its workflows; docs/ci.md says what to add for a bucket of your own, a KMS key and a second stack in the account:",
    ],
    [
      `aws cloudformation deploy --template-file policies/roles.yaml --stack-name ${project}-${stack}-roles --capabilities CAPABILITY_NAMED_IAM ` +
        `--parameter-overrides Project=${project} Stack=${stack} Region=${region} ${repository}`,
    ],
  ];
}

function environments(project: string, stack: string): Step {
  const api = "gh api --silent --method";
  const variable = (environment: string, role: string) =>
    `gh variable set AWS_ROLE_ARN --env ${environment} --body "arn:aws:iam::$account:role/${project}-${stack}-${role}"`;
  return [
    [
      "Make its environments on GitHub. docs/ci.md says which of them need reviewers. Where they differ from the repository's,",
      "set these too: AWS_REGION, PULUMI_BACKEND_URL, PULUMI_ACCESS_TOKEN.",
    ],
    [
      `${api} PUT "repos/{owner}/{repo}/environments/${stack}-preview"`,
      `for environment in ${stack} ${stack}-drift ${stack}-usage; do`,
      `  ${api} PUT "repos/{owner}/{repo}/environments/$environment" --field "deployment_branch_policy[protected_branches]=false" --field "deployment_branch_policy[custom_branch_policies]=true"`,
      `  ${api} POST "repos/{owner}/{repo}/environments/$environment/deployment-branch-policies" --field name=main`,
      "done",
      'account="$(aws sts get-caller-identity --query Account --output text)"',
      variable(stack, "deployer"),
      ...["preview", "drift", "usage"].map((role) => variable(`${stack}-${role}`, role)),
    ],
  ];
}
