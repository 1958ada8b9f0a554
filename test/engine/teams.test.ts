import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { TeamFolder } from "../kit/engine/team-folder";

const document = readFileSync(join(__dirname, "..", "..", "docs", "teams.md"), "utf8");
/** The stack file as people wrote it. */
const committed = `# Two consumers.
config:
  aws:region: eu-central-1

  keys:
    batch:
      usagePlan: standard
    search:
      usagePlan: standard

  usagePlans:
    standard:
      throttle:
        rateLimit: 50 # requests per second
        burstLimit: 100
`;

/** The commands of a section of the document, block by block. */
function blocks(title: string): string[][] {
  const section = document.split(/^## /m).find((text) => text.startsWith(`${title}\n`))!;
  return [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block!.trimEnd().split("\n"));
}

const [newStack] = blocks("A new stack");
const [another] = blocks("Another environment");
const [tidyUp] = blocks("Tidy up the stack file");
const [anotherKey] = blocks("Another key");
const [move, forget] = blocks("Move a stack");

const deploy = "pulumi up --stack prod --yes --skip-preview --suppress-outputs";
const unchanged = "pulumi preview --stack prod --expect-no-changes";
/** What is true once there is no need of a passphrase any more. */
const withoutPassphrase = { PULUMI_CONFIG_PASSPHRASE: undefined };
/** The file as it is in git, and below it the key. */
const encrypted = `${committed}secretsprovider: awskms://alias/acme-pulumi-prod?region=eu-central-1\nencryptedkey: `;

let team: TeamFolder;
beforeEach(async () => {
  team = await TeamFolder.start(committed);
});
afterEach(() => team.stop());

test("the document's commands are those that are run here", () => {
  // Taking a newer version has a test of its own.
  expect(document.match(/^```sh$/gm)).toHaveLength(7);
  const followed = [newStack, another, tidyUp, anotherKey, move, forget];
  expect(followed.map((block) => block?.length)).toEqual([2, 3, 5, 1, 6, 3]);
});

test("a new stack works without a passphrase, and its file keeps what people wrote in it", async () => {
  await team.run(...newStack!);
  expect(team.file("Pulumi.prod.yaml")).not.toContain("# requests per second");
  await team.run(...tidyUp!);
  expect(team.file("Pulumi.prod.yaml")).toMatch(/^encryptedkey: \S+\n$/m);
  expect(team.file("Pulumi.prod.yaml").replace(/(?<=^encryptedkey: ).*\n/m, "")).toBe(encrypted);
  expect((await team.try("git status --short --untracked-files=no")).text).toBe("");
  expect((await team.try(deploy, withoutPassphrase)).code).toBe(0);
  expect((await team.try(unchanged, withoutPassphrase)).code).toBe(0);
});

test("another environment starts with the same file, is encrypted with its own key, and can be previewed", async () => {
  await team.run(...newStack!, ...another!);
  const keyIn = (stack: string) => /^encryptedkey: (.*)$/m.exec(team.file(`Pulumi.${stack}.yaml`))![1];
  const entries = (stack: string) => (parse(team.file(`Pulumi.${stack}.yaml`)) as { config: object }).config;
  expect(entries("staging")).toEqual(entries("prod"));
  expect(team.file("Pulumi.staging.yaml")).toContain("secretsprovider: awskms://alias/acme-pulumi-staging?");
  expect(keyIn("staging")).not.toBe(keyIn("prod"));
  expect((await team.try("pulumi preview --stack staging", withoutPassphrase)).code).toBe(0);

  await team.run("pulumi stack rm staging --yes", "pulumi stack init staging --copy-config-from prod");
  expect(entries("staging")).toEqual(entries("prod"));
});

test("a stack moves from a local file and a passphrase to a bucket and a KMS key, and AWS is not touched", async () => {
  await team.run('pulumi login "file://~"', "pulumi stack init prod", deploy);
  const before = await team.keys();

  await team.run(...anotherKey!, ...tidyUp!);
  expect((await team.try(unchanged, withoutPassphrase)).code).toBe(0);

  await team.run(...move!);
  await team.run(...forget!);
  await team.run(...tidyUp!.slice(0, -1));
  expect(team.file("Pulumi.prod.yaml").replace(/(?<=^encryptedkey: ).*\n/m, "")).toBe(encrypted);
  expect(team.files()).toEqual(["Pulumi.prod.yaml", "Pulumi.yaml"]);

  expect((await team.try(unchanged, withoutPassphrase)).code).toBe(0);
  expect(await team.keys()).toEqual(before);
  const stacks = "pulumi stack ls --json";
  expect(JSON.parse((await team.try(stacks)).stdout)).toMatchObject([{ name: "prod" }]);
  expect(
    JSON.parse((await team.try(`pulumi login "file://~" && ${stacks}`)).stdout.replace(/^Logged.*$/m, "")),
  ).toEqual([]);
});

test("who may not use the KMS key sees what is no secret, and no value; who may preview sees all", async () => {
  await team.run(...newStack!, deploy);
  const values = "pulumi stack output apiKeyValues --stack prod";
  const shown = JSON.parse((await team.try(`${values} --show-secrets`)).stdout) as Record<string, string>;
  expect(shown.batch).toBe(await team.value("batch"));

  team.kms.denied.add("alias/acme-pulumi-prod");
  const ids = JSON.parse((await team.try("pulumi stack output apiKeyIds --stack prod")).stdout) as object;
  expect(Object.keys(ids)).toEqual(["batch", "search"]);
  expect((await team.try(values)).text).toBe("[secret]\n");
  for (const command of [`${values} --show-secrets`, unchanged, "pulumi stack export --stack prod --show-secrets"]) {
    const { code, text } = await team.try(command);
    expect([command, code]).toEqual([command, 1]);
    expect(text).toContain("AccessDeniedException: no kms:Decrypt on alias/acme-pulumi-prod");
  }
});
