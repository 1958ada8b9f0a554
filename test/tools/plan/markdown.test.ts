import { folderOf, planOf } from "../../kit/plan-of";

test("sums up for a pull request: a table of keys, one of plans, and the warnings as they are", async () => {
  const answer = await planOf(
    folderOf(`  keys:
    one: {usagePlan: p, readers: ["arn:aws:iam::111122223333:role/path/a_b", "arn:aws:iam::111122223333:root"]}
    two: {generations: {1: grace, 2: current}}
  usagePlans:
    p:
      throttle: {rateLimit: 20000, burstLimit: 2}
      quota: {limit: 1000, period: MONTH, offset: 3}
      apiStages:
        - {apiId: abc, stage: live, throttle: {/a/GET: {rateLimit: 1, burstLimit: 1}}}
        - {apiId: abc, stage: b, throttle: {/a/GET: {rateLimit: 1, burstLimit: 1}, /b/GET: {rateLimit: 1.5, burstLimit: 2}}}
        - {apiId: abc, stage: c}
    q: {quota: {limit: 1000, period: DAY}}
  secretsManager: {}
`),
    "dev",
    "--markdown",
  );
  expect(answer).toEqual({
    exitCode: 0,
    stdout: `### Stack \`dev\` of \`ai-service-keys\`, Region from the environment

What is wanted, not what would change; a preview checks that it may follow what was deployed.

| Service key | Usage plan | Generations | Published as | Readers, all of account 111122223333 |
| --- | --- | --- | --- | --- |
| \`one\` | p | 1 current | secret | \`role/path/a_b\`<br>\`root\` |
| \`two\` | none | 1 grace, 2 current | secret | none |

| Usage plan | Throttle | Quota | API stages |
| --- | --- | --- | --- |
| \`p\` | 20000 per second, burst 2 | 1000 per MONTH, offset 3 | \`abc/live\`<br>\`/a/GET\` 1 per second, burst 1<br>\`abc/b\`<br>\`/a/GET\` 1 per second, burst 1<br>\`/b/GET\` 1.5 per second, burst 2<br>\`abc/c\` |
| \`q\` | none | 1000 per DAY | none |

New stack: 14 to create (3 ApiKey, 2 Secret, 1 SecretPolicy, 2 SecretVersion, 2 ServiceKey, 1 Stack, 2 UsagePlan, 1 UsagePlanKey); 4 warnings.

\`\`\`text
keys.two: no usage plan; a stage that requires a key answers it with 403
usagePlans.p.throttle.rateLimit: 20000 requests per second; AWS allows an account 10000, unless it has raised that
usagePlans.q: no apiStages; its keys open nothing yet
usagePlans.q: no key uses this plan
\`\`\``,
  });
});

test("sums up a stack without a table of plans where there are none, and without a block of warnings", async () => {
  const stdout = (await planOf(folderOf("  keys: {one: {}}\n"), "dev", "--markdown")).stdout!;
  expect(stdout.split("\n").slice(4)).toEqual([
    "| Service key | Usage plan | Generations | Published as | Readers |",
    "| --- | --- | --- | --- | --- |",
    "| `one` | none | 1 current | by hand | none |",
    "",
    "New stack: 3 to create (1 ApiKey, 1 ServiceKey, 1 Stack); 1 warning.",
    "",
    "```text",
    "keys.one: no usage plan; a stage that requires a key answers it with 403",
    "```",
  ]);
  const plans = "{p: {throttle: {rateLimit: 1, burstLimit: 1}, apiStages: [{apiId: abc, stage: live}]}}";
  const clean = await planOf(folderOf(`  keys: {one: {usagePlan: p}}\n  usagePlans: ${plans}\n`), "dev", "--markdown");
  expect(clean.stdout!.split("\n").at(-1)).toBe(
    "New stack: 5 to create (1 ApiKey, 1 ServiceKey, 1 Stack, 1 UsagePlan, 1 UsagePlanKey); 0 warnings.",
  );
});

test("tells the accounts of readers apart, and the Region", async () => {
  const reader = (account: string) => `"arn:aws:iam::${account}:role/web"`;
  const folder = folderOf(`  aws:region: eu-central-1
  secretsManager: {}
  keys: {one: {readers: [${reader("111122223333")}, ${reader("444455556666")}]}, two: {readers: [${reader("111122223333")}]}}
`);
  const lines = (await planOf(folder, "dev", "--markdown")).stdout!.split("\n");
  expect([lines[0], ...lines.slice(4, 8)]).toEqual([
    "### Stack `dev` of `ai-service-keys` in `eu-central-1`",
    "| Service key | Usage plan | Generations | Published as | Readers |",
    "| --- | --- | --- | --- | --- |",
    "| `one` | none | 1 current | secret | `role/web` of 111122223333<br>`role/web` of 444455556666 |",
    "| `two` | none | 1 current | secret | `role/web` of 111122223333 |",
  ]);
});

test("tells how each key is published, and has a line for each further Region", async () => {
  const folder = folderOf(`  aws:region: eu-central-1
  regions: {us-east-1: {kmsKeyId: alias/keys}, eu-west-1: {enabled: false}}
  secretsManager: {}
  parameterStore: {}
  delivery: both
  keys: {a: {}, b: {delivery: parameterStore}, c: {delivery: none, usagePlan: p}}
  usagePlans: {p: {apiStages: [{apiId: abc, stage: live}, {apiId: def, stage: live, region: us-east-1}]}}
`);
  const lines = (await planOf(folder, "dev", "--markdown")).stdout!.split("\n");
  expect(lines.slice(4, 18)).toEqual([
    "| Service key | Usage plan | Generations | Published as | Readers |",
    "| --- | --- | --- | --- | --- |",
    "| `a` | none | 1 current | secret and parameter | none |",
    "| `b` | none | 1 current | parameter | none |",
    "| `c` | p | 1 current | by hand | none |",
    "",
    "| Usage plan | Throttle | Quota | API stages |",
    "| --- | --- | --- | --- |",
    "| `p` | none | none | `abc/live`<br>`def/live` in us-east-1 |",
    "",
    "`eu-west-1`: the same again, 9 resources; every key switched off",
    "",
    "`us-east-1`: the same again, 9 resources; open: p def/live; kmsKeyId alias/keys",
    "",
  ]);
});

test("keeps its tables whole, whatever others name their outputs", async () => {
  const folder = folderOf(`  keys: {one: {usagePlan: p}}
  usagePlans:
    p: {throttle: {rateLimit: 2, burstLimit: 3}, apiStages: [{apiId: {stack: a/b/c, output: "x|\`\\ny"}, stage: live, throttle: {/a/GET: {rateLimit: 1, burstLimit: 1}}}]}
`);
  const lines = (await planOf(folder, "dev", "--markdown")).stdout!.split("\n");
  expect(lines[10]).toBe(
    "| `p` | 2 per second, burst 3 | none | `` [output x\\|`\\u000ay of a/b/c]/live ``<br>`/a/GET` 1 per second, burst 1 |",
  );
});
