import * as gateway from "@aws-sdk/client-api-gateway";
import * as manager from "@aws-sdk/client-secrets-manager";
import * as fc from "fast-check";
import type { AwsCommand } from "../../../harness/aws/aws";

/** A resource by its place: the first key that was made, and so on. */
export class Place {
  constructor(
    readonly kind: "api" | "key" | "plan" | "secret" | "version",
    readonly index: number,
    /** The text before and after its id. */
    readonly before = "",
    readonly after = "",
  ) {}
}

/** A call to AWS, with places in its input instead of ids. */
export interface Call {
  readonly service: "apiGateway" | "secretsManager";
  readonly Command: new (input: never) => AwsCommand;
  readonly input: Readonly<Record<string, unknown>>;
  /** What it makes, which then has a place. */
  readonly makes?: Place["kind"];
}

/** AWS's name of a call. */
export function actionOf({ Command }: Call): string {
  return Command.name.replace(/Command$/, "");
}

const text = fc.constantFrom("a", "b", "c d");
const tag = fc.constantFrom("project", "stack", "x");
const tags = fc.dictionary(tag, text, { maxKeys: 2 });
/** Values of keys, which the copies in another Region are given; the second one is too short. */
const keyValue = fc.constantFrom("x".repeat(20), "x");
const throttle = fc.record({ rateLimit: fc.constantFrom(1, 2.5), burstLimit: fc.constantFrom(1, 20) });
const quota = fc.constantFrom({ limit: 10, period: "DAY", offset: 0 }, { limit: 5, period: "WEEK", offset: 2 });
/** The API stages that plans open here. */
export const STAGES = ["live", "test"];
const stage = fc.record({ apiId: fc.constant(new Place("api", 0)), stage: fc.constantFrom(...STAGES) });
const label = fc.constantFrom("AWSCURRENT", "AWSPREVIOUS", "mine");
const maybe = <T>(given: fc.Arbitrary<T>) => fc.option(given, { nil: undefined });
const place = (kind: Place["kind"], before?: string) =>
  fc.nat({ max: 2 }).map((index) => new Place(kind, index, before));
const [key, plan, secret, version] = [place("key"), place("plan"), place("secret"), place("version")];
const resourceArn = place("plan", "arn:aws:apigateway:eu-central-1::/usageplans/");

const replace = (path: string, value: unknown) => ({ op: "replace", path, value: String(value) });
const keyPatches = fc.oneof(
  fc.boolean().map((value) => [replace("/enabled", value)]),
  fc.tuple(fc.constantFrom("/name", "/description"), text).map(([path, value]) => [replace(path, value)]),
);
/** Patches of a plan as the provider sends them. */
const planPatches = fc.oneof(
  fc.tuple(fc.constantFrom("/name", "/description"), text).map(([path, value]) => [replace(path, value)]),
  throttle.map((limits) => Object.entries(limits).map(([name, value]) => replace(`/throttle/${name}`, value))),
  quota.map((limits) => Object.entries(limits).map(([name, value]) => replace(`/quota/${name}`, value))),
  fc.constantFrom("/throttle", "/quota").map((path) => [{ op: "remove", path }]),
  fc
    .tuple(fc.constantFrom("add", "remove"), stage)
    .map(([op, it]) => [{ op, path: "/apiStages", value: new Place("api", 0, "", `:${it.stage}`) }]),
);
const policy = fc
  .constantFrom("role/consumer", "root")
  .map((who) => ({ Effect: "Allow", Principal: { AWS: `arn:aws:iam::000000000000:${who}` }, Resource: "*" }))
  .map((statement) => ({ ...statement, Action: "secretsmanager:GetSecretValue" }))
  .map((statement) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] }));

type Inputs = Readonly<Record<string, fc.Arbitrary<unknown>>>;
const toGateway = (Command: unknown, inputs: Inputs, makes?: Place["kind"]) =>
  fc.record(inputs).map((input) => ({ service: "apiGateway", Command, input, makes }) as Call);
const toManager = (Command: unknown, inputs: Inputs, makes?: Place["kind"]) =>
  fc.record(inputs).map((input) => ({ service: "secretsManager", Command, input, makes }) as Call);

