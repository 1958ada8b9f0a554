import type { Answer } from "../../../tools/command";
import { plan } from "../../../tools/plan/plan";
import { folderOf, exampleFolder, planOf } from "../../kit/plan-of";

describe("the plan as JSON", () => {
  const API_KEY = "aws:apigateway/apiKey:ApiKey";
  const LINK = "aws:apigateway/usagePlanKey:UsagePlanKey";
  const PLAN = "aws:apigateway/usagePlan:UsagePlan";
  const SERVICE_KEY = "ai-service-keys:index:ServiceKey";
  const jsonOf = async (...args: string[]) =>
    JSON.parse((await planOf(exampleFolder(), ...args, "--json")).stdout!) as Record<string, unknown> & {
      readonly resources: readonly Record<string, unknown>[];
    };

  test("is one object with every input, option and output of dev", async () => {
    const options = {
      parent: null,
      protect: false,
      deleteBeforeReplace: null,
      additionalSecretOutputs: [],
      retainOnDelete: false,
      dependsOn: [],
      deletedWith: null,
    };
    const tags = { "service-keys:project": "ai-service-keys", "service-keys:stack": "dev" };
    const wanted = { enabled: true, deletionProtection: false, generations: { "1": "current" } };
    const unknown = { secret: false, value: "[unknown]" };
    expect(await jsonOf("dev")).toEqual({
      stack: "dev",
      region: "eu-central-1",
      resources: [
        {
          ...options,
          type: PLAN,
          name: "development",
          inputs: {
            description: "Usage plan development",
            throttleSettings: { rateLimit: 5, burstLimit: 10 },
            quotaSettings: { limit: 1000, period: "DAY" },
            tags,
          },
        },
        { ...options, type: SERVICE_KEY, name: "service", inputs: { wanted } },
        {
          ...options,
          type: API_KEY,
          name: "service-1",
          parent: `${SERVICE_KEY}::service`,
          inputs: {
            description: "Key of the development service",
            enabled: true,
            tags: {
              ...tags,
              "service-keys:key": "service",
              "service-keys:generation": "1",
              "service-keys:state": "current",
              "service-keys:since": "[day of the deployment]",
            },
          },
          deleteBeforeReplace: false,
          additionalSecretOutputs: ["value"],
        },
        {
          ...options,
          type: LINK,
          name: "service-1",
          parent: `${SERVICE_KEY}::service`,
          inputs: { keyId: "[unknown]", keyType: "API_KEY", usagePlanId: "[unknown]" },
          deleteBeforeReplace: true,
          additionalSecretOutputs: ["value"],
          dependsOn: [`${API_KEY}::service-1`, `${PLAN}::development`],
          deletedWith: `${API_KEY}::service-1`,
        },
      ],
      outputs: {
        apiKeyId: unknown,
        apiKeyValue: { secret: true, value: "[secret]" },
        apiKeyIds: { secret: false, value: { service: "[unknown]" } },
        apiKeyValues: { secret: true, value: "[secret]" },
        usagePlanIds: { secret: false, value: { development: "[unknown]" } },
        parameterNames: { secret: false, value: {} },
        regions: { secret: false, value: {} },
        secretArns: { secret: false, value: {} },
      },
      warnings: ["usagePlans.development: no apiStages; its keys open nothing yet"],
    });
  });

  test("has the resources of prod in the order of the program, what they wait for, and what is protected", async () => {
    const { resources } = await jsonOf("prod");
    const rows = resources.map(({ type, name, protect, dependsOn }) => [type, name, protect, dependsOn]);
    const SECRET = "aws:secretsmanager/secret:Secret";
    const key = (name: string, usagePlan: string) => [
      [SERVICE_KEY, name, false, []],
      [API_KEY, `${name}-1`, true, []],
      [LINK, `${name}-1`, false, [`${API_KEY}::${name}-1`, `${PLAN}::${usagePlan}`]],
      [SECRET, name, true, []],
      [
        "aws:secretsmanager/secretVersion:SecretVersion",
        name,
        false,
        [`${API_KEY}::${name}-1`, `${LINK}::${name}-1`, `${SECRET}::${name}`],
      ],
      ["aws:secretsmanager/secretPolicy:SecretPolicy", name, false, [`${SECRET}::${name}`]],
    ];
    expect(rows).toEqual([
      [PLAN, "bulk", true, []],
      [PLAN, "standard", true, [`${PLAN}::bulk`]],
      ...key("assistant", "standard"),
      ...key("batch", "bulk"),
      ...key("search", "standard"),
    ]);
  });
});

