import type { Request } from "./evaluate";

/** A call that Pulumi's AWS provider makes for this stack, and what IAM must allow for it. */
export interface AwsCall extends Request {
  /** The name of the call in AWS's API. */
  readonly call: string;
}

/** The owner of a resource: its tags, and the beginning of its secret's name. */
export interface Owner {
  readonly project: string;
  readonly stack: string;
}

/** The stack for which the documents in `policies/` are filled in. */
export const OURS: Owner = { project: "ai-service-keys", stack: "prod" };

const GATEWAY = "arn:aws:apigateway:eu-central-1::";
const KEYS = `${GATEWAY}/apikeys`;
const PLANS = `${GATEWAY}/usageplans`;
const KEY = `${KEYS}/k1e2y3i4d5`;
const PLAN = `${PLANS}/p1l2n3`;
const KMS_KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const PARAMETERS = "arn:aws:ssm:eu-central-1:111122223333:parameter/";

/** The tags that each step of a rotation writes. */
const STATE_TAGS = ["service-keys:state", "service-keys:since"];

/** The calls that the provider makes before any resource, also in a preview. */
export const providerCalls: readonly AwsCall[] = [
  { call: "GetCallerIdentity", action: "sts:GetCallerIdentity", resource: "*" },
];

/**
 * Every call that `up`, `refresh` and `destroy` make for this owner's resources, by resource type.
 *
 * Actions, resources and condition keys are those of "Actions, resources, and condition keys for Amazon API Gateway Management" and
 * "... for AWS Secrets Manager" and "... for AWS Systems Manager" (Service Authorization Reference); the calls are read from the provider's source. A
 * link has the tags of its plan ("API Gateway resources that can be tagged", API Gateway Developer Guide).
 */
