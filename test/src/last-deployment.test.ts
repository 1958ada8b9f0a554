import { join } from "node:path";
import { parse } from "yaml";
import { type LastDeployment, readResources, resourcesInExport, type StackResources } from "../../src/last-deployment";
import { KEY, LINK, PARAMETER, PLAN, SECRET, SERVICE, VERSION } from "../kit/types";
import { inOneLine, testWrittenCases, wholeCase } from "../kit/written-cases";

/** The URN of a resource as the engine writes it. */
const urn = (type: string, name: string) => {
  const types = type === SERVICE || type === PLAN ? type : `${SERVICE}$${type}`;
  return `urn:pulumi:prod::acme::${types}::${name}`;
};

type Outputs = Readonly<Record<string, unknown>>;

type Resource = readonly [type: string, name: string, outputs?: Outputs];

const resources = (...given: readonly Resource[]): StackResources =>
  Object.fromEntries(given.map(([type, name, outputs = {}]) => [urn(type, name), { type, outputs }]));

const keyArn = (id: string, region = "eu-central-1") => `arn:aws:apigateway:${region}::/apikeys/${id}`;
const planArn = (id: string) => `arn:aws:apigateway:eu-central-1::/usageplans/${id}`;
const tags = (state: string, since: string) => ({ "service-keys:state": state, "service-keys:since": since });
const finished = (generations: object) => ({ deployed: { enabled: true, deletionProtection: true, generations } });

// Of each case: indented the resources of a stack with their outputs, a tag ~NAME for service-keys:NAME; then what is read of them.
testWrittenCases(join(__dirname, "last-deployment.txt"), (text) => {
  const [title = "", ...lines] = text.split("\n");
  const given = lines.filter((line) => line.startsWith("  "));
  const stack = parse(given.join("\n").replaceAll("~", "service-keys:")) as Readonly<Record<string, Outputs | null>>;
  const types = [SERVICE, PLAN, KEY, LINK, SECRET, PARAMETER];
  const all = Object.entries(stack).map(([resource, outputs]): Resource => {
    const [kind = "", name = ""] = resource.split(" ");
    return [types.find((type) => type.endsWith(`:${kind}`))!, name, outputs ?? {}];
  });
  const play = () => {
    const { keys, usagePlans, region } = readResources(resources(...all));
    const read = [
      ...Object.entries(keys).map(([name, its]) => lineOf(name, its)),
      ...Object.entries(usagePlans).map(([name, its]) => lineOf(`plan ${name}`, its)),
      ...(region === undefined ? [] : [`Region ${region}`]),
    ];
    return [title, ...given, ...read].join("\n");
  };
  return wholeCase(text, play);
});

function lineOf(name: string, read: object): string {
  const known = JSON.parse(JSON.stringify({ [name]: read })) as object;
  return inOneLine(known).slice(1, -1);
}

describe("a stack with everything", () => {
  const CIPHER = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc:def" };
  const secretArn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:search-AbCdEf";

  const all = (secret: unknown): StackResources => ({
    "urn:pulumi:prod::acme::pulumi:pulumi:Stack::acme-prod": {
      type: "pulumi:pulumi:Stack",
      outputs: { apiKeyValues: secret },
    },
    "urn:pulumi:prod::acme::pulumi:pulumi:StackReference::acme/api/prod": {
      type: "pulumi:pulumi:StackReference",
      outputs: { name: "acme/api/prod", outputs: { restApiId: "a1" }, secretOutputNames: [] },
    },
    "urn:pulumi:prod::acme::pulumi:providers:aws::default_7_48_0": { type: "pulumi:providers:aws", outputs: {} },
    ...resources(
      [PLAN, "gold", { arn: planArn("plan9"), quotaSettings: { limit: 500, offset: 0, period: "DAY" } }],
      [PLAN, "free", { arn: planArn("plan8") }],
      [SERVICE, "search", finished({ "1": "grace", "2": "current" })],
      [KEY, "search-1", { arn: keyArn("k1"), enabled: true, value: secret, tags: tags("grace", "2026-08-20") }],
      [LINK, "search-1", { keyId: "k1", usagePlanId: "plan8", value: secret }],
      [KEY, "search-2", { arn: keyArn("k2"), enabled: true, value: secret, tags: tags("current", "2026-11-20") }],
      [LINK, "search-2", { keyId: "k2", usagePlanId: "plan9", value: secret }],
      [SECRET, "search", { arn: secretArn, name: "acme-search", kmsKeyId: "alias/keys" }],
      [VERSION, "search", { secretId: secretArn, secretString: secret }],
    ),
  });
  const expected: LastDeployment = {
    keys: {
      search: {
        finished: { enabled: true, deletionProtection: true, generations: { "1": "grace", "2": "current" } },
        generations: {
          "1": {
            state: "grace",
            since: "2026-08-20",
            apiKeyId: "k1",
            enabled: true,
            isLinked: true,
            usagePlan: "free",
          },
          "2": {
            state: "current",
            since: "2026-11-20",
            apiKeyId: "k2",
            enabled: true,
            isLinked: true,
            usagePlan: "gold",
          },
        },
        secret: { arn: secretArn, name: "acme-search", kmsKeyId: "alias/keys" },
      },
    },
    usagePlans: { gold: { id: "plan9", quotaLimit: 500 }, free: { id: "plan8" } },
    region: "eu-central-1",
  };

  test("is read from the engine's answer, which has secrets in clear, without a value", () => {
    const read = readResources(all("k3y-in-clear"));
    expect(read).toEqual(expected);
    expect(JSON.stringify(read)).not.toContain("k3y-in-clear");
  });

  test("is read from an export, which has secrets encrypted, as from the engine's answer", () => {
    const list = Object.entries(all(CIPHER)).map(([name, { type, outputs }]) => ({
      urn: name,
      custom: true,
      id: "some-id",
      type,
      inputs: { __defaults: [] },
      outputs,
      parent: "urn:pulumi:prod::acme::pulumi:pulumi:Stack::acme-prod",
    }));
    const read = readResources(resourcesInExport({ version: 3, deployment: { manifest: {}, resources: list } })!);
    expect(read).toEqual(expected);
  });
});

describe("the resources in an export", () => {
  const resource = { urn: "urn:a", type: "t", outputs: { id: "1" } };

  test.each<[string, unknown, StackResources | undefined]>([
    [
      "are those that it lists",
      { deployment: { resources: [resource] } },
      { "urn:a": { type: "t", outputs: { id: "1" } } },
    ],
    [
      "are without outputs where it has none",
      { deployment: { resources: [{ urn: "urn:a", type: "t" }] } },
      { "urn:a": { type: "t", outputs: {} } },
    ],
    [
      "are without what a replacement has still to delete",
      { deployment: { resources: [resource, { ...resource, outputs: { id: "old" }, delete: true }] } },
      { "urn:a": { type: "t", outputs: { id: "1" } } },
    ],
    ["are none where it has null", { version: 3, deployment: { resources: null } }, {}],
    ["are none of a stack that was never deployed", { version: 3, deployment: {} }, {}],
    ["are not known if it is null", null, undefined],
    ["are not known if it is a text", "{}", undefined],
    ["are not known without a deployment", { version: 3 }, undefined],
    ["are not known if one has no URN", { deployment: { resources: [{ type: "t", outputs: {} }] } }, undefined],
  ])("%s", (_, exported, expected) => {
    expect(resourcesInExport(exported)).toEqual(expected);
  });
});
