import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { commandsOf } from "../kit/documented";
import { project } from "../kit/example-files";
import { type Role, rolesWith } from "../kit/iam/template";

// Another account than that of the other tests, which have roles of these names. LocalStack takes it for the id of the access key.
const ACCOUNT = "111122223333";
const env = { ...process.env, AWS_ACCESS_KEY_ID: ACCOUNT };
const commands = commandsOf("docs/ci.md").filter(({ part }) => part === "1. The roles");
const [deploy = "", outputs = ""] = commands.map(({ command }) => command).filter((it) => it.startsWith("aws "));

/** What a line of the shell prints, with the real AWS CLI. */
const shell = async (line: string) => (await promisify(execFile)("bash", ["-c", line], { cwd: project, env })).stdout;
const iam = async (line: string) => JSON.parse(await shell(`aws iam ${line} --output json`)) as never;

/** A role as IAM returns it, with its policies. */
async function roleNamed(name: string): Promise<Role> {
  const { AssumeRolePolicyDocument } = (await iam(`get-role --role-name ${name}`))["Role"] as Role;
  const names = (await iam(`list-role-policies --role-name ${name}`))["PolicyNames"] as string[];
  const Policies: Role["Policies"][number][] = [];
  for (const PolicyName of names) {
    const { PolicyDocument } = await iam(`get-role-policy --role-name ${name} --policy-name ${PolicyName}`);
    Policies.push({ PolicyName, PolicyDocument });
  }
  return { RoleName: name, AssumeRolePolicyDocument, Policies };
}

test("the documented command makes the roles, and IAM has the policies of the template", async () => {
  // LocalStack makes no identity provider out of a template.
  const line =
    "create-open-id-connect-provider --url https://token.actions.githubusercontent.com --client-id-list sts.amazonaws.com";
  const provider = (await iam(line))["OpenIDConnectProviderArn"] as string;
  await shell(`${deploy} IdentityProviderArn=${provider}`);
  const given = deploy
    .split(" --parameter-overrides ")[1]!
    .split(" ")
    .map((parameter) => parameter.split("="));
  const wanted = Object.values(
    rolesWith({
      ...(Object.fromEntries(given) as Record<string, string>),
      IdentityProviderArn: provider,
      "AWS::AccountId": ACCOUNT,
    }).roles,
  );
  for (const { RoleName, AssumeRolePolicyDocument, Policies } of wanted) {
    expect(await roleNamed(RoleName)).toEqual({ RoleName, AssumeRolePolicyDocument, Policies });
  }
  expect((await shell(outputs)).split("\n").filter((it) => it.startsWith("AWS_ROLE_ARN"))).toEqual(
    wanted.map(({ RoleName }) => expect.stringMatching(`\tarn:aws:iam::${ACCOUNT}:role/${RoleName}$`) as string),
  );
});
