import { readFileSync } from "node:fs";
import { join } from "node:path";
import { jobs, workflows } from "../kit/workflow-files";

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Condition?: unknown;
}

const read = (name: string) => readFileSync(join(__dirname, "..", "..", "docs", name), "utf8");
const document = read("ci.md");

/** The policies in a document. */
const policies = (text: string) =>
  [...text.matchAll(/^```json\n(.*?)^```$/gms)].map(
    ([, json]) => (JSON.parse(json!) as { Statement: Statement[] }).Statement,
  );
const actions = (statements: readonly Statement[]) => statements.flatMap(({ Action }) => Action).sort();

/** The cells of the first column of the table with this heading, names in code only. */
function firstColumn(heading: string): string[] {
  const table = document.split("\n\n").find((block) => block.startsWith(`| ${heading} `))!;
  const rows = table.trim().split("\n").slice(2);
  return rows.flatMap((row) => [...row.split("|")[1]!.matchAll(/`(.+?)`/g)].map(([, name]) => name!));
}

const [trust] = policies(document);

describe("docs/ci.md", () => {
  test("tells of every workflow", () => {
    expect(firstColumn("workflow").sort()).toEqual(Object.keys(workflows).map((name) => `${name}.yml`));
  });

  test("lists the environments that the workflows use", () => {
    const used = Object.values(jobs).flatMap(({ environment }) => {
      const name = typeof environment === "string" ? environment : environment?.name;
      return name === undefined ? [] : ["dev", "prod"].map((stack) => name.replace("${{ matrix.stack }}", stack));
    });
    expect(firstColumn("environment").sort()).toEqual(used.sort());
  });

  test("lists the variables and the secret that the workflows read", () => {
    const used = new Set(Object.values(workflows).flatMap(({ text }) => text.match(/(?<=vars\.)\w+/g) ?? []));
    expect(firstColumn("variable").sort()).toEqual([...used].sort());
    expect(document).toContain("`PULUMI_ACCESS_TOKEN` in each\nenvironment");
  });

  test("quotes the workflows", () => {
    const texts = Object.values(workflows).map(({ text }) => text);
    for (const quoted of ["has moved on to $newest", '--title "Drift"']) {
      expect([quoted, texts.some((text) => text.includes(quoted))]).toEqual([quoted, true]);
    }
  });

  test("trusts one environment of one repository, by ids that nobody else can have", () => {
    expect(trust).toEqual([
      {
        Effect: "Allow",
        Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": "repo:acme@123456/api-keys@456789:environment:prod",
          },
        },
      },
    ]);
  });
});

test("docs/teams.md gives the deployment what Pulumi's S3 backend and its secrets provider need", () => {
  const [state, ...others] = policies(read("teams.md"));
  expect(others).toEqual([]);
  expect(actions(state!)).toEqual([
    "kms:Decrypt",
    "kms:Encrypt",
    "s3:DeleteObject",
    "s3:GetObject",
    "s3:ListBucket",
    "s3:PutObject",
  ]);
});
