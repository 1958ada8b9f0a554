import { parse } from "yaml";
import { exampleStack } from "../example-files";
import { type AwsCall, calls, elsewhere, providerCalls, valueReads } from "./calls";
import type { Decision, Request, Statement } from "./evaluate";
import { notOurs, secretsManager } from "./not-ours";

/** A request that a policy must decide in this way. */
type Expectation = readonly [Decision, Request];

interface Expected {
  /** Statements that stand beside the policy. */
  readonly beside: readonly Statement[];
  readonly wanted: readonly Expectation[];
}

const ACCOUNT = "arn:aws:iam::111122223333";
const DEPLOYER = `${ACCOUNT}:role/ai-service-keys-deployer`;
const BREAK_GLASS = `${ACCOUNT}:role/break-glass`;
/** Near misses among them: the account itself, a user of the role's name, roles of these names in another account. */
const OTHERS = [
  `${ACCOUNT}:root`,
  `${ACCOUNT}:role/admin`,
  `${ACCOUNT}:role/ai-service-keys-preview`,
  `${ACCOUNT}:user/ai-service-keys-deployer`,
  "arn:aws:iam::444455556666:role/ai-service-keys-deployer",
  "arn:aws:iam::444455556666:role/break-glass",
];
const { config: prod } = parse(exampleStack("prod")) as {
  config: { keys: Record<string, { readers: string[] }> };
};
const READERS = Object.values(prod.keys).flatMap(({ readers }) => readers);

/** Beside the policies that only deny, an account in which everything is open to everybody. */
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
  { ...secretReads[0]!, resource: secretReads[0]!.resource.replace("111122223333", "444455556666") },
  { action: "iam:DetachRolePolicy", resource: `${ACCOUNT}:role/admin` },
];

/** A policy that denies reads to all but these principals, and leaves alone whatever else they or others do. */
function exceptFor(
  principals: readonly string[],
  reads: readonly AwsCall[],
  others: readonly AwsCall[],
): Expectation[] {
  const strangers = [
    undefined,
    ...OTHERS,
    ...[DEPLOYER, BREAK_GLASS, ...READERS].filter((arn) => !principals.includes(arn)),
  ];
  return [
    ...principals.flatMap((arn) => reads.map((call): Expectation => ["allowed", by(call, arn)])),
    ...strangers.flatMap((arn) =>
      [...reads, ...reads.map(elsewhere)].map((call): Expectation => ["denied", by(call, arn)]),
    ),
    ...[...others, ...harmless].map((call): Expectation => ["allowed", by(call, OTHERS[1])]),
  ];
}

/** By policy: what each request must come to. */
export const expectations: Readonly<Record<string, Expected>> = {
  deployer: {
    beside: [],
    wanted: [
      ...calls.map((call): Expectation => ["allowed", call]),
      ...notOurs.map((call): Expectation => ["not allowed", call]),
    ],
  },
  preview: {
    beside: [],
    wanted: [
      ...providerCalls.map((call): Expectation => ["allowed", call]),
      ...[...valueReads, ...valueReads.map(elsewhere)].map((call): Expectation => ["denied", call]),
      ["denied", secretsManager("GetSecretValue", "payments-prod-main")],
      ...[...calls, ...notOurs]
        .filter((call) => !providerCalls.includes(call as AwsCall) && !isValueRead(call))
        .map((call): Expectation => ["not allowed", call]),
    ],
  },
  "deny-key-read": { beside: [OPEN], wanted: exceptFor([DEPLOYER, BREAK_GLASS], keyReads, secretReads) },
  "close-secrets": { beside: [OPEN], wanted: exceptFor([...READERS, DEPLOYER, BREAK_GLASS], secretReads, keyReads) },
};

function isValueRead({ action, resource }: Request): boolean {
  return (
    action === "secretsmanager:GetSecretValue" ||
    (action === "apigateway:GET" && /\/(apikeys|keys)(\/[^/]+)?$/.test(resource))
  );
}