export function resourceCallsOf(owner: Owner): Readonly<Record<string, readonly AwsCall[]>> {
  const has = tagsAs("ResourceTag", owner);
  const sends = (...more: readonly string[]) => ({
    ...tagsAs("RequestTag", owner),
    "aws:TagKeys": ["service-keys:project", "service-keys:stack", ...more],
  });
  const sendsOfKey = sends("service-keys:key", "service-keys:generation", ...STATE_TAGS);
  const tag = { "aws:RequestTag/team": "search", "aws:TagKeys": ["team"] };
  const untag = { "aws:TagKeys": ["team"] };
  const secret = secretOf(owner);
  const secrets = (call: string, context: Request["context"] = has): AwsCall => ({
    call,
    action: `secretsmanager:${call}`,
    resource: secret,
    context,
  });
  const parameter = parameterOf(owner);
  const parameters = (call: string): AwsCall => ({ call, action: `ssm:${call}`, resource: parameter, context: has });
  const ofParameter = { "kms:EncryptionContext:PARAMETER_ARN": parameter };
  return {
    "aws:apigateway/apiKey:ApiKey": [
      gateway("CreateApiKey", "POST", KEYS, sendsOfKey),
      // A resource created with tags is tagged under this ARN, before it has an id.
      gateway("CreateApiKey", "PUT", tagsOf(`${KEYS}/*`), sendsOfKey),
      // The provider always reads the value (includeValue).
      gateway("GetApiKey", "GET", KEY, has),
      gateway("UpdateApiKey", "PATCH", KEY, has),
      gateway("DeleteApiKey", "DELETE", KEY, has),
      gateway("TagResource", "PUT", tagsOf(KEY), tag),
      // In every step. The provider sends only the tags that change.
      gateway("TagResource", "PUT", tagsOf(KEY), {
        "aws:RequestTag/service-keys:state": "grace",
        "aws:RequestTag/service-keys:since": "2026-11-30",
        "aws:TagKeys": STATE_TAGS,
      }),
      gateway("UntagResource", "DELETE", tagsOf(KEY), untag),
    ],
    "aws:apigateway/usagePlan:UsagePlan": [
      gateway("CreateUsagePlan", "POST", PLANS, sends()),
      gateway("CreateUsagePlan", "PUT", tagsOf(`${PLANS}/*`), sends()),
      gateway("GetUsagePlan", "GET", PLAN, has),
      gateway("UpdateUsagePlan", "PATCH", PLAN, has),
      gateway("DeleteUsagePlan", "DELETE", PLAN, has),
      gateway("TagResource", "PUT", tagsOf(PLAN), tag),
      gateway("UntagResource", "DELETE", tagsOf(PLAN), untag),
    ],
    "aws:apigateway/usagePlanKey:UsagePlanKey": [
      gateway("CreateUsagePlanKey", "POST", `${PLAN}/keys`, has),
      gateway("GetUsagePlanKey", "GET", `${PLAN}/keys/k1e2y3i4d5`, has),
      gateway("DeleteUsagePlanKey", "DELETE", `${PLAN}/keys/k1e2y3i4d5`, has),
    ],
    "aws:secretsmanager/secret:Secret": [
      secrets("CreateSecret", sends("service-keys:key")),
      // A secret created with tags is tagged under this ARN.
      secrets("TagResource", sends("service-keys:key")),
      secrets("TagResource", { ...has, ...tag }),
      secrets("UntagResource", { ...has, ...untag }),
      secrets("DescribeSecret"),
      // Repeated after a deletion, until there is no such secret.
      secrets("DescribeSecret", {}),
      // The provider reads a secret with its policy.
      secrets("GetResourcePolicy"),
      secrets("UpdateSecret"),
      // Only with a customer managed KMS key: a new one re-encrypts the existing values.
      kms("UpdateSecret", "kms:Encrypt"),
      secrets("DeleteSecret"),
    ],
    "aws:secretsmanager/secretVersion:SecretVersion": [
      secrets("PutSecretValue"),
      kms("PutSecretValue", "kms:GenerateDataKey"),
      // The provider reads back what it wrote, and again on refresh.
      secrets("GetSecretValue"),
      kms("GetSecretValue", "kms:Decrypt"),
      // If AWSCURRENT has moved, the provider finds the version with it, and moves it back.
      secrets("ListSecretVersionIds"),
      secrets("UpdateSecretVersionStage"),
    ],
    "aws:ssm/parameter:Parameter": [
      parameters("PutParameter"),
      // A parameter made with tags is tagged under its own ARN.
      parameters("AddTagsToResource"),
      parameters("RemoveTagsFromResource"),
      parameters("GetParameter"),
      // It finds the parameter by its name among all of the account, without values.
      { call: "DescribeParameters", action: "ssm:DescribeParameters", resource: "*" },
      parameters("ListTagsForResource"),
      parameters("DeleteParameter"),
      // Only with a customer managed KMS key.
      { call: "PutParameter", action: "kms:Encrypt", resource: KMS_KEY, context: ofParameter },
      { call: "GetParameter", action: "kms:Decrypt", resource: KMS_KEY, context: ofParameter },
    ],
    "aws:secretsmanager/secretPolicy:SecretPolicy": [
      secrets("PutResourcePolicy", { ...has, "secretsmanager:BlockPublicPolicy": "true" }),
      secrets("GetResourcePolicy"),
      secrets("DeleteResourcePolicy"),
    ],
  };
}

/** Every call for what our stack has, by resource type. */
export const resourceCalls = resourceCallsOf(OURS);

/** Every call of our stack. */
export const calls: readonly AwsCall[] = [...providerCalls, ...Object.values(resourceCalls).flat()];

/** Every AWS call that returns key values, also those that the stack never makes. */
export const valueReads: readonly AwsCall[] = [
  gateway("GetApiKeys", "GET", KEYS),
  gateway("GetApiKey", "GET", KEY),
  gateway("GetUsagePlanKeys", "GET", `${PLAN}/keys`),
  gateway("GetUsagePlanKey", "GET", `${PLAN}/keys/k1e2y3i4d5`),
  { call: "GetSecretValue", action: "secretsmanager:GetSecretValue", resource: secretOf(OURS) },
  ...["GetParameter", "GetParameters", "GetParameterHistory"].map((call) => {
    return { call, action: `ssm:${call}`, resource: parameterOf(OURS) };
  }),
  // Who may read a path may read what is below it, even what another statement denies ("GetParametersByPath", AWS Systems
  // Manager API Reference).
  ...["", "ai-service-keys", "ai-service-keys/prod"].map((path) => {
    const resource = `${PARAMETERS}${path}`;
    return { call: "GetParametersByPath", action: "ssm:GetParametersByPath", resource };
  }),
];

