import { parse } from "yaml";
import { Service } from "../kit/aws/service";
import { succeed } from "../kit/engine/command";
import { target } from "../kit/aws/target";
import { commandsOf, documents, readDocument } from "../kit/documented";
import { exampleStack, project } from "../kit/example-files";
import { Engine, type StackConfig } from "../kit/engine/engine";

// Every `aws` command of the documents, run by AWS's own command line, in the situation that it is for.
const run = new Set<string>();
const { commands: recovery, sectionFor } = readDocument("docs/recovery.md");

/** What LocalStack cannot do, or does in another test. */
const notHere: Readonly<Record<string, string>> = {
  "aws cloudformation deploy": "the roles have a test of their own",
  "aws cloudformation describe-stacks": "the roles have a test of their own",
  "aws cloudformation delete-stack": "the roles have a test of their own",
};

let service: Service;
let engine: Engine;
let prod: StackConfig;
beforeAll(async () => {
  service = await Service.create();
  engine = await Engine.start("prod", target);
  const { config } = parse(exampleStack("prod")) as { config: { usagePlans: Record<string, object> } };
  const { apiStages } = service;
  const plans = Object.entries(config.usagePlans).map(([name, plan]) => [name, { ...plan, apiStages }]);
  prod = { ...config, usagePlans: Object.fromEntries(plans) as object };
});
afterAll(async () => {
  await engine.stop();
  await service.remove();
});

test("what lost answers leave behind in AWS is found and removed", async () => {
  const { assistant: _, ...others } = prod.keys as Record<string, object>;
  const fail = (action: string, keys: object) =>
    engine.breakOff({ ...prod, keys }, { action, call: 1, when: "after" }, "--parallel=1");
  for (const action of ["CreateUsagePlan", "CreateSecret"]) await fail(action, others);
  await fail("CreateApiKey", prod.keys as object);
  engine.configure(prod);
  await succeed(engine.up());

  const [keys = "", plans = "", secrets = "", known = ""] = await follow("Orphans");
  const orphans = (list: string) => ids(list).filter((id) => !known.includes(id));
  for (const [title, list, first] of [
    ["An orphaned key", keys, ""],
    ["An orphaned plan", plans, ""],
    ["An orphaned secret", secrets, "None\n"],
  ] as const) {
    expect([title, orphans(list).length]).toEqual([title, 1]);
    for (const ORPHAN of orphans(list)) expect((await follow(title, { ORPHAN }))[0]).toBe(first);
  }
  expect((await follow("Orphans")).slice(0, 3).flatMap(orphans)).toEqual([]);
  await succeed(engine.preview("--expect-no-changes"));
});

test("a key that stands in another plan is taken out of it", async () => {
  const { search: KEY = "" } = await engine.output("apiKeyIds");
  const { bulk: PLAN = "", standard } = await engine.output("usagePlanIds");
  const link = 'aws apigateway create-usage-plan-key --usage-plan-id "$PLAN" --key-id "$KEY" --key-type API_KEY';
  // The whole answer has the key's value.
  await succeed(engine.shell(`${link} --query id`, { KEY, PLAN }));
  const [, plans = ""] = await follow("A link that is in the way", { KEY, PLAN });
  expect(ids(plans).sort()).toEqual([PLAN, standard].sort());
  const left = 'aws apigateway get-usage-plans --key-id "$KEY" --query "items[].id" --output text';
  expect(await succeed(engine.shell(left, { KEY }))).toBe(`${standard}\n`);
});

test("a secret that was scheduled for deletion by hand is the same one again", async () => {
  const { search: SECRET = "" } = await engine.output("secretArns");
  const schedule = 'aws secretsmanager delete-secret --secret-id "$SECRET" --recovery-window-in-days 7';
  await succeed(engine.shell(schedule, { SECRET }));
  await follow("A secret that is scheduled for deletion", { SECRET });
  expect((await engine.output("secretArns")).search).toBe(SECRET);
});

test("a secret whose only reader is gone has its policy written anew", async () => {
  const { batch: SECRET = "" } = await engine.output("secretArns");
  const policy = (principal: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS: principal }, Action: "secretsmanager:GetSecretValue", Resource: "*" },
      ],
    });
  // As AWS returns a policy once the role in it was deleted.
  const POLICY = policy("AROAEXAMPLE1234567890");
  const put = 'aws secretsmanager put-resource-policy --secret-id "$SECRET" --resource-policy "$POLICY"';
  await succeed(engine.shell(put, { SECRET, POLICY }));
  const { text } = await engine.up();
  expect(sectionFor(text)).toBe("A reader that is gone");
  await follow("A reader that is gone", { SECRET });
  const look = 'aws secretsmanager get-resource-policy --secret-id "$SECRET" --query ResourcePolicy --output text';
  expect(await succeed(engine.shell(look, { SECRET }))).toContain("arn:aws:iam::111122223333:role/batch-runner");
});

test("a secret's name is free again once the secret that had it is deleted for good", async () => {
  const named = await Engine.start("named", target);
  const NAME = "shop/one";
  named.configure({ keys: { one: { secretName: NAME } }, secretsManager: {}, deletionProtection: false });
  await succeed(named.up());
  await succeed(named.destroy());
  const { text } = await named.up();
  expect(sectionFor(text)).toBe("A secret name that is not free");
  for (const command of recovery["A secret name that is not free"]!) {
    run.add(command);
    await succeed(named.shell(command, { NAME }));
  }
  await named.stop();
});

