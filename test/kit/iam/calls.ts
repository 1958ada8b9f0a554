import type { Request } from "./evaluate";

/** A call that Pulumi's AWS provider makes for this stack, and what IAM must allow for it. */
export interface AwsCall extends Request {
  /** The name of the call in AWS's API. */
  readonly call: string;
}

const GATEWAY = "arn:aws:apigateway:eu-central-1::";
const KEY = `${GATEWAY}/apikeys/k1e2y3i4d5`;
const PLAN = `${GATEWAY}/usageplans/p1l2n3`;
const SECRET = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:ai-service-keys-prod-assistant-1a2b3c4-AbCdEf";
const KMS_KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** What the provider asks before any resource, also in a preview. */
export const providerCalls: readonly AwsCall[] = [
  { call: "GetCallerIdentity", action: "sts:GetCallerIdentity", resource: "*" },
];

/**
 * Every call by resource type: what `up`, `refresh` and `destroy` of this stack come to.
 *
 * Actions and resources are those of "Actions, resources, and condition keys for Amazon API Gateway Management" and "... for
 * AWS Secrets Manager" (Service Authorization Reference); which calls there are is read off the provider's source.
 */
export const resourceCalls: Readonly<Record<string, readonly AwsCall[]>> = {
  "aws:apigateway/apiKey:ApiKey": [
    gateway("CreateApiKey", "POST", `${GATEWAY}/apikeys`),
    // A resource that is created with tags is tagged under this name.
    gateway("CreateApiKey", "PUT", tagsOf(KEY)),
    // With includeValue: the provider always asks for the value.
    gateway("GetApiKey", "GET", KEY),
    gateway("UpdateApiKey", "PATCH", KEY),
    gateway("DeleteApiKey", "DELETE", KEY),
    gateway("TagResource", "PUT", tagsOf(KEY)),
    gateway("UntagResource", "DELETE", tagsOf(KEY)),
  ],
  "aws:apigateway/usagePlan:UsagePlan": [
    gateway("CreateUsagePlan", "POST", `${GATEWAY}/usageplans`),
    gateway("CreateUsagePlan", "PUT", tagsOf(PLAN)),
    gateway("GetUsagePlan", "GET", PLAN),
    gateway("UpdateUsagePlan", "PATCH", PLAN),
    gateway("DeleteUsagePlan", "DELETE", PLAN),
    gateway("TagResource", "PUT", tagsOf(PLAN)),
    gateway("UntagResource", "DELETE", tagsOf(PLAN)),
  ],
  "aws:apigateway/usagePlanKey:UsagePlanKey": [
    gateway("CreateUsagePlanKey", "POST", `${PLAN}/keys`),
    gateway("GetUsagePlanKey", "GET", `${PLAN}/keys/k1e2y3i4d5`),
    gateway("DeleteUsagePlanKey", "DELETE", `${PLAN}/keys/k1e2y3i4d5`),
  ],
  "aws:secretsmanager/secret:Secret": [
    secret("CreateSecret"),
    // A secret that is created with tags is tagged under this name.
    secret("TagResource"),
    secret("UntagResource"),
    secret("DescribeSecret"),
    // The provider reads a secret together with its policy.
    secret("GetResourcePolicy"),
    secret("UpdateSecret"),
    // Only with a KMS key of one's own: a new one takes over the values that there are.
    kms("UpdateSecret", "kms:Encrypt"),
    secret("DeleteSecret"),
  ],
  "aws:secretsmanager/secretVersion:SecretVersion": [
    secret("PutSecretValue"),
    kms("PutSecretValue", "kms:GenerateDataKey"),
    // The provider reads back what it wrote, and again on refresh.
    secret("GetSecretValue"),
    kms("GetSecretValue", "kms:Decrypt"),
    // Where AWSCURRENT was moved away by hand: which version has it, and back to the one that was deployed.
    secret("ListSecretVersionIds"),
    secret("UpdateSecretVersionStage"),
  ],
  "aws:secretsmanager/secretPolicy:SecretPolicy": [
    { ...secret("PutResourcePolicy"), context: { "secretsmanager:BlockPublicPolicy": "true" } },
    secret("GetResourcePolicy"),
    secret("DeleteResourcePolicy"),
  ],
};

/** Every call of the stack. */
export const calls: readonly AwsCall[] = [...providerCalls, ...Object.values(resourceCalls).flat()];

/** Every read of AWS that returns key values, also those that the stack never makes. */
export const valueReads: readonly AwsCall[] = [
  gateway("GetApiKeys", "GET", `${GATEWAY}/apikeys`),
  gateway("GetApiKey", "GET", KEY),
  gateway("GetUsagePlanKeys", "GET", `${PLAN}/keys`),
  gateway("GetUsagePlanKey", "GET", `${PLAN}/keys/k1e2y3i4d5`),
  secret("GetSecretValue"),
];

/** The same call in another Region. */
export function elsewhere<T extends Request>(call: T): T {
  return { ...call, resource: call.resource.replace("eu-central-1", "us-east-1") };
}

function gateway(call: string, verb: string, resource: string): AwsCall {
  return { call, action: `apigateway:${verb}`, resource };
}

function secret(call: string): AwsCall {
  return { call, action: `secretsmanager:${call}`, resource: SECRET };
}

/** What Secrets Manager does with a KMS key in the caller's name. */
function kms(call: string, action: string): AwsCall {
  const context = { "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com" };
  return { call, action, resource: KMS_KEY, context };
}

function tagsOf(arn: string): string {
  return `${GATEWAY}/tags/${encodeURIComponent(arn)}`;
}
