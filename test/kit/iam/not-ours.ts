import { calls, elsewhere } from "./calls";
import type { Request } from "./evaluate";

const GATEWAY = "arn:aws:apigateway:eu-central-1::";
const SECRETS = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:";
const KMS = "arn:aws:kms:eu-central-1:111122223333:key/";

/** A call on the secret to which Pulumi gave this name, or on no resource (`*`). */
export const secretsManager = (action: string, name: string): Request => ({
  action: `secretsmanager:${action}`,
  resource: name === "*" ? name : `${SECRETS}${name}-1a2b3c4-AbCdEf`,
});
const kms = (action: string, key: string, context?: Request["context"]): Request => ({
  action: `kms:${action}`,
  resource: `${KMS}${key}`,
  context,
});
const via = (service: string) => ({ "kms:ViaService": `${service}.eu-central-1.amazonaws.com` });
const ownKey = "1234abcd-12ab-34cd-56ef-1234567890ab";

/** Calls that neither the deployer nor the preview role may make. */
export const notOurs: readonly Request[] = [
  ...["GET", "PUT", "DELETE"].flatMap((verb) =>
    ["/apikeys", "/usageplans", "/restapis", "/restapis/a1b2", "/restapis/a1b2/stages/prod", "/account"].map(
      (path) => ({
        action: `apigateway:${verb}`,
        resource: `${GATEWAY}${path}`,
      }),
    ),
  ),
  ...["POST", "PATCH"].flatMap((verb) =>
    ["/restapis", "/restapis/a1b2", "/restapis/a1b2/stages/prod", "/account", "/domainnames/d", "/tags/t"].map(
      (path) => ({
        action: `apigateway:${verb}`,
        resource: `${GATEWAY}${path}`,
      }),
    ),
  ),
  { action: "apigateway:PUT", resource: `${GATEWAY}/apikeys/k` },
  { action: "apigateway:GET", resource: `${GATEWAY}/tags/t` },
  ...["GetSecretValue", "PutSecretValue", "UpdateSecret", "DeleteSecret"].flatMap((action) =>
    ["payments-prod-main", "my-ai-service-keys-prod", "ai-service-keys-dev-service"].map((name) =>
      secretsManager(action, name),
    ),
  ),
  ...["RotateSecret", "ReplicateSecretToRegions", "RestoreSecret"].map((action) =>
    secretsManager(action, "ai-service-keys-prod-assistant"),
  ),
  ...["ListSecrets", "BatchGetSecretValue", "GetRandomPassword"].map((action) => secretsManager(action, "*")),
  secretsManager("PutResourcePolicy", "ai-service-keys-prod-assistant"),
  {
    ...secretsManager("PutResourcePolicy", "ai-service-keys-prod-assistant"),
    context: { "secretsmanager:BlockPublicPolicy": "false" },
  },
  ...["GenerateDataKey", "Encrypt", "Decrypt"].flatMap((action) => [
    kms(action, ownKey),
    kms(action, ownKey, via("s3")),
    kms(action, "ffffffff-12ab-34cd-56ef-1234567890ab", via("secretsmanager")),
  ]),
  ...["CreateGrant", "PutKeyPolicy", "ScheduleKeyDeletion"].map((action) => kms(action, ownKey, via("secretsmanager"))),
  ...["GetParametersByPath", "PutParameter", "GetParameter", "LabelParameterVersion"].flatMap((action) =>
    ["payments/prod/main", "ai-service-keys/prod", "ai-service-keys/dev/assistant"].map((name) => ({
      action: `ssm:${action}`,
      resource: `arn:aws:ssm:eu-central-1:111122223333:parameter/${name}`,
    })),
  ),
  kms("Decrypt", ownKey, via("ssm")),
  ...["Encrypt", "Decrypt"].map((action) =>
    kms(action, ownKey, {
      "kms:EncryptionContext:PARAMETER_ARN": "arn:aws:ssm:eu-central-1:111122223333:parameter/payments/prod/main",
    }),
  ),
  ...["iam:PassRole", "iam:CreateRole", "sts:AssumeRole", "sts:GetSessionToken", "s3:GetObject", "kms:ListKeys"].map(
    (action) => ({ action, resource: "*" }),
  ),
  ...calls.filter(({ resource }) => resource !== "*").map(elsewhere),
];
