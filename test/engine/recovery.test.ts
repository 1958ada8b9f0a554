import { parse } from "yaml";
import { exampleStack } from "../kit/example-files";
import type { FaultScript } from "../../harness/aws/calls";
import { readDocument } from "../kit/engine/document";
import { Engine, type StackConfig } from "../kit/engine/engine";
import { recover, sectionFor as sectionSeen } from "../kit/engine/recovery";

// Each scenario makes a fault happen and then runs docs/recovery.md, command by command, up to the point where nothing
// is left to do.
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

test("what a killed run and lost answers leave behind is cleared up: a state that cannot be read, a lock, orphans", async () => {
  await engine.reset();
  await follow("Recovery");
  const { assistant: _, search: __, ...batch } = prod.keys as Record<string, object>;
  const { search: ___, ...withoutSearch } = prod.keys as Record<string, object>;
  await fail({ ...prod, keys: batch }, { action: "CreateUsagePlan", call: 2, when: "after" });
  await fail({ ...prod, keys: withoutSearch }, { action: "CreateSecret", call: 1, when: "after" });
  await fail(prod, { action: "CreateApiKey", call: 1, when: "hang" });
  // What a kill sometimes does.
  await engine.shell(`truncate -s 0 "\${PULUMI_BACKEND_URL#file://}/.pulumi/stacks/ai-service-keys/prod.json.attrs"`);

  expect(await sectionFor(engine.run("up", "--yes"))).toBe("A state that cannot be read");
  await follow("A state that cannot be read");
  expect(await sectionFor(engine.run("up", "--yes"))).toBe("A killed run or a stale lock");
  await follow("A killed run or a stale lock");

  const [keys = "", plans = "", secrets = "", known = ""] = await follow("Orphans");
  const orphans = (list: string) => ids(list).filter((id) => !known.includes(id));
  expect([ids(keys), ids(plans), ids(secrets)].map((list) => list.filter((id) => known.includes(id)).length)).toEqual([
    3, 2, 3,
  ]);
  for (const [title, list, first] of [
    ["An orphaned key", keys, ""],
    ["An orphaned plan", plans, ""],
    ["An orphaned secret", secrets, "None\n"],
  ] as const) {
    expect(orphans(list)).not.toEqual([]);
    for (const ORPHAN of orphans(list)) expect((await follow(title, { ORPHAN }))[0]).toBe(first);
  }
  expect(await cloud()).toEqual(deployed);
  expect((await engine.preview("--expect-no-changes")).code).toBe(0);
});

test("links that left the state come back without an outage and without a value in clear", async () => {
  await engine.restore("deployed");
  engine.configure(prod);
  // A refused destruction with --skip-preview drops what is not protected from the state, and touches nothing in AWS.
  expect((await engine.destroy()).code).toBe(1);
  expect(await sectionFor(engine.up())).toBe("A link that left the state");
  const [relinked] = await follow("A link that left the state");
  expect(relinked).toBe("put back assistant-1\nput back batch-1\nput back search-1\nImport complete.\n");

  const journal = (await engine.aws.journal()).filter(({ seen, error }) => seen !== undefined && error === undefined);
  expect([...new Set(journal.map(({ action }) => action))].sort()).toEqual(["PutResourcePolicy", "PutSecretValue"]);
  const { keys, plans } = await cloud();
  expect({ keys, plans }).toEqual({ keys: deployed.keys, plans: deployed.plans });
  const links = (await engine.state()).filter(({ type }) => type.endsWith(":UsagePlanKey"));
  const encrypted = ["4dabf18193072939515e22adb298388d", "ciphertext"];
  expect(links.map(({ outputs }) => Object.keys(outputs?.value as object).sort())).toEqual(links.map(() => encrypted));
  expect(links).toHaveLength(3);
});

