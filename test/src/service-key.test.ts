import * as apigateway from "@pulumi/aws/apigateway";
import { ServiceKey } from "../../src/service-key";
import { runProgram } from "../../tools/program/run-program";

test("another program makes a service key of plain values and its own plan", async () => {
  const load = () => {
    const standard = new apigateway.UsagePlan("standard", {});
    const { apiKeyId } = new ServiceKey("assistant", {
      key: {
        enabled: true,
        delivery: "secretsManager",
        generations: { "1": { state: "current", usagePlan: "standard" } },
      },
      usagePlans: { standard },
      stack: {
        deletionProtection: true,
        tags: {},
        usagePlans: {},
        regions: {},
        secretsManager: { recoveryWindowInDays: 30 },
      },
    });
    return Promise.resolve({ apiKeyId });
  };
  const { registrations } = await runProgram({ project: "other", stack: "prod", entries: {}, secretEntries: [], load });
  expect(registrations.map(({ type, name }) => [type.split(":")[2], name])).toEqual([
    ["UsagePlan", "standard"],
    ["ServiceKey", "assistant"],
    ["ApiKey", "assistant-1"],
    ["UsagePlanKey", "assistant-1"],
    ["Secret", "assistant"],
    ["SecretVersion", "assistant"],
  ]);
});
