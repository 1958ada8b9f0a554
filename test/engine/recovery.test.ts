import { CreateUsagePlanKeyCommand } from "@aws-sdk/client-api-gateway";
import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { parse } from "yaml";
import { exampleStack } from "../kit/example-files";
import type { FaultScript } from "../../harness/aws/calls";
import { takeOut } from "../kit/engine/by-hand";
import { readDocument } from "../kit/engine/document";
import { Engine, type StackConfig } from "../kit/engine/engine";
import { recover, sectionFor as sectionSeen } from "../kit/engine/recovery";
import { succeed } from "../kit/engine/command";

// Each scenario makes a fault happen and then runs docs/recovery.md, command by command, up to the point where nothing
// is left to do. The sections with commands of AWS's own are followed in test/aws.
const { titles, commands } = readDocument("docs/recovery.md");
const followed = new Set<string>();

let engine: Engine;
let deployed: Awaited<ReturnType<typeof cloud>>;
beforeAll(async () => {
  engine = await Engine.start("prod");
  engine.configure(prod);
  await succeed(engine.up());
  await engine.save("deployed");
  deployed = await cloud();
});
afterAll(() => engine.stop());

const { config } = parse(exampleStack("prod")) as { config: { keys: object; usagePlans: object } };
const apiStages = [{ apiId: "a1b2c3d4e5", stage: "prod" }];
const prod = withStages({ ...config });

test("a state that cannot be read and a lock, which a killed run leaves behind, are cleared up", async () => {
  await engine.reset();
  await follow("Recovery");
  await fail(prod, { action: "CreateApiKey", call: 1, when: "hang" });
  // What a kill sometimes does.
  await engine.shell(`truncate -s 0 "\${PULUMI_BACKEND_URL#file://}/.pulumi/stacks/ai-service-keys/prod.json.attrs"`);

  expect(await sectionFor(engine.run("up", "--yes"))).toBe("A state that cannot be read");
  await follow("A state that cannot be read");
  expect(await sectionFor(engine.run("up", "--yes"))).toBe("A killed run or a stale lock");
  await follow("A killed run or a stale lock");
  const { keys, ...others } = await cloud();
  const { plans } = deployed.keys[0]!;
  const orphan = {
    service: "assistant",
    generation: "1",
    enabled: true,
    plans: [],
    published: false,
    handedOut: false,
  };
  expect({ ...others, keys: keys.filter((key) => key.handedOut) }).toEqual(deployed);
  expect(plans).toHaveLength(1);
  expect(keys.filter((key) => !key.handedOut)).toEqual([{ ...orphan, service: expect.any(String) as string }]);
});

test("links that left the state come back without a value in clear", async () => {
  await engine.restore("deployed");
  engine.configure(prod);
  // A refused destruction with --skip-preview drops what is not protected from the state, and touches nothing in AWS.
  expect((await engine.destroy()).code).toBe(1);
  // The engine reports the links that are in the way together or one deployment after the other.
  expect(new Set(await recover(engine, { to: prod }))).toEqual(new Set(["A link that is in the way"]));

  const { keys, plans } = await cloud();
  expect({ keys, plans }).toEqual({ keys: deployed.keys, plans: deployed.plans });
  const links = (await engine.state()).filter(({ type }) => type.endsWith(":UsagePlanKey"));
  const encrypted = ["4dabf18193072939515e22adb298388d", "ciphertext"];
  expect(links.map(({ outputs }) => Object.keys(outputs?.value as object).sort())).toEqual(links.map(() => encrypted));
  expect(links).toHaveLength(3);
});

test("a link to a new plan whose answer was lost is made again", async () => {
  await engine.restore("deployed");
  const moved = { ...prod, keys: { ...prod.keys, search: { usagePlan: "bulk" } } };
  await fail(moved, { action: "CreateUsagePlanKey", call: 1, when: "after" });
  expect(await recover(engine, { to: moved })).toEqual(["A link that is in the way"]);
  expect((await cloud()).keys.at(-1)).toEqual({ ...deployed.keys.at(-1)!, plans: ["ai-service-keys-prod-bulk-HEX"] });
  expect((await engine.preview("--expect-no-changes")).code).toBe(0);
});

test("a key that was moved to another plan by hand comes back", async () => {
  await engine.restore("deployed");
  engine.configure(prod);
  const { search: keyId } = await output("apiKeyIds");
  const { bulk: usagePlanId } = await output("usagePlanIds");
  await takeOut(engine, keyId!);
  await engine.aws.account.apiGateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
  await succeed(engine.refresh());
  expect(await recover(engine, { to: prod })).toEqual(["A link that is in the way"]);
  expect(await cloud()).toEqual(deployed);
});

