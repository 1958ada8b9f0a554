import * as apigateway from "@pulumi/aws/apigateway";
import * as pulumi from "@pulumi/pulumi";
import { join } from "node:path";
import { parse } from "yaml";
import { resourcesInExport } from "../../src/last-deployment";
import { ServiceKey } from "../../src/service-key";
import { kindOf, type Registration } from "../../tools/program/registration";
import { runProgram } from "../../tools/program/run-program";
import { run, valueOf } from "../kit/mocks";
import type { TestConfig } from "../kit/read-config";
import { exportOf } from "../kit/transcripts";
import { KEY, PARAMETER } from "../kit/types";
import { inOneLine, testWrittenCases, wholeCase } from "../kit/written-cases";

const DEPLOYED = "deployed: ";

// Of each case: the generations that were deployed, indented the stack file, and what the program registers, in its order, each
// with its inputs, tags and options. What every resource of a kind has stands once, before the first case.
testWrittenCases(join(__dirname, "registrations.txt"), (text, before) => {
  const [title = "", ...lines] = text.split("\n");
  const generations = lines.flatMap((line) => (line.startsWith(DEPLOYED) ? [line.slice(DEPLOYED.length)] : []));
  const file = lines.filter((line) => line.startsWith("  "));
  const play = async () => {
    const deployed = resourcesInExport(exportOf(generations.join("\n")));
    const { registrations } = await run((parse(file.join("\n")) ?? {}) as TestConfig, { deployed });
    const made = registrations.map((registration) => lineOf(registration, before));
    return [title, ...generations.map((line) => DEPLOYED + line), ...file, ...made].join("\n");
  };
  return wholeCase(text, play);
});

type Entries = Readonly<Record<string, unknown>>;

/** A resource with what it has otherwise than usual; what is usual and it has not is null. */
function lineOf(registration: Registration, usualOfAll: string): string {
  const { type, name } = registration;
  const kind = kindOf(type);
  const [base = ""] = name.split("@");
  const [, key = base, id = ""] = /^(?:ApiKey|UsagePlanKey) (.*)-(.*)$/.exec(`${kind} ${base}`) ?? [];
  const words: Readonly<Record<string, string>> = { NAME: name, BASE: key, ID: id };
  const usual = parse(usualOfAll.replace(/\b(NAME|BASE|ID)\b/g, (word) => words[word]!)) as Record<string, Entries>;
  const [its, entries] = [usual[kind]!, entriesOf(registration)];
  const others = [...new Set([...Object.keys(entries), ...Object.keys(its)])]
    .filter((entry) => JSON.stringify(entries[entry]) !== JSON.stringify(its[entry]))
    .map((entry) => [entry, entries[entry] ?? null]);
  const written = { [`${kind} ${name}`]: Object.fromEntries(others) as Entries };
  return inOneLine(written).slice(1, -1);
}

/** Inputs, tags and options of a resource, without the options that it does not use. */
function entriesOf({
  type: _,
  name: __,
  urn: ___,
  inputs: { tags = {}, ...inputs },
  ...options
}: Registration): Entries {
  const short = (resource: string) => resource.replace(/^.*:(\w+)::/, "$1 ");
  const ours = /^service-keys:/;
  const tagged = Object.entries(tags as Entries);
  const others = tagged.filter(([tag]) => !ours.test(tag));
  const { parent, dependsOn, deletedWith, ...more } = options;
  const all = {
    ...inputs,
    ...Object.fromEntries(tagged.filter(([tag]) => ours.test(tag)).map(([tag, it]) => [tag.replace(ours, "~"), it])),
    ...(others.length > 0 && { tags: Object.fromEntries(others) as Entries }),
    parent: parent && short(parent),
    after: dependsOn.map(short),
    deletedWith: deletedWith && short(deletedWith),
    ...more,
  };
  const unused = ["null", "[]", undefined];
  const isUsed = ([name, value]: [string, unknown]) =>
    !unused.includes(JSON.stringify(value)) && !(value === false && (name === "protect" || name === "retainOnDelete"));
  return Object.fromEntries(Object.entries(all).filter(isUsed));
}

test("a description is cut to what AWS takes of a parameter's", async () => {
  const description = "d".repeat(3000);
  const { registrations } = await run({ keys: { one: { description } }, parameterStore: {} });
  const inputs = (type: string) => registrations.find((each) => each.type === type)!.inputs;
  expect([inputs(KEY).description, inputs(PARAMETER).description]).toEqual([description, "d".repeat(1024)]);
});

describe("the component of a key tells that its deployment has finished", () => {
  const CONFIG = {
    keys: {
      a: {
        enabled: false,
        generations: { "1": "disabled", "2": "current", "3": { state: "staged" } },
        readers: ["arn:aws:iam::111122223333:role/consumer"],
      },
    },
    secretsManager: {},
  };

  /** The outputs of the component, of the one key that there is. */
  async function outputsOf(options?: { preview: boolean }): Promise<Record<string, pulumi.Output<unknown>>> {
    const spy = jest.spyOn(pulumi.ComponentResource.prototype as never, "registerOutputs");
    await run(CONFIG, options);
    const calls = spy.mock.calls as unknown as [Record<string, pulumi.Output<unknown>> | undefined][];
    spy.mockRestore();
    return calls.map(([outputs]) => outputs).find((outputs) => outputs && "deployed" in outputs)!;
  }

  test("by the output deployed, which is what it wanted and holds no value", async () => {
    const outputs = await outputsOf();
    expect(Object.keys(outputs)).toEqual(["deployed"]);
    await expect(valueOf(outputs.deployed)).resolves.toEqual({
      enabled: false,
      deletionProtection: true,
      generations: { "1": "disabled", "2": "current", "3": "staged" },
    });
  });

  test("once every resource of it is there", async () => {
    const { deployed } = await outputsOf({ preview: true });
    const { isKnown, allResources } = deployed as unknown as {
      isKnown: Promise<boolean>;
      allResources(this: void): Promise<Set<pulumi.Resource>>;
    };
    await expect(isKnown).resolves.toBe(false);
    const kinds = [...(await allResources())].map((resource) => resource.constructor.name).sort();
    expect(kinds).toEqual(["ApiKey", "ApiKey", "ApiKey", "SecretPolicy", "SecretVersion"]);
  });
});

test("another program makes a service key of plain values and its own plan", async () => {
  const load = () => {
    const standard = new apigateway.UsagePlan("standard", {});
    const { apiKeyId } = new ServiceKey("assistant", {
      key: {
        enabled: true,
        delivery: "secretsManager",
        generations: { "1": { state: "current", usagePlan: "standard" } },
      },
      usagePlans: { standard },
      stack: {
        deletionProtection: true,
        tags: {},
        usagePlans: {},
        regions: {},
        secretsManager: { recoveryWindowInDays: 30 },
      },
    });
    return Promise.resolve({ apiKeyId });
  };
  const { registrations } = await runProgram({ project: "other", stack: "prod", entries: {}, secretEntries: [], load });
  expect(registrations.map(({ type, name }) => [type.split(":")[2], name])).toEqual([
    ["UsagePlan", "standard"],
    ["ServiceKey", "assistant"],
    ["ApiKey", "assistant-1"],
    ["UsagePlanKey", "assistant-1"],
    ["Secret", "assistant"],
    ["SecretVersion", "assistant"],
  ]);
});
