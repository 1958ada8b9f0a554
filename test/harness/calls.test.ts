import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { calls, resourceCalls, valueReads } from "../kit/iam/calls";
import { run } from "../kit/mocks";

test("the table of calls has every resource type of a stack that uses all there is, and no other", async () => {
  const { registrations } = await run({
    keys: {
      one: {
        usagePlan: "p",
        readers: ["arn:aws:iam::111122223333:role/a"],
        generations: { 1: "disabled", 2: "current" },
      },
    },
    usagePlans: { p: { apiStages: [{ apiId: "abc", stage: "live" }] } },
    secretsManager: { kmsKeyId: "alias/keys" },
    parameterStore: { kmsKeyId: "alias/keys" },
    delivery: "both",
  });
  const types = new Set(registrations.map(({ type }) => type).filter((type) => type.startsWith("aws:")));
  expect([...types].sort()).toEqual(Object.keys(resourceCalls).sort());
});

test("the table of calls has every call that the stand-in AWS of the engine tests makes", () => {
  const folder = join(__dirname, "..", "..", "harness", "aws", "kinds");
  const source = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  const names = [...source.join("\n").matchAll(/\bnew (\w+)Command\(/g)].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(20);
  const known = new Set(calls.map(({ call }) => call));
  expect(names.filter((name) => !known.has(name))).toEqual([]);
});

test("the reads that return values are four of API Gateway, one of Secrets Manager and four of Parameter Store", () => {
  expect(valueReads.map(({ call, action }) => `${call} ${action}`)).toEqual([
    "GetApiKeys apigateway:GET",
    "GetApiKey apigateway:GET",
    "GetUsagePlanKeys apigateway:GET",
    "GetUsagePlanKey apigateway:GET",
    "GetSecretValue secretsmanager:GetSecretValue",
    "GetParameter ssm:GetParameter",
    "GetParameters ssm:GetParameters",
    "GetParameterHistory ssm:GetParameterHistory",
    ...Array<string>(3).fill("GetParametersByPath ssm:GetParametersByPath"),
  ]);
});
