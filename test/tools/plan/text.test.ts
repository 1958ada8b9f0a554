import { stripVTControlCharacters } from "node:util";
import { plan } from "../../../tools/plan/plan";
import { loadProgram } from "../../kit/mocks";
import { folderOf, exampleFolder, planOf } from "../../kit/plan-of";
import { folderWith } from "../../kit/stack-folder";

/** The plan of a stack `dev` with this configuration, as lines. */
async function linesOf(config: string, ...args: string[]): Promise<string[]> {
  const answer = await planOf(folderOf(config), "dev", ...args);
  expect(answer).toEqual({ exitCode: 0, stdout: expect.any(String) as string });
  return answer.stdout!.split("\n");
}

test("shows dev as a tree, without being told which stack", async () => {
  expect(await planOf(exampleFolder())).toEqual({
    exitCode: 0,
    stdout: `Stack dev of ai-service-keys
What is wanted, not what would change; AWS was not asked.

├─ UsagePlan development
│    description       Usage plan development
│    quotaSettings     limit 1000, period DAY
│    throttleSettings  burstLimit 10, rateLimit 5
└─ ServiceKey service
   ├─ ApiKey service-1 [value secret]
   │    description  Key of the development service
   │    enabled      true
   └─ UsagePlanKey service-1 [value secret]
        after  ApiKey service-1, UsagePlan development

Outputs
  apiKeyId      [unknown]
  apiKeyIds     service [unknown]
  apiKeyValue   [secret]
  apiKeyValues  [secret]
  secretArns    none
  usagePlanIds  development [unknown]

Warnings
  usagePlans.development: no apiStages; its keys open nothing yet

4 resources: 1 ApiKey, 1 ServiceKey, 1 UsagePlan, 1 UsagePlanKey; 1 warning.`,
  });
});

test("shows what is protected, kept and read by whom in prod", async () => {
  const { stdout } = await planOf(exampleFolder(), "prod");
  const lines = stdout!.split("\n");
  const [plans, search] = [lines.indexOf("├─ UsagePlan bulk [protected]"), lines.indexOf("└─ ServiceKey search")];
  expect([...lines.slice(plans, plans + 9), ...lines.slice(search)]).toEqual(
    `├─ UsagePlan bulk [protected]
│    description       Few calls at a time, many a month
│    quotaSettings     limit 500000, period MONTH
│    throttleSettings  burstLimit 5, rateLimit 2
├─ UsagePlan standard [protected]
│    description       Interactive use
│    quotaSettings     limit 200000, period DAY
│    throttleSettings  burstLimit 100, rateLimit 50
│    after             UsagePlan bulk
└─ ServiceKey search
   ├─ ApiKey search-1 [protected, value secret]
   │    description  Semantic search of the help centre
   │    enabled      true
   ├─ UsagePlanKey search-1 [value secret]
   │    after  ApiKey search-1, UsagePlan standard
   ├─ Secret search [protected]
   │    description           Semantic search of the help centre
   │    recoveryWindowInDays  30
   ├─ SecretVersion search [kept on delete, secretString secret]
   │    secretString  [secret]
   │    after         ApiKey search-1, UsagePlanKey search-1, Secret search
   └─ SecretPolicy search
        readers  arn:aws:iam::111122223333:role/search-api
                 arn:aws:iam::111122223333:role/search-indexer
        after    Secret search

Outputs
  apiKeyIds     assistant [unknown], batch [unknown], search [unknown]
  apiKeyValues  [secret]
  secretArns    assistant [unknown], batch [unknown], search [unknown]
  usagePlanIds  bulk [unknown], standard [unknown]

Warnings
  usagePlans.bulk: no apiStages; its keys open nothing yet
  usagePlans.standard: no apiStages; its keys open nothing yet

20 resources: 3 ApiKey, 3 Secret, 3 SecretPolicy, 3 SecretVersion, 3 ServiceKey, 2 UsagePlan, 3 UsagePlanKey; 2 warnings.`.split(
      "\n",
    ),
  );
});

test("shows no warnings where there are none, API stages in brackets, and nothing that a terminal would obey", async () => {
  const lines = await linesOf(`  keys: {one: {usagePlan: p}}
  usagePlans:
    p:
      description: "a\\nb\\e[31m\\x9b"
      throttle: {rateLimit: 1.5, burstLimit: 2}
      apiStages: [{apiId: abc, stage: live}, {apiId: def, stage: live}]
`);
  expect([...lines.slice(3, 7), "", ...lines.slice(-9)]).toEqual([
    "├─ UsagePlan p [protected]",
    "│    apiStages         [apiId abc, stage live] [apiId def, stage live]",
    "│    description       a\\u000ab\\u001b[31m\\u009b",
    "│    throttleSettings  burstLimit 2, rateLimit 1.5",
    "",
    "Outputs",
    "  apiKeyId      [unknown]",
    "  apiKeyIds     one [unknown]",
    "  apiKeyValue   [secret]",
    "  apiKeyValues  [secret]",
    "  secretArns    none",
    "  usagePlanIds  p [unknown]",
    "",
    "4 resources: 1 ApiKey, 1 ServiceKey, 1 UsagePlan, 1 UsagePlanKey; 0 warnings.",
  ]);
});

