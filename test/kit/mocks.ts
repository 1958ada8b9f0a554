import * as apigateway from "@pulumi/aws/apigateway";
import * as secretsmanager from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import * as zod from "zod";
import * as provider_pb from "@pulumi/pulumi/proto/provider_pb";
import * as resource_pb from "@pulumi/pulumi/proto/resource_pb";
import * as config from "../../src/config";
import * as leanRuntime from "../../src/sdk/lean-start";
import { type ProgramInput, type ProgramRun, runProgram } from "../../tools/program/run-program";
import { entriesOf, PROJECT, type TestConfig } from "./read-config";

/** The stack of every test. */
export const STACK = "test";

/** The day of every run of the program. */
const TODAY = "2026-11-30";

/** A run of the whole program, with the exports of `index.ts`. */
export interface TestRun extends ProgramRun {
  readonly exports: Readonly<Record<string, unknown>>;
}

/** Runs `index.ts` on a configuration; with `preview`, AWS's values stay unknown. By default nothing was deployed before. */
export async function run(
  given: TestConfig = {},
  { preview = false, deployed }: { preview?: boolean; deployed?: ProgramInput["deployed"] } = {},
): Promise<TestRun> {
  let exported: Record<string, unknown> = {};
  jest.useFakeTimers({ now: new Date(TODAY), doNotFake: ALL_BUT_DATE });
  const running = runProgram({
    project: PROJECT,
    stack: STACK,
    entries: entriesOf(given),
    secretEntries: [],
    load: async () => (exported = await loadProgram()),
    provider: preview ? undefined : provide,
    deployed,
  });
  const result = await running.finally(() => jest.useRealTimers());
  return { ...result, exports: exported };
}

const ALL_BUT_DATE: FakeableAPI[] = [
  ...(["clearImmediate", "clearInterval", "clearTimeout", "setImmediate", "setInterval", "setTimeout"] as const),
  ...(["hrtime", "nextTick", "performance", "queueMicrotask"] as const),
];

/** Loads `index.ts` again. Modules without state stay loaded, as loading them again would take most of a second. */
export async function loadProgram(): Promise<Record<string, unknown>> {
  jest.doMock("zod", () => zod);
  jest.doMock("@pulumi/pulumi", () => pulumi);
  jest.doMock("@pulumi/aws/apigateway", () => apigateway);
  jest.doMock("@pulumi/aws/secretsmanager", () => secretsmanager);
  jest.doMock("@pulumi/pulumi/log", () => pulumi.log);
  jest.doMock("@pulumi/pulumi/runtime", () => pulumi.runtime);
  jest.doMock("@pulumi/pulumi/proto/provider_pb", () => provider_pb);
  jest.doMock("@pulumi/pulumi/proto/resource_pb", () => resource_pb);
  jest.doMock("../../src/config", () => config);
  jest.doMock("../../src/sdk/lean-start", () => leanRuntime);
  let program: { default: () => Promise<Record<string, unknown>> } | undefined;
  await jest.isolateModulesAsync(async () => {
    program = await import("../../index");
  });
  return program!.default();
}

/** What an Output resolves to. */
export function valueOf(output: unknown): Promise<unknown> {
  return new Promise((resolve) => {
    pulumi.output(output as pulumi.Input<string>).apply(resolve);
  });
}

/** The other stacks, with their exports. */
const OTHER_STACKS: Readonly<Record<string, object>> = {
  "acme/api/prod": {
    outputs: { restApiId: "a1b2c3", stageName: "prod", url: "https://example.org", count: 3, token: "secr3t" },
    secretOutputNames: ["token"],
  },
};

/** AWS's values: ids and ARNs made from names, and for each key a value that does not contain a name. */
function provide({ type, name, inputs }: pulumi.runtime.MockResourceArgs): pulumi.runtime.MockResourceResult {
  const state = { ...(inputs as Record<string, unknown>) };
  if (type === "aws:apigateway/apiKey:ApiKey") state.value = keyValue(name);
  if (type === "aws:secretsmanager/secret:Secret") state.arn = `arn:${name}`;
  if (type === "pulumi:pulumi:StackReference") Object.assign(state, OTHER_STACKS[name]);
  // AWS gives a link the id of its key. Another id shows which of the two an output has.
  const isLink = type === "aws:apigateway/usagePlanKey:UsagePlanKey";
  return { id: `${isLink ? "link" : "id"}-of-${name}`, state };
}

/** The value that the ApiKey with this logical name gets. */
export function keyValue(name: string): string {
  return `VALUE${Buffer.from(name).toString("hex").padEnd(35, "0")}`;
}
