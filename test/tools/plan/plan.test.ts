import { stripVTControlCharacters } from "node:util";
import { plan } from "../../../tools/plan/plan";
import { loadProgram } from "../../kit/mocks";
import { exampleFolder, folderOf, planOf } from "../../kit/plan-of";

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

  test("tells what is imported, and the outputs of other stacks by Region", async () => {
    const folder = folderOf(`  aws:region: eu-central-1
  regions: { us-east-1: {} }
  keys: { a: { usagePlan: p, generations: { 1: { state: current, import: key1 } } } }
  usagePlans:
    p:
      import: plan1
      apiStages:
        - { apiId: { stack: acme/api/prod, output: east }, stage: prod, region: us-east-1 }
        - { apiId: { stack: acme/api/prod, output: home }, stage: prod }
`);
    const { stdout } = await planOf(folder, "dev", "--json");
    const { resources } = JSON.parse(stdout!) as {
      resources: { name: string; import?: string; inputs: { apiStages?: object[] } }[];
    };
    expect(resources.map(({ name, import: id, inputs }) => [name, id, inputs.apiStages])).toEqual([
      ["p", "plan1", [{ apiId: "[output home of acme/api/prod]", stage: "prod" }]],
      ["p@us-east-1", undefined, [{ apiId: "[output east of acme/api/prod]", stage: "prod" }]],
      ["a", undefined, undefined],
      ["a-1", "key1", undefined],
      ["a-1", "plan1/key1", undefined],
      ["a-1@us-east-1", undefined, undefined],
      ["a-1@us-east-1", undefined, undefined],
    ]);
  });
});

test.each([
  [10, 10],
  [11, 0],
])("the plan of %d keys draws the trees of %d", async (count, trees) => {
  const keys = Array.from({ length: count }, (_, index) => `    k${index}: {}\n`);
  const { stdout } = await planOf(folderOf(`  keys:\n${keys.join("")}`));
  expect(stdout!.split("\n").filter((line) => line.includes("─ ApiKey k"))).toHaveLength(trees);
});

test("the plan is coloured on demand, and says the same", async () => {
  const folder = exampleFolder();
  const { stdout } = await plan(["prod"], folder, loadProgram, true);
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

test("the plan does not hide what went wrong in the program itself", async () => {
  const broken = () => Promise.reject(new Error("no such thing"));
  await expect(plan([], exampleFolder(), broken)).rejects.toThrow(new Error("no such thing"));
});