test("counts a single resource in the singular, and warnings of the file beside those of the program", async () => {
  const folder = folderWith({ "Pulumi.yaml": "name: acme\n", "Pulumi.dev.yaml": "environment: [shared]\n" });
  const { stdout } = await planOf(folder);
  expect(stdout!.split("\n").slice(-5)).toEqual([
    "Warnings",
    "  keys.service: no usage plan; a stage that requires a key answers this one 403",
    "  environment: what ESC environments add is not known offline, and left out",
    "",
    "2 resources: 1 ApiKey, 1 ServiceKey; 2 warnings.",
  ]);
});

test("colours on demand, and changes nothing else", async () => {
  const folder = exampleFolder();
  const { stdout } = await plan(["prod"], folder, loadProgram, true);
  expect(stripVTControlCharacters(stdout!)).toBe((await planOf(folder, "prod")).stdout);
  for (const coloured of [
    "\x1b[1mStack prod of ai-service-keys\x1b[22m",
    "\x1b[1mApiKey\x1b[22m search-1 [\x1b[32mprotected\x1b[39m, \x1b[36mvalue secret\x1b[39m]",
    "\x1b[2msecretString\x1b[22m  \x1b[36m[secret]\x1b[39m",
    "search \x1b[2m[unknown]\x1b[22m",
    "\x1b[33m  usagePlans.bulk: no apiStages; its keys open nothing yet\x1b[39m",
  ]) {
    expect(stdout).toContain(coloured);
  }
});

describe("a stack of many keys", () => {
  const keys = (count: number) =>
    `  usagePlans: {p: {}, q: {}}\n  secretsManager: {}\n  keys:\n${Array.from({ length: count }, (_, index) => `    k${10 + index}: {}\n`).join("")}`;

  test("is shown whole up to ten", async () => {
    const lines = await linesOf(keys(10));
    expect(lines.filter((line) => line.includes("─ ApiKey k"))).toHaveLength(10);
    expect(lines).toContain(
      `  secretArns    ${Array.from({ length: 10 }, (_, index) => `k${10 + index} [unknown]`).join(", ")}`,
    );
  });

  test("has a line for each key from eleven on, with its plan, generations and readers", async () => {
    const reader = (name: string) => `"arn:aws:iam::111122223333:role/${name}"`;
    const lines = await linesOf(
      `${keys(8)}${[
        "    a: {usagePlan: p, generations: {1: disabled, 2: grace, 3: current, 4: {state: staged, usagePlan: q}}}",
        `    b: {usagePlan: q, enabled: false, readers: [${reader("x")}], generations: {1: {state: current, usagePlan: p}, 2: grace}}`,
        `    c: {readers: [${reader("x")}, ${reader("y")}], generations: {1: {state: grace, usagePlan: q}, 2: current}}`,
        "    d: {generations: {1: {state: current, usagePlan: q}, 2: staged}}",
      ].join("\n")}\n`,
    );
    expect(lines.slice(3, lines.indexOf("Warnings"))).toEqual([
      "├─ UsagePlan p [protected]",
      "│    description  Usage plan p",
      "├─ UsagePlan q [protected]",
      "│    description  Usage plan q",
      "│    after        UsagePlan p",
      "├─ ServiceKey a  plan p; 1 disabled, 2 grace, 3 current, 4 staged on q",
      "├─ ServiceKey b  plan p; 1 current, 2 grace on q; all switched off; 1 reader",
      "├─ ServiceKey c  no plan; 1 grace on q, 2 current; 2 readers",
      "├─ ServiceKey d  plan q; 1 current, 2 staged without plan",
      ...Array.from(
        { length: 8 },
        (_, index) => `${index === 7 ? "└" : "├"}─ ServiceKey k${10 + index}  no plan; 1 current`,
      ),
      "",
      "Each service key in one line; with its resources: npm run plan -- dev --full",
      "",
      "Outputs",
      "  apiKeyIds     of 12 by name",
      "  apiKeyValues  [secret]",
      "  secretArns    of 12 by name",
      "  usagePlanIds  of 2 by name",
      "",
    ]);
  });

  test("is shown whole with --full", async () => {
    const lines = await linesOf(keys(11), "--full");
    expect(lines.filter((line) => line.includes("─ ApiKey k"))).toHaveLength(11);
    expect(lines.filter((line) => line.includes("--full"))).toEqual([]);
  });
});
