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
    stdout: `Stack dev of ai-service-keys in eu-central-1
What is wanted, not what would change; a preview checks that it may follow what was deployed.

├─ UsagePlan development
│    description       Usage plan development
│    quotaSettings     limit 1000, period DAY
│    throttleSettings  burstLimit 10, rateLimit 5
└─ ServiceKey service
   ├─ ApiKey service-1 [current, value secret]
   │    description  Key of the development service
   │    enabled      true
   └─ UsagePlanKey service-1 [value secret]
        after  ApiKey service-1, UsagePlan development

secret: encrypted in state; after: made later; [unknown]: set by AWS

Outputs
  apiKeyId        [unknown]
  apiKeyIds       service [unknown]
  apiKeyValue     [secret]
  apiKeyValues    [secret]
  parameterNames  none
  regions         none
  secretArns      none
  usagePlanIds    development [unknown]

Warnings
  usagePlans.development: no apiStages; its keys open nothing yet

New stack: 5 to create (1 ApiKey, 1 ServiceKey, 1 Stack, 1 UsagePlan, 1 UsagePlanKey); 1 warning.`,
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
│    after             UsagePlan bulk, as AWS takes one change of a plan in 20 seconds
└─ ServiceKey search
   ├─ ApiKey search-1 [current, protected, value secret]
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

protected: deletion refused; secret: encrypted in state; after: made later; [unknown]: set by AWS

Outputs
  apiKeyIds       assistant [unknown], batch [unknown], search [unknown]
  apiKeyValues    [secret]
  parameterNames  none
  regions         none
  secretArns      assistant [unknown], batch [unknown], search [unknown]
  usagePlanIds    bulk [unknown], standard [unknown]

Warnings
  usagePlans.bulk: no apiStages; its keys open nothing yet
  usagePlans.standard: no apiStages; its keys open nothing yet

New stack: 21 to create (3 ApiKey, 3 Secret, 3 SecretPolicy, 3 SecretVersion, 3 ServiceKey, 1 Stack,
2 UsagePlan, 3 UsagePlanKey); 2 warnings.`.split("\n"),
  );
});

test("shows no warnings where there are none, a line for each API stage and throttle, and nothing that a terminal would obey", async () => {
  const lines = await linesOf(`  keys: {one: {usagePlan: p}}
  usagePlans:
    p:
      description: "a\\nb\\e[31m\\x9b"
      throttle: {rateLimit: 1.5, burstLimit: 2}
      apiStages:
        - apiId: abc
          stage: live
          throttle:
            /chat/POST: {rateLimit: 10, burstLimit: 20}
            //GET: {rateLimit: 1, burstLimit: 1}
        - {apiId: def, stage: live}
`);
  expect([...lines.slice(3, 9), "", ...lines.slice(-11)]).toEqual([
    "├─ UsagePlan p [protected]",
    "│    apiStages         apiId abc, stage live",
    "│                        //GET  burstLimit 1, rateLimit 1",
    "│                        /chat/POST  burstLimit 20, rateLimit 10",
    "│                      apiId def, stage live",
    "│    description       a\\u000ab\\u001b[31m\\u009b",
    "",
    "Outputs",
    "  apiKeyId        [unknown]",
    "  apiKeyIds       one [unknown]",
    "  apiKeyValue     [secret]",
    "  apiKeyValues    [secret]",
    "  parameterNames  none",
    "  regions         none",
    "  secretArns      none",
    "  usagePlanIds    p [unknown]",
    "",
    "New stack: 5 to create (1 ApiKey, 1 ServiceKey, 1 Stack, 1 UsagePlan, 1 UsagePlanKey); 0 warnings.",
  ]);
});

test("shows the state of each generation, and which keys are off", async () => {
  const lines = await linesOf(`  secretsManager: {}
  keys:
    off: {enabled: false}
    web: {generations: {1: disabled, 2: grace, 3: current, 4: staged}}