/** Calls on keys, plans and their links. */
export const gatewayCall = fc.oneof(
  toGateway(
    gateway.CreateApiKeyCommand,
    { name: text, enabled: fc.boolean(), description: maybe(text), tags, value: maybe(keyValue) },
    "key",
  ),
  toGateway(gateway.GetApiKeyCommand, { apiKey: key, includeValue: fc.boolean() }),
  toGateway(gateway.UpdateApiKeyCommand, { apiKey: key, patchOperations: keyPatches }),
  toGateway(gateway.DeleteApiKeyCommand, { apiKey: key }),
  toGateway(
    gateway.CreateUsagePlanCommand,
    {
      name: text,
      description: maybe(text),
      throttle: maybe(throttle),
      quota: maybe(quota),
      tags,
      apiStages: fc.uniqueArray(stage, { selector: (it) => it.stage }),
    },
    "plan",
  ),
  toGateway(gateway.GetUsagePlanCommand, { usagePlanId: plan }),
  toGateway(gateway.UpdateUsagePlanCommand, { usagePlanId: plan, patchOperations: planPatches }),
  toGateway(gateway.DeleteUsagePlanCommand, { usagePlanId: plan }),
  toGateway(gateway.TagResourceCommand, { resourceArn, tags }),
  toGateway(gateway.UntagResourceCommand, { resourceArn, tagKeys: fc.tuple(tag) }),
  toGateway(gateway.CreateUsagePlanKeyCommand, { usagePlanId: plan, keyId: key, keyType: fc.constant("API_KEY") }),
  toGateway(gateway.GetUsagePlanKeyCommand, { usagePlanId: plan, keyId: key }),
  toGateway(gateway.DeleteUsagePlanKeyCommand, { usagePlanId: plan, keyId: key }),
  toGateway(gateway.GetUsagePlanKeysCommand, { usagePlanId: plan }),
  toGateway(gateway.GetUsagePlansCommand, { keyId: key }),
);

const listOfTags = tags.map((it) => Object.entries(it).map(([Key, Value]) => ({ Key, Value })));

/** Calls on secrets, their versions and policies. */
export const managerCall = fc.oneof(
  toManager(
    manager.CreateSecretCommand,
    { Name: text.map((it) => it.replace(" ", "/")), Description: maybe(text), Tags: listOfTags },
    "secret",
  ),
  toManager(manager.DescribeSecretCommand, { SecretId: secret }),
  toManager(manager.UpdateSecretCommand, { SecretId: secret, Description: text }),
  toManager(manager.DeleteSecretCommand, { SecretId: secret, RecoveryWindowInDays: fc.constantFrom(6, 7, 30) }),
  toManager(manager.DeleteSecretCommand, { SecretId: secret, ForceDeleteWithoutRecovery: fc.constant(true) }),
  toManager(manager.RestoreSecretCommand, { SecretId: secret }),
  toManager(manager.TagResourceCommand, { SecretId: secret, Tags: listOfTags }),
  toManager(manager.UntagResourceCommand, { SecretId: secret, TagKeys: fc.tuple(tag) }),
  toManager(manager.PutSecretValueCommand, { SecretId: secret, SecretString: text }, "version"),
  toManager(manager.GetSecretValueCommand, { SecretId: secret, VersionStage: maybe(label) }),
  toManager(manager.GetSecretValueCommand, { SecretId: secret, VersionId: version }),
  toManager(manager.ListSecretVersionIdsCommand, { SecretId: secret }),
  toManager(manager.UpdateSecretVersionStageCommand, {
    ...{ SecretId: secret, VersionStage: label },
    ...{ RemoveFromVersionId: maybe(version), MoveToVersionId: version },
  }),
  toManager(manager.UpdateSecretVersionStageCommand, {
    ...{ SecretId: secret, VersionStage: label, RemoveFromVersionId: version },
  }),
  toManager(manager.PutResourcePolicyCommand, {
    SecretId: secret,
    ResourcePolicy: policy,
    BlockPublicPolicy: fc.constant(true),
  }),
  toManager(manager.GetResourcePolicyCommand, { SecretId: secret }),
  toManager(manager.DeleteResourcePolicyCommand, { SecretId: secret }),
);