describe("a stack with a dozen different faults", () => {
  const config = `  keys:
    One: {}
    two: { usagePlan: standrad, generations: { 1: grace }, colour: red }
    three: { enabled: maybe, readers: ["arn:aws:iam::111122223333:role/*"] }
  usagePlans:
    standard: { throttle: { rateLimit: 10 }, quota: { limit: 0, period: YEAR }, apiStages: [{ apiId: A, stage: $default }] }
`;
  const faults = [
    [
      3,
      "keys.One",
      'not a valid name; did you mean "one"? give lower-case letters, digits and single hyphens between them, a letter first, at most 64 characters',
    ],
    [5, "keys.three.enabled", 'got "maybe"; give true or false'],
    [
      5,
      "keys.three.readers",
      "readers need a secret, and the key has none; add secretsManager: {}, or drop the readers",
    ],
    [
      5,
      "keys.three.readers[0]",
      'got "arn:aws:iam::111122223333:role/*", and a wildcard lets in whoever matches it; give the ARN of an IAM role, user or account root, such as arn:aws:iam::111122223333:role/consumer',
    ],
    [
      4,
      "keys.two.colour",
      "unknown; allowed here: description, enabled, usagePlan, generations, delivery, secretName, secretImport, parameterName, rotation, readers, customerId, tags",
    ],
    [4, "keys.two.generations", "no generation is current; give exactly one the state current"],
    [4, "keys.two.usagePlan", 'there is no usage plan "standrad"; did you mean "standard"?'],
    [
      7,
      "usagePlans.standard.apiStages[0].apiId",
      'got "A"; give the id of a REST API: 1 to 64 lower-case letters and digits, such as a1b2c3d4e5',
    ],
    [
      7,
      "usagePlans.standard.apiStages[0].stage",
      "$default is a stage of an HTTP API, and HTTP APIs have neither API keys nor usage plans; give the stage of a REST API",
    ],
    [7, "usagePlans.standard.quota.limit", "got 0; give a whole number from 1 to 2147483647 (requests per period)"],
    [7, "usagePlans.standard.quota.period", 'got "YEAR"; give one of DAY, WEEK, MONTH'],
    [
      7,
      "usagePlans.standard.throttle.burstLimit",
      "missing; a rate limit without a burst limit refuses every request. Give a whole number from 1, for example 20",
    ],
  ].map(([line, path, problem]) => ({ path, problem, file: "Pulumi.dev.yaml", line }));
  const text = [
    `the configuration of stack dev has ${faults.length} problems:`,
    ...faults.map(({ path, problem, file, line }) => `  ${path}: ${problem} (${file}:${line})`),
  ].join("\n");

  test.each<[string[], Answer]>([
    [[], { exitCode: 1, stderr: text }],
    [["--json"], { exitCode: 1, stdout: JSON.stringify({ stack: "dev", faults }, null, 2) }],
    [["--markdown"], { exitCode: 1, stdout: `### Stack \`dev\`\n\n\`\`\`text\n${text}\n\`\`\`` }],
  ])("has a line for each, and exit code 1, with %j", async (args, answer) => {
    expect(await planOf(folderOf(config), "dev", ...args)).toEqual(answer);
  });

  test("has the faults of the file, which the program cannot see, among them, and alone too", async () => {
    const twice = '  tags: {a: "1"}\n  ai-service-keys:tags: {a: "1"}\n';
    const problem = `given twice, as "tags" and as "ai-service-keys:tags", and the CLI drops one of them; keep one (Pulumi.dev.yaml:3)`;
    expect((await planOf(folderOf(twice))).stderr).toBe(
      `the configuration of stack dev has 1 problem:\n  tags: ${problem}`,
    );
    expect((await planOf(folderOf(`${twice}  usagePlans: 5\n`))).stderr).toBe(
      `the configuration of stack dev has 2 problems:\n  tags: ${problem}\n  usagePlans: got 5; give a map of usage plans (Pulumi.dev.yaml:4)`,
    );
  });
});