test("a consumer fetches its value from either store", async () => {
  engine.configure({ ...prod, parameterStore: {}, delivery: "both" });
  await succeed(engine.up());
  const { search: arn = "" } = await engine.output("secretArns");
  const { search: name = "" } = await engine.output("parameterNames");
  const call = `curl --silent --output /dev/null --write-out '%{http_code}' --header @- "$URL"`;
  const ofExample = (it: string) => it.replace(/arn:\S+/, arn).replace("/ai-service-keys/prod/search", name);
  const told: string[] = [];
  for (const { command } of commandsOf("docs/consumers.md")) {
    if (!command.startsWith("aws ")) continue;
    const filledIn = (it: string) => `echo "x-api-key: $(${ofExample(it)})" | ${call}`;
    told.push(await succeed(shell(command, filledIn, { URL: service.url })));
  }
  expect(told).toEqual(["200", "200"]);
});

test("a parameter whose making was not answered is deleted, and made again", async () => {
  const named = await Engine.start("parameters", target);
  const NAME = "/shop/one/key";
  const config = { keys: { one: { parameterName: NAME } }, parameterStore: {}, deletionProtection: false };
  await named.breakOff(config, { action: "PutParameter", call: 1, when: "after" });
  const { text } = await named.up();
  expect(sectionFor(text)).toBe("A parameter name that is not free");
  const printed: string[] = [];
  for (const command of recovery["A parameter name that is not free"]!) {
    run.add(command);
    printed.push(await succeed(named.shell(command, { NAME })));
  }
  expect(printed[0]).toContain("service-keys:stack\tparameters");
  await succeed(named.destroy());
  await named.stop();
});

test("a secret's name is free once it is deleted without waiting", async () => {
  const [command = ""] = commandsOf("docs/removal.md")
    .map((it) => it.command)
    .filter((it) => it.startsWith("aws secretsmanager "));
  await succeed(engine.shell("aws secretsmanager create-secret --name keys/batch"));
  await succeed(engine.shell("aws secretsmanager delete-secret --secret-id keys/batch --recovery-window-in-days 7"));
  await succeed(shell(command, (it) => it));
  await succeed(engine.shell("aws secretsmanager create-secret --name keys/batch"));
});

test("each step of a rotation is verified by the commands of docs/rotation.md", async () => {
  const verify = commandsOf("docs/rotation.md").flatMap(({ part, command }) =>
    part === "Verify a step" ? [command] : [],
  );
  const told: Record<string, string[]> = {};
  for (const [verb, generation] of [
    ["start", 2],
    ["promote", 2],
    ["retire", 1],
  ] as const) {
    await succeed(engine.shell(`npm run -s rotate -- prod search ${verb}`));
    await succeed(engine.up());
    const key = (await engine.state()).find(({ urn }) => urn.endsWith(`apiKey:ApiKey::search-${generation}`));
    const ID = key!.id!;
    const printed = await succeed(engine.shell(verify.join("\n"), { ID, URL: service.url }));
    expect(printed).toContain(ID);
    told[verb] = printed.trim().split("\n").slice(-2);
  }
  expect(told).toEqual({ start: ["403", "200"], promote: ["403", "200"], retire: ["403", "403"] });
});

test("policies are attached to a role, and those for one occasion taken off again", async () => {
  const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  const role = "aws iam create-role --role-name ai-service-keys-prod-deployer --assume-role-policy-document";
  await succeed(engine.shell(`${role} '${trust}'`));
  for (const { command } of commandsOf("docs/access.md")) {
    if (!command.startsWith("aws iam ")) continue;
    await succeed(shell(command, inProject));
  }
  const list = "aws iam list-role-policies --role-name ai-service-keys-prod-deployer --query PolicyNames --output text";
  expect(await succeed(engine.shell(list))).toBe("deployer\n");
});

test("service control policies: LocalStack has no organizations, so the command line checks what it is given, and asks nobody", async () => {
  for (const { command } of commandsOf("docs/access.md")) {
    if (!command.startsWith("aws organizations ")) continue;
    const printed = await succeed(shell(command, (it) => `${inProject(it)} --generate-cli-skeleton output`));
    expect(Object.keys(JSON.parse(printed) as object)).toEqual(["Policy"]);
  }
});

test("that was every `aws` command of the documents", () => {
  const documented = documents()
    // It has a test of its own.
    .filter((document) => document !== "docs/adoption.md")
    .flatMap(commandsOf)
    .filter(({ command }) => command.startsWith("aws "));
  const left = documented.map(({ command }) => command).filter((command) => !run.has(command));
  const reasons = Object.keys(notHere);
  expect(left.filter((command) => !reasons.some((start) => command.startsWith(start)))).toEqual([]);
  expect(reasons.filter((start) => !left.some((command) => command.startsWith(start)))).toEqual([]);
});

/** Runs a documented command, with its examples filled in. */
function shell(command: string, filledIn: (command: string) => string, variables?: Readonly<Record<string, string>>) {
  run.add(command);
  return engine.shell(filledIn(command), variables);
}

/** Runs all commands of a section of docs/recovery.md; each must succeed. Returns what they printed. */
async function follow(title: string, variables: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const [{ apiId, stage }] = service.apiStages;
  const printed: string[] = [];
  for (const command of recovery[title]!) {
    const filledIn = (it: string) => it.replace("a1b2c3d4e5:prod", `${apiId}:${stage}`);
    printed.push(await succeed(shell(command, filledIn, variables)));
  }
  return printed;
}

/** The first word of each line. */
function ids(list: string): string[] {
  return list.split("\n").flatMap((line) => (line === "" ? [] : [line.split("\t")[0]!]));
}

function inProject(command: string): string {
  return command.replace("file://", `file://${project}/`);
}
