import { parse } from "yaml";
import { exampleStack } from "../example-files";
import {
  type AwsCall,
  calls,
  elsewhere,
  gateway,
  parameterOf,
  providerCalls,
  readsOfWhatIsGone,
  recoveryCommands,
  secretOf,
  tagsAs,
  valueReads,
} from "./calls";
import type { Decision, Request, Statement } from "./evaluate";
import { notOurs, secretsManager, STRANGERS, strangersCalls, tagsGivenAway } from "./others";
import { policies } from "./policies";

/** A request, and the decision that a policy must make on it. */
type Expectation = readonly [Decision, Request];

interface Expected {
  /** Statements beside the policy. */
  readonly beside: readonly Statement[];
  readonly wanted: readonly Expectation[];
}

const ACCOUNT = "arn:aws:iam::111122223333";
const DEPLOYER = `${ACCOUNT}:role/ai-service-keys-prod-deployer`;
const DRIFT = `${ACCOUNT}:role/ai-service-keys-prod-drift`;
const BREAK_GLASS = `${ACCOUNT}:role/break-glass`;
/** Some nearly match: the account itself, a user with the role's name, roles with these names in another account. */
const OTHERS = [
  `${ACCOUNT}:root`,
  `${ACCOUNT}:role/admin`,
  `${ACCOUNT}:role/ai-service-keys-prod-preview`,
  `${ACCOUNT}:role/ai-service-keys-dev-deployer`,
  `${ACCOUNT}:user/ai-service-keys-prod-deployer`,
  "arn:aws:iam::444455556666:role/ai-service-keys-prod-deployer",
  "arn:aws:iam::444455556666:role/break-glass",
];
const { config: prod } = parse(exampleStack("prod")) as {
  config: { keys: Record<string, { readers: string[] }> };
};
const READERS = Object.values(prod.keys).flatMap(({ readers }) => readers);

/** For policies that only deny: an account in which everybody may do everything. */
const OPEN: Statement = { Sid: "Open", Effect: "Allow", Action: "*", Resource: "*" };
const by = (call: Request, principal?: string): Request => ({
  ...call,
  context: { ...call.context, ...(principal !== undefined && { "aws:PrincipalArn": principal }) },
});
const isKeyRead = ({ action }: Request) => action.startsWith("apigateway:");
const [keyReads, secretReads] = [valueReads.filter(isKeyRead), valueReads.filter((call) => !isKeyRead(call))];
const harmless: readonly Request[] = [
  { action: "apigateway:GET", resource: "arn:aws:apigateway:eu-central-1::/usageplans" },
  { action: "apigateway:GET", resource: "arn:aws:apigateway:eu-central-1::/usageplans/p1l2n3" },
  { action: "apigateway:GET", resource: "arn:aws:apigateway:eu-central-1::/usageplans/p1l2n3/usage" },
  { action: "apigateway:GET", resource: "arn:aws:apigateway:eu-central-1::/restapis/a1b2" },
  { action: "apigateway:PATCH", resource: "arn:aws:apigateway:eu-central-1::/apikeys/k" },
  secretsManager("DescribeSecret", "ai-service-keys-prod-assistant"),
  secretsManager("DeleteResourcePolicy", "ai-service-keys-prod-assistant"),
  secretsManager("GetSecretValue", "payments-prod-main"),
  ...STRANGERS.map((owner) => ({
    action: "secretsmanager:GetSecretValue",
    resource: secretOf(owner),
    context: tagsAs("ResourceTag", owner),
  })),
  ...STRANGERS.map((owner) => ({ action: "ssm:GetParameter", resource: parameterOf(owner) })),
  { action: "ssm:DescribeParameters", resource: "*" },
  ...secretReads.map((read) => ({ ...read, resource: read.resource.replace("111122223333", "444455556666") })),
  { action: "iam:DetachRolePolicy", resource: `${ACCOUNT}:role/admin` },
];

/** A policy that denies reads to all but these principals, and affects nothing else. */
function exceptFor(
  principals: readonly string[],
  reads: readonly AwsCall[],
  others: readonly AwsCall[],
): Expectation[] {
  const strangers = [
    undefined,
    ...OTHERS,
    ...[DEPLOYER, DRIFT, BREAK_GLASS, ...READERS].filter((arn) => !principals.includes(arn)),
  ];
  return [
    ...principals.flatMap((arn) => reads.map((call): Expectation => ["allowed", by(call, arn)])),
    ...strangers.flatMap((arn) =>
      [...reads, ...reads.map(elsewhere)].map((call): Expectation => ["denied", by(call, arn)]),
    ),
    ...[...others, ...harmless].map((call): Expectation => ["allowed", by(call, OTHERS[1])]),
  ];
}

