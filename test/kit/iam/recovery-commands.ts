import { gateway, OURS, parameterOf, secretOf, tagsAs } from "./calls";
import type { Request } from "./evaluate";

const GATEWAY = "arn:aws:apigateway:eu-central-1::";
const KEY = `${GATEWAY}/apikeys/k1e2y3i4d5`;
const PLAN = `${GATEWAY}/usageplans/p1l2n3`;
const ours = tagsAs("ResourceTag", OURS);
const secret = (call: string): Request => ({
  action: `secretsmanager:${call}`,
  resource: secretOf(OURS),
  context: ours,
});

/** What each AWS CLI command in docs/recovery.md needs from IAM. An orphan has the tags of the stack that made it. */
export const recoveryCommands: Readonly<Record<string, Request>> = {
  "apigateway get-api-keys": gateway("GetApiKeys", "GET", `${GATEWAY}/apikeys`),
  "apigateway delete-api-key": gateway("DeleteApiKey", "DELETE", KEY, ours),
  "apigateway get-usage-plans": gateway("GetUsagePlans", "GET", `${GATEWAY}/usageplans`),
  "apigateway get-usage-plan": gateway("GetUsagePlan", "GET", PLAN, ours),
  "apigateway get-usage-plan-keys": gateway("GetUsagePlanKeys", "GET", `${PLAN}/keys`, ours),
  "apigateway update-usage-plan": gateway("UpdateUsagePlan", "PATCH", PLAN, ours),
  "apigateway delete-usage-plan": gateway("DeleteUsagePlan", "DELETE", PLAN, ours),
  // From a plan that somebody made by hand.
  "apigateway delete-usage-plan-key": gateway("DeleteUsagePlanKey", "DELETE", `${PLAN}/keys/k1e2y3i4d5`),
  "apigateway update-api-key": gateway("UpdateApiKey", "PATCH", KEY, ours),
  "ssm list-tags-for-resource": { action: "ssm:ListTagsForResource", resource: parameterOf(OURS) },
  "ssm delete-parameter": { action: "ssm:DeleteParameter", resource: parameterOf(OURS) },
  "secretsmanager list-secrets": { action: "secretsmanager:ListSecrets", resource: "*" },
  "secretsmanager describe-secret": secret("DescribeSecret"),
  "secretsmanager delete-secret": secret("DeleteSecret"),
  "secretsmanager restore-secret": secret("RestoreSecret"),
  "secretsmanager delete-resource-policy": secret("DeleteResourcePolicy"),
};

/** What the provider reads in a refresh although it no longer exists, so it has no tags. */
export const readsOfWhatIsGone: readonly Request[] = [
  gateway("GetApiKey", "GET", KEY),
  gateway("GetUsagePlan", "GET", PLAN),
  gateway("GetUsagePlanKey", "GET", `${PLAN}/keys/k1e2y3i4d5`),
];
