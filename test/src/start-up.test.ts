import { execFileSync } from "node:child_process";
import { Monitor } from "../../harness/monitor";
import { parse } from "yaml";
import { type Program, runCold, STACK } from "../../harness/program";
import { exampleStack } from "../kit/example-files";

test("the stack dev starts through Pulumi's own entry point, with the options of Pulumi.yaml", async () => {
  const monitor = await Monitor.start();
  const { config } = parse(exampleStack("dev")) as Pick<Program, "config">;
  await runCold({ folder: STACK, config }, monitor);
  monitor.stop();
  // What the SDK says before the program's first line is about the stack.
  expect(monitor.messages.slice(-2)).toEqual([
    expect.stringMatching(/^Running program /),
    "usagePlans.development: no apiStages; its keys open nothing yet",
  ]);
  expect(monitor.registered).toEqual({
    "pulumi:pulumi:Stack": 1,
    "ai-service-keys:index:ServiceKey": 1,
    "aws:apigateway/usagePlan:UsagePlan": 1,
    "aws:apigateway/apiKey:ApiKey": 1,
    "aws:apigateway/usagePlanKey:UsagePlanKey": 1,
  });
});

describe("a program behind src/sdk/lean-start", () => {
  const inNode = (script: string) =>
    JSON.parse(
      execFileSync(process.execPath, ["--require", "sucrase/register/ts", "--eval", script], {
        cwd: STACK,
        stdio: "pipe",
      }).toString(),
    ) as unknown;

  test("loads neither TypeScript nor npm's resolver nor zod's languages until they are called, and traces no resource", () => {
    const seen = inNode(`
      require("./src/sdk/lean-start");
      const pulumi = require("@pulumi/pulumi");
      const { z } = require("zod");
      require("@pulumi/aws/apigateway");
      const heavy = ["/typescript/lib/", "/@npmcli/arborist/", "/zod/v4/locales/de."];
      const loaded = () => heavy.filter((part) => Object.keys(require.cache).some((file) => file.includes(part)));
      const before = loaded();
      const german = z.locales.de().localeError({ code: "invalid_type", expected: "string", input: 1 });
      pulumi.runtime.computeCodePaths()
        .then(() => pulumi.runtime.serializeFunction(() => 42))
        .then(({ text }) => console.log(JSON.stringify({
          before, after: loaded(), german, serialized: text.includes("42"), traced: pulumi.Resource.callsites(),
        })));
    `);
    expect(seen).toEqual({
      before: [],
      after: ["/typescript/lib/", "/@npmcli/arborist/", "/zod/v4/locales/de."],
      german: "Ungültige Eingabe: erwartet string, erhalten Zahl",
      serialized: true,
      traced: [],
    });
  });
});

describe("a promise of Pulumi's", () => {
  afterEach(() => {
    delete process.env.PULUMI_DEBUG_PROMISE_LEAKS;
  });

  interface Debuggable {
    debuggablePromise(this: void, promise: Promise<unknown>, context: string): Promise<unknown>;
    leakedPromises(this: void): [Set<unknown>, string];
  }

  /** Makes a promise that never settles; returns its stack trace, and whether Pulumi knows of it. */
  async function leak(): Promise<{ trace: string; known: boolean }> {
    const promise = new Promise(() => undefined) as Promise<unknown> & { _debugStackTrace: string };
    let leaked: Set<unknown> | undefined;
    await jest.isolateModulesAsync(async () => {
      await import("../../src/sdk/lean-start");
      const debuggable = jest.requireActual<Debuggable>("@pulumi/pulumi/runtime/debuggable");
      void debuggable.debuggablePromise(promise, "a test");
      [leaked] = debuggable.leakedPromises();
    });
    return { trace: promise._debugStackTrace, known: leaked!.has(promise) };
  }

  test("carries no stack trace, and is still missed if it never settles", async () => {
    const { stackTraceLimit } = Error;
    expect(await leak()).toEqual({ trace: "Error: ", known: true });
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
  });

  test("carries one for whoever looks for promises that never settle", async () => {
    process.env.PULUMI_DEBUG_PROMISE_LEAKS = "true";
    jest.spyOn(console, "error").mockReturnValue();
    const { trace, known } = await leak();
    expect(trace).toContain("start-up.test");
    expect(known).toBe(true);
  });
});
