import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

// One key on one usage plan, as the first page of a guide would have it.
const plan = new aws.apigateway.UsagePlan("development", {
  throttleSettings: { rateLimit: 5, burstLimit: 10 },
  quotaSettings: { limit: 1000, period: "DAY" },
});
const key = new aws.apigateway.ApiKey("service", { description: "Key of the development service" });
new aws.apigateway.UsagePlanKey("service", { keyId: key.id, keyType: "API_KEY", usagePlanId: plan.id });

export const apiKeyId = key.id;
export const apiKeyValue = pulumi.secret(key.value);
