import * as pulumi from "@pulumi/pulumi";
import { ConfigError } from "../../src/config";
import { resourcesInExport } from "../../src/last-deployment";
import { type ProgramInput, runProgram } from "../../tools/program/run-program";
import { loadProgram, run, STACK } from "../kit/mocks";
import { entriesOf, PROJECT, type TestConfig } from "../kit/read-config";
import { exportOf } from "../kit/transcripts";

/** Two keys, each with generation 1 deployed and generation 2 staged. */
const deployed = resourcesInExport(exportOf("a 1 current\na 2 staged\nb 1 current\nb 2 staged"));

const TOO_FAR = { generations: { 1: "disabled", 2: "current" } };

/** Runs the program, which is to fail; returns the error and the types of what it registered. */
async function failing(config: TestConfig, load: ProgramInput["load"] = loadProgram) {
  const registered: string[] = [];
  const error = await runProgram({
    project: PROJECT,
    stack: STACK,
    entries: entriesOf(config),
    secretEntries: [],
    load,
    deployed,
    provider: ({ type, inputs }) => {
      registered.push(type);
      return { id: "id", state: inputs as Record<string, unknown> };
    },
  }).then(
    () => undefined,
    (reason: unknown) => reason as Error,
  );
  return { error, registered };
}

test("what may not follow the last deployment is refused, all of it in one error, before anything is registered", async () => {
  const { error, registered } = await failing({ keys: { a: TOO_FAR, b: TOO_FAR } });
  expect(error).toBeInstanceOf(ConfigError);
  const advice = `first deploy { "1": grace, "2": current } (promote), then this; if several pull requests were merged, deploy the commit of the first one`;
  expect(error!.message).toBe(
    [
      "the configuration of stack test has 2 problems:",
      "  keys.a.generations.1: current -> disabled is two steps; deployed: 1 current, 2 staged",
      `    ${advice}`,
      "  keys.b.generations.1: current -> disabled is two steps; deployed: 1 current, 2 staged",
      `    ${advice}`,
    ].join("\n"),
  );
  expect(error!.stack).toBeUndefined();
  expect(registered).toEqual(["pulumi:pulumi:Stack"]);
});

test("faults of the file are told first and alone", async () => {
  const { error, registered } = await failing({ keys: { a: TOO_FAR, b: { ...TOO_FAR, colour: "red" } } });
  expect((error as ConfigError).faults.map(({ path }) => path)).toEqual(["keys.b.colour"]);
  expect(registered).toEqual(["pulumi:pulumi:Stack"]);
});

test("where the engine cannot tell what was last deployed, nothing is registered", async () => {
  const { error, registered } = await failing({}, () => {
    const monitor = pulumi.runtime.getMonitor() as unknown as { invoke: unknown };
    const details = "unrecognized function name: 'pulumi:pulumi:readStackResourceOutputs'";
    monitor.invoke = (_: unknown, callback: (error: Error) => void) => {
      callback(Object.assign(new Error(details), { details }));
    };
    return loadProgram();
  });
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  expect(error!.message).toBe(
    "this Pulumi CLI cannot tell what was last deployed, so no step can be checked; install the version that README.md names",
  );
  expect(registered).toEqual(["pulumi:pulumi:Stack"]);
});

test("what may follow but is rarely intended is a warning, after those of the file", async () => {
  const a = { generations: { 1: "grace", 2: "disabled", 3: "current" } };
  const b = { generations: { 1: "grace", 2: "current" } };
  const { warnings } = await run({ keys: { a, b } }, { deployed });
  expect(warnings).toEqual([
    "keys.a: no usage plan; a stage that requires a key answers it with 403",
    "keys.b: no usage plan; a stage that requires a key answers it with 403",
    "keys.a.generations.3: new and handed over at once; API Gateway may refuse a new key for some seconds: start, then promote",
  ]);
});