describe("a wrong call", () => {
  const USAGE = "the call is: npm run plan -- [STACK] [options], and --help tells more";

  test.each<[string[], string]>([
    [["qa"], "there is no stack file Pulumi.qa.yaml; the stacks are dev, prod"],
    [["dev", "prod"], `too many arguments. Expected 1 argument but got 2; ${USAGE}`],
    [["--jsn"], `unknown option '--jsn' (Did you mean --json?); ${USAGE}`],
    [["--full"], `unknown option '--full'; ${USAGE}`],
    [["--json", "--markdown"], `--json and --markdown are both given; ${USAGE}`],
  ])("gets one sentence and exit code 2: %j", async (args, stderr) => {
    expect(await planOf(exampleFolder(), ...args)).toEqual({ exitCode: 2, stderr });
  });

  test("is one of a file that is not YAML, or that the CLI would read differently", async () => {
    expect(await planOf(folderOf("  keys: {a: {customerId: 0123}}\n"))).toEqual({
      exitCode: 2,
      stderr: "Pulumi.dev.yaml, line 2: the Pulumi CLI reads 0123 as something else; put it in quotes",
    });
    expect(await planOf(folderOf("  keys: ["))).toEqual({
      exitCode: 2,
      stderr: "Pulumi.dev.yaml, line 2: a bracket or brace is not closed, or its content is not indented",
    });
  });
});

test("does not hide what went wrong in the program itself", async () => {
  const broken = () => Promise.reject(new Error("no such thing"));
  await expect(plan([], exampleFolder(), broken)).rejects.toThrow(new Error("no such thing"));
});

describe("what exists already and what another stack tells", () => {
  const folder = () =>
    folderOf(`  keys:
    a: { usagePlan: p, generations: { 1: { state: current, import: key1 } } }
  usagePlans:
    p:
      import: plan1
      apiStages: [{ apiId: { stack: acme/api/prod, output: restApiId }, stage: prod }]
`);

  test("is marked in the tree", async () => {
    const { stdout } = await planOf(folder(), "dev");
    expect(stdout!.split("\n").filter((line) => /import|output/.test(line))).toEqual([
      "├─ UsagePlan p [protected, import plan1]",
      "│    apiStages    apiId [output restApiId of acme/api/prod], stage prod",
      "   ├─ ApiKey a-1 [current, protected, import key1, value secret]",
      "   └─ UsagePlanKey a-1 [import plan1/key1, value secret]",
      "An import is for one deployment; once it is deployed: drop it.",
      "New stack: 2 to create and 3 to import (1 ApiKey, 1 ServiceKey, 1 Stack, 1 UsagePlan,",
    ]);
  });

  test("is told to programs", async () => {
    const { stdout } = await planOf(folder(), "dev", "--json");
    const { resources } = JSON.parse(stdout!) as { resources: { name: string; import?: string; inputs: object }[] };
    expect(resources.map(({ name, import: id }) => [name, id])).toEqual([
      ["p", "plan1"],
      ["a", undefined],
      ["a-1", "key1"],
      ["a-1", "plan1/key1"],
    ]);
    expect(resources[0]!.inputs).toMatchObject({
      apiStages: [{ apiId: "[output restApiId of acme/api/prod]", stage: "prod" }],
    });
  });

  test("is told of each Region with the stages of that Region", async () => {
    const inRegions = folderOf(`  aws:region: eu-central-1
  regions: { us-east-1: {} }
  usagePlans:
    p:
      apiStages:
        - { apiId: { stack: acme/api/prod, output: east }, stage: prod, region: us-east-1 }
        - { apiId: { stack: acme/api/prod, output: home }, stage: prod }
`);
    const { stdout } = await planOf(inRegions, "dev", "--json");
    const { resources } = JSON.parse(stdout!) as { resources: { name: string; inputs: { apiStages?: object[] } }[] };
    expect(resources.slice(0, 2).map(({ name, inputs }) => [name, inputs.apiStages])).toEqual([
      ["p", [{ apiId: "[output home of acme/api/prod]", stage: "prod" }]],
      ["p@us-east-1", [{ apiId: "[output east of acme/api/prod]", stage: "prod" }]],
    ]);
  });

  test("is named in the summary", async () => {
    const { stdout } = await planOf(folder(), "dev", "--markdown");
    expect(stdout!.split("\n").filter((line) => line.startsWith("| `"))).toEqual([
      "| `a` | p | 1 current (import key1) | by hand | none |",
      "| `p` (import plan1) | none | none | `[output restApiId of acme/api/prod]/prod` |",
    ]);
  });
});