test("an update that failed is taken up by the next one", async () => {
  await engine.restore("deployed");
  const moved = { ...prod, keys: { ...prod.keys, search: { usagePlan: "bulk" } } };
  const text = await fail(moved, {
    action: "CreateUsagePlanKey",
    call: 1,
    when: "before",
    error: "TooManyRequestsException",
  });
  expect(text).toContain("TooManyRequestsException");
  expect(await sectionFor(Promise.resolve({ text }))).toBe("An update that failed");
  await follow("An update that failed");
  const { keys } = await cloud();
  expect(keys.at(-1)).toEqual({ ...deployed.keys.at(-1)!, plans: ["ai-service-keys-prod-bulk-HEX"] });
});

test("what was changed by hand comes back", async () => {
  await engine.restore("deployed");
  engine.configure(prod);
  await engine.aws.drift("search", "1", false);
  const { search: SecretId } = await output("secretArns");
  await engine.aws.account.secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString: "other" }));
  await follow("A change by hand");
  const { keys } = await cloud();
  expect(keys).toEqual(deployed.keys);
});

test("a key whose removal came too early is removed once it was switched off", async () => {
  await engine.restore("deployed");
  const { search, ...others } = prod.keys as Record<string, object>;
  const between = { ...prod, keys: { ...others, search: { ...search, enabled: false } } };
  expect(await recover(engine, { to: { ...prod, keys: others }, between })).toEqual(["A removal that came too early"]);
  expect((await engine.preview("--expect-no-changes")).code).toBe(0);
  followed.add("A removal that came too early");
  expect((await cloud()).keys.map(({ service }) => service)).toEqual(["assistant", "batch"]);
});

test("a key whose deployment broke off is not removed before the same file was deployed", async () => {
  await engine.restore("deployed");
  const { search, ...others } = prod.keys as Record<string, object>;
  const promoted = { ...prod, keys: { ...others, search: { ...search, generations: { 1: "grace", 2: "current" } } } };
  await fail(promoted, { action: "PutSecretValue", call: 1, when: "after" });
  engine.configure({ ...prod, keys: others });
  expect(await sectionFor(engine.up())).toBe("A deployment that did not finish");
  engine.configure(promoted);
  await follow("A deployment that did not finish");
  expect((await engine.preview("--expect-no-changes")).code).toBe(0);
});

test("after an older state was imported, the file that was deployed last is deployed again", async () => {
  await engine.restore("deployed");
  engine.configure(prod);
  await succeed(engine.shell("pulumi stack export --file older.json"));
  const { search, ...others } = prod.keys as Record<string, object>;
  const closed = { ...prod, keys: { ...others, search: { ...search, enabled: false } } };
  engine.configure(closed);
  await succeed(engine.up());
  const now = await cloud();
  await succeed(engine.shell("pulumi stack import --file older.json"));
  await follow("An older state");
  expect(await cloud()).toEqual(now);
});

test("every section whose commands are not AWS's own was followed", () => {
  const ofAws = titles.filter((title) => commands[title]!.some((command) => command.startsWith("aws ")));
  expect([...followed].sort()).toEqual(titles.filter((title) => !ofAws.includes(title)).sort());
});

function withStages<T extends { readonly usagePlans: object }>(given: T) {
  const plans = Object.entries(given.usagePlans as Record<string, object>);
  return { ...given, usagePlans: Object.fromEntries(plans.map(([name, plan]) => [name, { ...plan, apiStages }])) };
}

/** Deploys with a fault on the way, and returns what the CLI said. */
async function fail(to: StackConfig, fault: FaultScript): Promise<string> {
  // One call at a time, so that a kill loses the answer to no other one.
  const { code, text } = await engine.breakOff(to, fault, "--parallel=1");
  expect(code).toBe(fault.when === "hang" ? undefined : 1);
  return text;
}

/** The section that the document's table leads to from what a command printed. */
async function sectionFor(ended: Promise<{ readonly text: string }>): Promise<string | undefined> {
  return sectionSeen((await ended).text);
}

/** Runs all commands of a section; each must succeed. Returns what they printed. */
async function follow(title: string): Promise<string[]> {
  followed.add(title);
  const printed: string[] = [];
  for (const command of commands[title]!) {
    const { code, text } = await engine.shell(command);
    if (code !== 0) throw new Error(text);
    printed.push(text);
  }
  return printed;
}

/** An output of the stack that has a value for each name. */
async function output(name: string): Promise<Readonly<Record<string, string>>> {
  return JSON.parse(await succeed(engine.shell(`pulumi stack output ${name}`))) as Record<string, string>;
}

/** All there is in AWS, what is made up left out. */
async function cloud() {
  const { keys, plans, secrets } = await engine.aws.cloud();
  const stem = (name: string) => name.replace(/-[0-9a-f]{7}$/, "-HEX");
  return {
    keys: keys.map((key) => ({ ...key, plans: key.plans.map(stem) })),
    plans: plans.map(({ id: _, ...plan }) => ({ ...plan, name: stem(plan.name) })),
    secrets: secrets
      .filter(({ deleted }) => !deleted)
      .map(({ arn: _, ...secret }) => ({ ...secret, name: stem(secret.name) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