const allowed = (requests: readonly Request[]) => requests.map((request): Expectation => ["allowed", request]);
const notAllowed = (requests: readonly Request[]) => requests.map((request): Expectation => ["not allowed", request]);
const isRead = ({ call, action }: AwsCall) => /^(Get|Describe|ListTags)/.test(call) && action !== "kms:Encrypt";
/** A key, a plan or a link without our tags, made by hand or by another tool. */
const untagged = calls
  .filter(
    ({ action, context = {} }) => action.startsWith("apigateway:") && "aws:ResourceTag/service-keys:stack" in context,
  )
  .map(({ context: _, ...call }) => call);
/** A secret of another name than the stack's, made by hand or by another tool, that the deployment takes over. */
const adopted = calls
  .filter(({ action, call }) => {
    return action.startsWith("secretsmanager:") && !/^(Create|Delete)|Stage$|^ListSecretVersionIds$/.test(call);
  })
  .map(({ context = {}, ...call }) => ({
    ...call,
    resource: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/search-AbCdEf",
    context: Object.fromEntries(Object.entries(context).filter(([key]) => !key.startsWith("aws:ResourceTag/"))),
  }));
const GATEWAY = "arn:aws:apigateway:eu-central-1::";
/** The one call of `npm run usage`. */
const usageCall = { action: "apigateway:GET", resource: `${GATEWAY}/usageplans/p1l2n3/usage` };

/** For each policy, the decision on each request. */
export const expectations: Readonly<Record<string, Expected>> = {
  deployer: {
    beside: [],
    wanted: [...allowed(calls), ...notAllowed([...notOurs, ...strangersCalls, ...untagged, ...tagsGivenAway])],
  },
  drift: {
    beside: [],
    wanted: [
      ...allowed([...providerCalls, ...calls.filter(isRead)]),
      ...notAllowed([...calls.filter((call) => !isRead(call)), ...notOurs, ...strangersCalls, ...untagged]),
    ],
  },
  preview: {
    beside: [],
    wanted: [
      ...allowed(providerCalls),
      ...[...valueReads, ...valueReads.map(elsewhere)].map((call): Expectation => ["denied", call]),
      ["denied", secretsManager("GetSecretValue", "payments-prod-main")],
      ...notAllowed(
        [...calls, ...notOurs].filter((call) => !providerCalls.includes(call as AwsCall) && !isValueRead(call)),
      ),
    ],
  },
  usage: {
    beside: [],
    wanted: [
      ["allowed", usageCall],
      ...notAllowed([
        ...[...calls, ...notOurs, ...valueReads, elsewhere(usageCall)],
        { ...usageCall, action: "apigateway:PATCH" },
        { ...usageCall, resource: `${usageCall.resource}/k1e2y3i4d5` },
      ]),
    ],
  },
  recovery: {
    // It is attached to the deployer as long as it is needed.
    beside: policies.deployer!.Statement,
    wanted: [
      ...allowed([...Object.values(recoveryCommands), ...readsOfWhatIsGone]),
      ...notAllowed([
        ...strangersCalls.filter(
          ({ action, call }) => !action.startsWith("apigateway:") || !/^Get|UsagePlanKey$/.test(call),
        ),
        ...STRANGERS.map((owner) => ({
          action: "secretsmanager:RestoreSecret",
          resource: secretOf(owner),
          context: tagsAs("ResourceTag", owner),
        })),
        ...untagged.filter(({ call }) => /^(Update|Delete(ApiKey|UsagePlan)$)/.test(call)),
      ]),
    ],
  },
  adoption: {
    beside: [],
    wanted: [
      ...allowed([...untagged.filter(({ call }) => !call.startsWith("Delete")), ...adopted]),
      ...notAllowed([
        ...untagged.filter(({ call }) => call.startsWith("Delete")),
        secretsManager("DeleteSecret", "shop/search"),
        ...adopted.map((call) => ({ ...call, resource: `${call.resource.slice(0, -1)}g` })),
        ...adopted
          .filter(({ call }) => call === "PutResourcePolicy")
          .map((call) => ({ ...call, context: { "secretsmanager:BlockPublicPolicy": "false" } })),
        ...["/apikeys", "/apikeys/other", "/usageplans", "/usageplans/other", "/usageplans/other/keys/k1e2y3i4d5"].map(
          (path) => gateway("Get", "GET", `${GATEWAY}${path}`),
        ),
        ...["/apikeys", "/usageplans", "/usageplans/other/keys"].map((path) =>
          gateway("Create", "POST", `${GATEWAY}${path}`),
        ),
        ...notOurs,
      ]),
    ],
  },
  "deny-key-read": { beside: [OPEN], wanted: exceptFor([DEPLOYER, DRIFT, BREAK_GLASS], keyReads, secretReads) },
  "close-secrets": {
    beside: [OPEN],
    wanted: exceptFor([...READERS, DEPLOYER, DRIFT, BREAK_GLASS], secretReads, keyReads),
  },
};

function isValueRead({ action, resource }: Request): boolean {
  return (
    action === "secretsmanager:GetSecretValue" ||
    /^ssm:GetParameter(s|History|sByPath)?$/.test(action) ||
    (action === "apigateway:GET" && /\/(apikeys|keys)(\/[^/]+)?$/.test(resource))
  );
}