test("a key that was moved to another plan by hand comes back", async () => {
  await engine.restore("deployed");
  engine.configure(prod);
  const KEY = (JSON.parse((await engine.shell("pulumi stack output apiKeyIds")).stdout) as { search: string }).search;
  const { bulk = "", standard = "" } = JSON.parse(
    (await engine.shell("pulumi stack output usagePlanIds")).stdout,
  ) as Record<string, string>;
  await engine.aws.commandLine(["apigateway", "delete-usage-plan-key", "--usage-plan-id", standard, "--key-id", KEY]);
  await engine.aws.commandLine(["apigateway", "create-usage-plan-key", "--usage-plan-id", bulk, "--key-id", KEY]);
  await succeed(engine.refresh());
  expect(await sectionFor(engine.up())).toBe("A key in another plan");
  const [, found] = await follow("A key in another plan", { KEY, PLAN: bulk });
  expect(found).toMatch(new RegExp(`^${bulk}\tai-service-keys-prod-bulk-[0-9a-f]{7}\n$`));
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
  await engine.shell(
    'aws secretsmanager put-secret-value --secret-id "$SECRET" --secret-string other',
    await secretOf("search"),
  );
  await follow("A change by hand");
  const { keys } = await cloud();
  expect(keys).toEqual(deployed.keys);
});

test("a secret that was scheduled for deletion by hand is the same one again", async () => {
  await engine.restore("deployed");
  engine.configure(prod);
  const secret = await secretOf("search");
  await engine.shell('aws secretsmanager delete-secret --secret-id "$SECRET" --recovery-window-in-days 7', secret);
  expect(await engine.aws.published("search")).toBeUndefined();
  await follow("A secret that is scheduled for deletion", secret);
  expect(await secretOf("search")).toEqual(secret);
  expect(await cloud()).toEqual(deployed);
});

test("a key whose removal came too early is removed once it was switched off", async () => {
  await engine.restore("deployed");
  const { search, ...others } = prod.keys as Record<string, object>;
  const between = { ...prod, keys: { ...others, search: { ...search, enabled: false } } };
  // Refused with --skip-preview, the removal has dropped the link of the key from the state.
  expect(await recover(engine, { to: { ...prod, keys: others }, between })).toEqual([
    "A removal that came too early",
    "A link that left the state",
  ]);
  expect((await engine.preview("--expect-no-changes")).code).toBe(0);
  followed.add("A removal that came too early");
  expect((await cloud()).keys.map(({ service }) => service)).toEqual(["assistant", "batch"]);
});

test("every section that has commands was followed", () => {
  expect([...followed].sort()).toEqual([...titles].sort());
});

function withStages<T extends { readonly usagePlans: object }>(given: T) {
  const plans = Object.entries(given.usagePlans as Record<string, object>);
  return { ...given, usagePlans: Object.fromEntries(plans.map(([name, plan]) => [name, { ...plan, apiStages }])) };
}

/** Deploys with a fault on the way, and returns what the CLI said. */
async function fail(to: StackConfig, fault: FaultScript): Promise<string> {
  engine.configure(to);
  await engine.aws.arm(fault);
  const killed = fault.when === "hang" ? engine.aws.hang() : undefined;
  // One call at a time, so that a kill loses the answer to no other one.
  const { code, text } = await engine.runUntil(killed, "up", "--yes", "--skip-preview", "--parallel=1");
  expect(code).toBe(killed ? undefined : 1);
  await engine.aws.arm();
  return text;
}

/** The section that the document's table leads to from what a command printed. */
async function sectionFor(ended: Promise<{ readonly text: string }>): Promise<string | undefined> {
  return sectionSeen((await ended).text);
}

/** Runs all commands of a section; each must succeed. Returns what they printed. */
async function follow(title: string, variables: Readonly<Record<string, string>> = {}): Promise<string[]> {
  followed.add(title);
  const printed: string[] = [];
  for (const command of commands[title]!) printed.push(await succeed(engine.shell(command, variables)));
  return printed;
}

async function succeed(ended: ReturnType<Engine["shell"]>): Promise<string> {
  const { code, text } = await ended;
  if (code !== 0) throw new Error(text);
  return text;
}

/** The first word of each line. */
function ids(list: string): string[] {
  return list.split("\n").flatMap((line) => (line === "" ? [] : [line.split("\t")[0]!]));
}

/** The ARN of a key's secret, as the documents name it. */
async function secretOf(service: string): Promise<{ readonly SECRET: string }> {
  const { stdout } = await engine.shell("pulumi stack output secretArns --json");
  return { SECRET: (JSON.parse(stdout) as Record<string, string>)[service]! };
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
