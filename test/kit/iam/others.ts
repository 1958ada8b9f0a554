import { isDeepStrictEqual } from "node:util";
import { TAG } from "../../../src/settings/tags";
import { type AwsCall, calls, elsewhere, type Owner, resourceCalls, resourceCallsOf, tagsAs } from "./calls";
import type { Request } from "./evaluate";

const KMS_KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** Calls that neither the deployer nor the preview role may make: each action of a line on each of its resources. */
const NOT_OURS = `
apigateway GET PUT DELETE: /apikeys /usageplans /restapis /restapis/a1b2 /restapis/a1b2/stages/prod /account
apigateway POST PATCH: /restapis /restapis/a1b2 /restapis/a1b2/stages/prod /account /domainnames/d /tags/t
apigateway PUT: /apikeys/k
apigateway GET: /tags/t
secretsmanager GetSecretValue PutSecretValue UpdateSecret DeleteSecret: payments-prod-main my-ai-service-keys-prod
secretsmanager GetSecretValue PutSecretValue UpdateSecret DeleteSecret: ai-service-keys-dev-service
secretsmanager RotateSecret ReplicateSecretToRegions RestoreSecret PutResourcePolicy: ai-service-keys-prod-assistant
secretsmanager ListSecrets BatchGetSecretValue GetRandomPassword: *
ssm GetParametersByPath PutParameter GetParameter: payments/prod/main ai-service-keys/prod ai-service-keys/dev/assistant
ssm LabelParameterVersion: payments/prod/main ai-service-keys/prod ai-service-keys/dev/assistant
kms GenerateDataKey Encrypt Decrypt: ${KMS_KEY}
kms ListKeys: *
iam PassRole CreateRole: *
sts AssumeRole GetSessionToken: *
s3 GetObject: *
`;

/** How a service's resources are called, by the name of one. */
const arns: Readonly<Record<string, (name: string) => string>> = {
  apigateway: (path) => `arn:aws:apigateway:eu-central-1::${path}`,
  // As Pulumi and AWS name a secret.
  secretsmanager: (name) => `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${name}-1a2b3c4-AbCdEf`,
  ssm: (name) => `arn:aws:ssm:eu-central-1:111122223333:parameter/${name}`,
};

/** A call on the resource with this name, or on no resource (`*`). */
const on = (service: string, action: string, name: string): Request => ({
  action: `${service}:${action}`,
  resource: name === "*" ? name : (arns[service]?.(name) ?? name),
});

/** A call on the secret to which Pulumi gave this name, or on no resource (`*`). */
export const secretsManager = (action: string, name: string): Request => on("secretsmanager", action, name);

const kms = (action: string, resource: string, key: string, value: string): Request => ({
  ...{ action: `kms:${action}`, resource },
  context: { [`kms:${key}`]: value },
});
const via = (service: string) => `${service}.eu-central-1.amazonaws.com`;
const otherKey = KMS_KEY.replace("1234abcd", "ffffffff");
const otherParameter = arns.ssm!("payments/prod/main");

/** The same, and those whose conditions alone tell them from ours; and ours in another Region. */
export const notOurs: readonly Request[] = [
  ...NOT_OURS.trim()
    .split("\n")
    .flatMap((line) => {
      const [, service = "", actions = "", names = ""] = /^(\w+) (.*?): (.*)$/.exec(line)!;
      return actions.split(" ").flatMap((action) => names.split(" ").map((name) => on(service, action, name)));
    }),
  {
    ...secretsManager("PutResourcePolicy", "ai-service-keys-prod-assistant"),
    context: { "secretsmanager:BlockPublicPolicy": "false" },
  },
  ...["GenerateDataKey", "Encrypt", "Decrypt"].flatMap((action) => [
    kms(action, KMS_KEY, "ViaService", via("s3")),
    kms(action, otherKey, "ViaService", via("secretsmanager")),
  ]),
  ...["CreateGrant", "PutKeyPolicy", "ScheduleKeyDeletion"].map((action) =>
    kms(action, KMS_KEY, "ViaService", via("secretsmanager")),
  ),
  kms("Decrypt", KMS_KEY, "ViaService", via("ssm")),
  ...["Encrypt", "Decrypt"].map((action) => kms(action, KMS_KEY, "EncryptionContext:PARAMETER_ARN", otherParameter)),
  ...calls.filter(({ resource }) => resource !== "*").map(elsewhere),
];

/** Stacks in the same account and Region with names close to `ai-service-keys` and `prod`. */
export const STRANGERS: readonly Owner[] = [
  { project: "ai-service-keys", stack: "dev" },
  // Secrets of these begin with our `PROJECT-STACK-`.
  { project: "ai-service-keys", stack: "prod-eu" },
  { project: "ai-service-keys-prod", stack: "prod" },
  { project: "ai-service-keys-foo", stack: "prod" },
];

/**
 * A stack's calls on its own resources, except on a KMS key, which others may share, and on a deleted secret, which has no
 * owner.
 */
export function callsOf(owner: Owner): AwsCall[] {
  return Object.values(resourceCallsOf(owner))
    .flat()
    .filter(({ action, context = {} }) => !action.startsWith("kms:") && Object.keys(context).length > 0);
}

/** Those stacks' calls on their own resources, except those that IAM cannot tell from ours. */
export const strangersCalls: readonly AwsCall[] = STRANGERS.flatMap(callsOf).filter(
  (call) => !calls.some((own) => isDeepStrictEqual(own, call)),
);

/** Tags that would give our resources to another stack, and the removal of the tags that are ours. */
export const tagsGivenAway: readonly AwsCall[] = Object.values(resourceCalls)
  .flat()
  .flatMap(({ call, context, ...more }) => {
    const withContext = (other: AwsCall["context"]) => ({ call, ...more, context: { ...context, ...other } });
    if (call === "TagResource") return STRANGERS.map((owner) => withContext(tagsAs("RequestTag", owner)));
    if (call !== "UntagResource") return [];
    return Object.values(TAG).map((name) => withContext({ "aws:TagKeys": ["team", name] }));
  });