`);
  expect(lines.filter((line) => /─ (Service|Api)Key/.test(line))).toEqual([
    "├─ ServiceKey off [switched off]",
    "│  ├─ ApiKey off-1 [current, value secret]",
    "└─ ServiceKey web",
    "   ├─ ApiKey web-3 [current, protected, value secret]",
    "   ├─ ApiKey web-1 [disabled, value secret]",
    "   ├─ ApiKey web-2 [grace, protected, value secret]",
    "   └─ ApiKey web-4 [staged, protected, value secret]",
  ]);
});

test("draws the stack's own Region, and has a line for each further one", async () => {
  const lines = await linesOf(`  aws:region: eu-central-1
  regions: {us-east-1: {kmsKeyId: alias/keys}, eu-west-1: {enabled: false}}
  secretsManager: {}
  parameterStore: {}
  delivery: none
  keys:
    one:
      usagePlan: p
      delivery: both
      generations: {1: grace, 2: {state: current, import: {eu-central-1: a1, us-east-1: b2}}}
  usagePlans:
    p:
      throttle: {rateLimit: 1, burstLimit: 1}
      apiStages: [{apiId: abc, stage: live}, {apiId: {stack: a/b/c, output: id}, stage: live, region: us-east-1}]
`);
  expect(lines.filter((line) => /[├└]─|[│ ] {4}after|And in|^ {18}|New stack/.test(line))).toEqual([
    "├─ UsagePlan p [protected]",
    "└─ ServiceKey one",
    "   ├─ ApiKey one-2 [current, protected, import a1, value secret]",
    "   ├─ UsagePlanKey one-2 [value secret]",
    "   │    after  ApiKey one-2, UsagePlan p",
    "   ├─ Secret one [protected]",
    "   ├─ SecretVersion one [kept on delete, secretString secret]",
    "   │    after         ApiKey one-2, UsagePlanKey one-2 (and in us-east-1), Secret one",
    "   ├─ Parameter one [protected, value secret]",
    "   │    after        ApiKey one-2, UsagePlanKey one-2 (and in us-east-1)",
    "   ├─ ApiKey one-1 [grace, protected, value secret]",
    "   │    after        SecretVersion one (and in us-east-1), Parameter one (and in us-east-1)",
    "   └─ UsagePlanKey one-1 [value secret]",
    "        after  ApiKey one-1, UsagePlan p",
    "And in eu-west-1  the same again, 8 resources; every key switched off",
    "And in us-east-1  the same again, 8 resources; open: p [output id of a/b/c]/live;",
    "                  kmsKeyId alias/keys; import: one 2 b2",
    "                  us-east-1 secretArns one [unknown], usagePlanIds p [unknown]",
    "New stack: 24 to create and 2 to import (6 ApiKey, 3 Parameter, 3 Secret, 3 SecretVersion,",
  ]);
});

test("says that the Region comes from the environment where the file does not name it", async () => {
  const answer = await planOf(folderOf("  aws:region: us-east-1\n"));
  expect(answer.stdout!.split("\n")[0]).toBe("Stack dev of ai-service-keys in us-east-1");
  expect((await linesOf("  tags: {}\n"))[0]).toBe("Stack dev of ai-service-keys, Region from the environment");
});

describe("the width of the plan", () => {
  const name = "n".repeat(64);
  const file = folderOf(`  secretsManager: {kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:alias/${"k".repeat(90)}"}
  tags: {${Array.from({ length: 30 }, (_, index) => `tag-${index}: ${"v".repeat(1 + index * 8)}`).join(", ")}}
  keys:
    ${name}:
      usagePlan: ${name}
      description: ${"word ".repeat(60)}end
      generations: {1: {state: current, import: ${"i".repeat(64)}}, 2: {state: staged, usagePlan: other}}
      readers: ["arn:aws:iam::111122223333:role/${"path/".repeat(20)}a"]
  usagePlans:
    other: {}
    ${name}:
      import: ${"j".repeat(64)}
      description: ${"x".repeat(1000)}
      throttle: {rateLimit: 20000, burstLimit: 1}
      apiStages: [{apiId: ${"a".repeat(64)}, stage: ${"s".repeat(128)}, throttle: {/${"r".repeat(200)}/GET: {rateLimit: 20000, burstLimit: 1}}}]
`);

  test.each([
    ["is 100 columns at most but for ARNs", {}, 100],
    ["is 100 columns at most on a wider screen", { columns: 200 }, 100],
    ["is that of a narrow screen", { columns: 80 }, 80],
    ["is 60 columns at least", { columns: 0 }, 60],
    ["is the same in colour", { colour: true, columns: 80 }, 80],
  ])("%s", async (_, screen, columns) => {
    const { stdout } = await plan(["dev"], file, loadProgram, screen);
    const lines = stripVTControlCharacters(stdout!).split("\n");
    expect(lines.filter((line) => line.length > columns && !line.includes("arn:"))).toEqual([]);
    expect(lines.some((line) => line.length === columns)).toBe(true);
  });

  test("leaves words and items whole where they fit, and begins each line where the first one began", async () => {
    const { stdout } = await plan(["dev"], file, loadProgram, { columns: 80 });
    const lines = stdout!.split("\n");
    const from = lines.indexOf(`   │    description  ${"word ".repeat(12).trimEnd()}`);
    expect(lines.slice(from, from + 7)).toEqual([
      ...Array.from(
        { length: 5 },
        (_, line) => `   │    ${line === 0 ? "description" : " ".repeat(11)}  ${"word ".repeat(12).trimEnd()}`,
      ),
      "   │                 end",
      "   │    enabled      true",
    ]);
  });

  test("does not change what is said", async () => {
    const said = async (screen: object) =>
      stripVTControlCharacters((await plan(["dev"], file, loadProgram, screen)).stdout!).replace(/[\s│]/g, "");
    expect(await said({ columns: 61, colour: true })).toBe(await said({}));
  });
});

test("counts warnings of the file beside those of the program", async () => {
  const folder = folderWith({ "Pulumi.yaml": "name: acme\n", "Pulumi.dev.yaml": "environment: [shared]\n" });
  const { stdout } = await planOf(folder);
  expect(stdout!.split("\n").slice(-5)).toEqual([
    "Warnings",
    "  keys.service: no usage plan; a stage that requires a key answers it with 403",
    "  environment: what ESC environments add is not known offline and is left out",
    "",
    "New stack: 3 to create (1 ApiKey, 1 ServiceKey, 1 Stack); 2 warnings.",
  ]);
});

test("colours on demand, and changes nothing else", async () => {
  const folder = exampleFolder();
  const { stdout } = await plan(["prod"], folder, loadProgram, { colour: true });
  expect(stripVTControlCharacters(stdout!)).toBe((await planOf(folder, "prod")).stdout);
  for (const coloured of [
    "\x1b[1mStack prod of ai-service-keys in eu-central-1\x1b[22m",
    "\x1b[1mApiKey\x1b[22m search-1 [\x1b[33mcurrent\x1b[39m, \x1b[32mprotected\x1b[39m, \x1b[36mvalue secret\x1b[39m]",
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
    expect(
      lines.slice(
        lines.indexOf("  secretArns      k10 [unknown], k11 [unknown], k12 [unknown], k13 [unknown], k14 [unknown],"),
      ),
    ).toEqual(
      expect.arrayContaining([
        "                  k15 [unknown], k16 [unknown], k17 [unknown], k18 [unknown], k19 [unknown]",
      ]),
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
      "│    after        UsagePlan p, as AWS takes one change of a plan in 20 seconds",
      "├─ ServiceKey a  plan p; 1 disabled, 2 grace, 3 current, 4 staged on q; secret",
      "├─ ServiceKey b  plan p; 1 current, 2 grace on q; all switched off; secret; 1 reader",
      "├─ ServiceKey c  no plan; 1 grace on q, 2 current; secret; 2 readers",
      "├─ ServiceKey d  plan q; 1 current, 2 staged without plan; secret",
      ...Array.from(
        { length: 8 },
        (_, index) => `${index === 7 ? "└" : "├"}─ ServiceKey k${10 + index}  no plan; 1 current; secret`,
      ),
      "",
      "Each service key in one line; with its resources: npm run -s plan -- dev --json",
      "protected: deletion refused; secret: encrypted in state; after: made later; [unknown]: set by AWS",
      "",
      "Outputs",
      "  apiKeyIds       of 12 by name",
      "  apiKeyValues    [secret]",
      "  parameterNames  of 0 by name",
      "  regions         of 0 by name",
      "  secretArns      of 12 by name",
      "  usagePlanIds    of 2 by name",
      "",
    ]);
  });
});
