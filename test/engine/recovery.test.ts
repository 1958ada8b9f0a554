import { CreateUsagePlanKeyCommand } from "@aws-sdk/client-api-gateway";
import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { parse } from "yaml";
import type { FaultScript } from "../../harness/aws/calls";
import { readDocument } from "../kit/documented";
import { takeOut } from "../kit/engine/by-hand";
import { errorsIn, succeed } from "../kit/engine/command";
import { Engine, type StackConfig } from "../kit/engine/engine";
import { exampleStack } from "../kit/example-files";

// Each scenario makes a fault happen and then runs docs/recovery.md, command by command, up to the point where nothing
// is left to do. The sections with commands of AWS's own are followed in test/aws.
const { titles, commands, sectionFor } = readDocument("docs/recovery.md");
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

  expect(sectionFor((await engine.run("up", "--yes")).text)).toBe("A state that cannot be read");
  await follow("A state that cannot be read");
  expect(sectionFor((await engine.run("up", "--yes")).text)).toBe("A killed run or a stale lock");
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
  expect(new Set(await recover(prod))).toEqual(new Set(["A link that is in the way"]));

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
  expect(await recover(moved)).toEqual(["A link that is in the way"]);
  expect((await cloud()).keys.at(-1)).toEqual({ ...deployed.keys.at(-1)!, plans: ["ai-service-keys-prod-bulk-HEX"] });
  expect((await engine.preview("--expect-no-changes")).code).toBe(0);
});

test("a key that was moved to another plan by hand comes back", async () => {
  await engine.restore("deployed");
  engine.configure(prod);
  const { search: keyId } = await engine.output("apiKeyIds");
  const { bulk: usagePlanId } = await engine.output("usagePlanIds");
  await takeOut(engine, keyId!);
  await engine.aws.account.apiGateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
  await succeed(engine.refresh());
  expect(await recover(prod)).toEqual(["A link that is in the way"]);
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
  expect(sectionFor(text)).toBe("An update that failed");
  await follow("An update that failed");
  const { keys } = await cloud();
  expect(keys.at(-1)).toEqual({ ...deployed.keys.at(-1)!, plans: ["ai-service-keys-prod-bulk-HEX"] });
});

test("what was changed by hand comes back", async () => {
  await engine.restore("deployed");
  engine.configure(prod);
  await engine.aws.drift("search", "1", false);
  const { search: SecretId } = await engine.output("secretArns");
  await engine.aws.account.secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString: "other" }));
  await follow("A change by hand");
  const { keys } = await cloud();
  expect(keys).toEqual(deployed.keys);
});

test("a key whose removal came too early is removed once it was switched off", async () => {
  await engine.restore("deployed");
  const { search, ...others } = prod.keys as Record<string, object>;
  const between = { ...prod, keys: { ...others, search: { ...search, enabled: false } } };
  expect(await recover({ ...prod, keys: others }, between)).toEqual(["A removal that came too early"]);
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
  expect(sectionFor((await engine.up()).text)).toBe("A deployment that did not finish");
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

/** After following one section this often, the document leads in a circle. */
const CIRCLE = 4;

/**
 * Deploys a stack file by following the document: if a deployment fails, it looks up the output in the table, does what that
 * section says, and deploys again. Returns the sections that it followed.
 *
 * @param between the same file, with removed generations that still work as disabled.
 * @throws if the document has no section for the output, or leads in a circle.
 */
async function recover(to: StackConfig, between?: StackConfig): Promise<string[]> {
  const sections: string[] = [];
  for (;;) {
    engine.configure(to);
    const { code, text } = await engine.up();
    if (code === 0) return sections;
    const title = sectionFor(text);
    if (title === undefined) throw new Error(`docs/recovery.md has nothing for this:\n${errorsIn(text)}`);
    sections.push(title);
    if (sections.filter((it) => it === title).length > CIRCLE) {
      throw new Error(`docs/recovery.md leads in a circle, ${sections.join(", ")}:\n${errorsIn(text)}`);
    }
    if (title === "A removal that came too early") sections.push(...(await recover(between!)));
    else await mend(title, text);
  }
}

/** Does what a section says, except the deployment at its end. */
async function mend(title: string, text: string): Promise<void> {
  // Its commands need the AWS CLI, which is not available here: test/aws runs them.
  if (title === "A link that is in the way") for (const key of await unlinkedKeys(text)) await takeOut(engine, key);
  const commandsHere = commands[title]!.filter((command) => !/^(aws|pulumi (up|preview))\b/.test(command));
  for (const command of commandsHere) await succeed(engine.shell(command));
}

/** The ids of the API keys whose links could not be made. */
async function unlinkedKeys(text: string): Promise<string[]> {
  const names = [...text.matchAll(/UsagePlanKey[ :]+\(?([a-z0-9-]+)\)?:?\n? *error/g)].map(([, name]) => name);
  const state = await engine.state();
  const ids = state
    .filter(({ urn }) => names.some((name) => urn.endsWith(`apiKey:ApiKey::${name}`)))
    .map(({ id }) => id!);
  if (ids.length === 0) throw new Error(`no key of a failed link in:\n${text}`);
  return ids;
}

/** Runs all commands of a section; each must succeed. */
async function follow(title: string): Promise<void> {
  followed.add(title);
  for (const command of commands[title]!) await succeed(engine.shell(command));
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
