import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commandsOf } from "../kit/documented";
import { parametersOfTemplate, rolesWith } from "../kit/iam/template";
import { jobs, workflows } from "../kit/workflow-files";

const read = (name: string) => readFileSync(join(__dirname, "..", "..", "docs", name), "utf8");
const document = read("ci.md");

/** The cells of the first column of the table with this heading, names in code only. */
function firstColumn(heading: string): string[] {
  const table = document.split("\n\n").find((block) => block.startsWith(`| ${heading} `))!;
  const rows = table.trim().split("\n").slice(2);
  return rows.flatMap((row) => [...row.split("|")[1]!.matchAll(/`(.+?)`/g)].map(([, name]) => name!));
}

describe("docs/ci.md", () => {
  test("tells of every workflow", () => {
    expect(firstColumn("workflow").sort()).toEqual(Object.keys(workflows).map((name) => `${name}.yml`));
  });

  test("lists the environments that the workflows use", () => {
    const used = Object.values(jobs).flatMap(({ environment }) => {
      const name = typeof environment === "string" ? environment : environment?.name;
      return name === undefined ? [] : ["dev", "prod"].map((stack) => name.replace("${{ matrix.stack }}", stack));
    });
    expect(firstColumn("environment").sort()).toEqual([...new Set(used)].sort());
  });

  test("lists the variables and the secret that the workflows read", () => {
    const used = new Set(Object.values(workflows).flatMap(({ text }) => text.match(/(?<=vars\.)\w+/g) ?? []));
    expect(firstColumn("variable").sort()).toEqual([...used].sort());
    const secrets = new Set(Object.values(workflows).flatMap(({ text }) => text.match(/(?<=secrets\.)\w+/g) ?? []));
    expect(firstColumn("secret").sort()).toEqual([...secrets].sort());
  });

  test("quotes the workflows", () => {
    const texts = Object.values(workflows).map(({ text }) => text);
    for (const quoted of ["has moved on to $newest", '--title "Drift"']) {
      expect([quoted, texts.some((text) => text.includes(quoted))]).toEqual([quoted, true]);
    }
  });

  test("names the checks to require, which are the jobs of ci", () => {
    const names = Object.values(workflows.ci!.jobs).flatMap(({ name, strategy }) =>
      ((strategy?.matrix.node ?? [""]) as unknown[]).map((node) => name!.replace("${{ matrix.node }}", String(node))),
    );
    expect(firstColumn("check")).toEqual(names);
  });

  test("gives the commands that make the roles, to the letter", () => {
    const stack = "--stack-name ai-service-keys-prod-roles";
    const [ids, deploy, outputs, ...others] = commandsOf("docs/ci.md")
      .filter(({ part }) => part === "1. The roles")
      .map(({ command }) => command);
    expect(others).toEqual([]);
    expect(ids).toBe(`gh api repos/acme/api-keys --jq '"OwnerId=\\(.owner.id) RepositoryId=\\(.id)"'`);
    expect(outputs).toBe(
      `aws cloudformation describe-stacks ${stack} --query "Stacks[0].Outputs[].[Description,OutputValue]" --output text`,
    );
    const [command, parameters] = deploy!.split(" --parameter-overrides ");
    expect(command).toBe(
      `aws cloudformation deploy --template-file policies/roles.yaml ${stack} --capabilities CAPABILITY_NAMED_IAM`,
    );
    const given = parameters!.split(" ").map((parameter) => parameter.split("="));
    const { roles } = rolesWith(Object.fromEntries(given) as Record<string, string>);
    expect(Object.values(roles).map(({ RoleName }) => RoleName)).toEqual(firstColumn("role"));
    const { all, needed } = parametersOfTemplate();
    expect(needed.filter((name) => !given.some(([parameter]) => parameter === name))).toEqual([]);
    expect(given.filter(([parameter]) => !all.includes(parameter!))).toEqual([]);
    // Those that the command leaves out are told of below it.
    const left = all.filter((name) => !given.some(([parameter]) => parameter === name));
    expect(left.filter((name) => !document.includes(`\`${name}=\``))).toEqual([]);
  });

  test("tells which environment each role trusts, and which document it has", () => {
    const rows = Object.entries(
      rolesWith({ Owner: "a", Repository: "b", Project: "ai-service-keys", Stack: "prod", Region: "eu-central-1" })
        .roles,
    );
    const told = rows.map(([, { RoleName, Policies, AssumeRolePolicyDocument }]) => {
      const environment = /environment:([^"]*)/.exec(JSON.stringify(AssumeRolePolicyDocument))![1];
      return `| ${[RoleName, `policies/${Policies[0]!.PolicyName}.json`, environment].map((cell) => `\`${cell}\``).join(" | ")} |`;
    });
    const cells = document.replace(/ +\|/g, " |");
    expect(told.filter((row) => !cells.includes(row))).toEqual([]);
  });
});

test("docs/teams.md names what Pulumi's S3 backend and its secrets provider need", () => {
  const [, part = ""] = read("teams.md").split("\n## A bucket and a key for each environment\n");
  expect([...part.matchAll(/`(?:s3|kms):\w+`/g)].map(([action]) => action.slice(1, -1)).sort()).toEqual([
    "kms:Decrypt",
    "kms:Encrypt",
    "s3:DeleteObject",
    "s3:GetObject",
    "s3:ListBucket",
    "s3:PutObject",
  ]);
});
