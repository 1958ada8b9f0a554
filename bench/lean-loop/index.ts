import "../../src/sdk/lean-start";
import * as apigateway from "@pulumi/aws/apigateway";
import * as pulumi from "@pulumi/pulumi";
import { keepValuesOutOfDebugLog } from "../../src/sdk/debug-log";

// The AWS resources of the stack, and nothing else: no component, no option, no check. It starts as the stack does, and is as quiet.
keepValuesOutOfDebugLog();

const names = new pulumi.Config().requireObject<string[]>("keys");
const plan = new apigateway.UsagePlan("plan", { throttleSettings: { rateLimit: 5, burstLimit: 10 } });
const keys = names.map((name) => {
  const tags = {
    "service-keys:project": pulumi.getProject(),
    "service-keys:stack": pulumi.getStack(),
    "service-keys:key": name,
    "service-keys:generation": "1",
    "service-keys:state": "current",
    "service-keys:since": "2026-11-20",
  };
  const key = new apigateway.ApiKey(name, { description: `Service key ${name}, generation 1`, enabled: true, tags });
  new apigateway.UsagePlanKey(name, { keyId: key.id, keyType: "API_KEY", usagePlanId: plan.id });
  return [name, key] as const;
});

export const apiKeyIds = Object.fromEntries(keys.map(([name, key]) => [name, key.id]));
export const apiKeyValues = pulumi.secret(Object.fromEntries(keys.map(([name, key]) => [name, key.value])));