/** The same call in another Region. */
export function elsewhere<T extends Request>(call: T): T {
  return { ...call, resource: call.resource.replaceAll("eu-central-1", "us-east-1") };
}

/** The tags that mark a resource as its owner's, as condition keys. */
export function tagsAs(of: "ResourceTag" | "RequestTag", { project, stack }: Owner): Record<string, string> {
  return { [`aws:${of}/service-keys:project`]: project, [`aws:${of}/service-keys:stack`]: stack };
}

/** A call of API Gateway, as IAM sees it. */
export function gateway(call: string, verb: string, resource: string, context?: Request["context"]): AwsCall {
  return { call, action: `apigateway:${verb}`, resource, context };
}

/** What Secrets Manager does with a KMS key on behalf of the caller. */
function kms(call: string, action: string): AwsCall {
  const context = { "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com" };
  return { call, action, resource: KMS_KEY, context };
}

/** The secret of `assistant`, as Pulumi and AWS name it. */
export function secretOf({ project, stack }: Owner): string {
  return `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${project}-${stack}-assistant-1a2b3c4-AbCdEf`;
}

/** The parameter of `assistant`, as the stack names it. */
export function parameterOf({ project, stack }: Owner): string {
  return `${PARAMETERS}${project}/${stack}/assistant`;
}

function tagsOf(arn: string): string {
  // The asterisk stays as it is in encodeURIComponent, and in AWS's messages.
  return `${GATEWAY}/tags/${encodeURIComponent(arn)}`;
}

const oursHave = tagsAs("ResourceTag", OURS);
const onSecret = (call: string): Request => ({
  action: `secretsmanager:${call}`,
  resource: secretOf(OURS),
  context: oursHave,
});

/** What each AWS CLI command in docs/recovery.md needs from IAM. An orphan has the tags of the stack that made it. */
export const recoveryCommands: Readonly<Record<string, Request>> = {
  "apigateway get-api-keys": gateway("GetApiKeys", "GET", KEYS),
  "apigateway delete-api-key": gateway("DeleteApiKey", "DELETE", KEY, oursHave),
  "apigateway get-usage-plans": gateway("GetUsagePlans", "GET", PLANS),
  "apigateway get-usage-plan": gateway("GetUsagePlan", "GET", PLAN, oursHave),
  "apigateway get-usage-plan-keys": gateway("GetUsagePlanKeys", "GET", `${PLAN}/keys`, oursHave),
  "apigateway update-usage-plan": gateway("UpdateUsagePlan", "PATCH", PLAN, oursHave),
  "apigateway delete-usage-plan": gateway("DeleteUsagePlan", "DELETE", PLAN, oursHave),
  // From a plan that somebody made by hand.
  "apigateway delete-usage-plan-key": gateway("DeleteUsagePlanKey", "DELETE", `${PLAN}/keys/k1e2y3i4d5`),
  "apigateway update-api-key": gateway("UpdateApiKey", "PATCH", KEY, oursHave),
  "ssm list-tags-for-resource": { action: "ssm:ListTagsForResource", resource: parameterOf(OURS) },
  "ssm delete-parameter": { action: "ssm:DeleteParameter", resource: parameterOf(OURS) },
  "secretsmanager list-secrets": { action: "secretsmanager:ListSecrets", resource: "*" },
  "secretsmanager describe-secret": onSecret("DescribeSecret"),
  "secretsmanager delete-secret": onSecret("DeleteSecret"),
  "secretsmanager restore-secret": onSecret("RestoreSecret"),
  "secretsmanager delete-resource-policy": onSecret("DeleteResourcePolicy"),
};

/** What the provider reads in a refresh although it no longer exists, so it has no tags. */
export const readsOfWhatIsGone: readonly Request[] = [
  gateway("GetApiKey", "GET", KEY),
  gateway("GetUsagePlan", "GET", PLAN),
  gateway("GetUsagePlanKey", "GET", `${PLAN}/keys/k1e2y3i4d5`),
];
