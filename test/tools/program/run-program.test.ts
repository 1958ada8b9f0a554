import * as pulumi from "@pulumi/pulumi";
import { runProgram } from "../../../tools/program/run-program";

const input = { project: "acme", stack: "dev", entries: {}, secretEntries: [] };
const outputsOf = async (exported: unknown, deployed?: Readonly<Record<string, unknown>>) =>
  (await runProgram({ ...input, deployed, load: () => Promise.resolve(exported) })).outputs;

test("the offline run gives the outputs of a program that exports a plain object", async () => {
  expect(await outputsOf({ answer: 42 })).toEqual({ answer: { secret: false, value: 42 } });
});

test("the offline run calls and awaits a program that exports an async function", async () => {
  expect(await outputsOf(() => Promise.resolve({ answer: 42 }))).toEqual({ answer: { secret: false, value: 42 } });
  const failing = outputsOf(() => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
});

test("the offline run tells the program that nothing was deployed, or what its caller gives", async () => {
  const program = async () => ({
    was: (await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {})) as unknown,
  });
  expect((await outputsOf(program)).was!.value).toEqual({ outputs: {} });
  const deployed = { "urn:a": { type: "t", outputs: { id: "1" } } };
  expect((await outputsOf(program, deployed)).was!.value).toEqual({ outputs: deployed });
});

test("the offline run refuses a program that calls any other function", async () => {
  const program = () => pulumi.runtime.invoke("aws:index/getRegion:getRegion", {});
  await expect(outputsOf(program)).rejects.toThrow(
    "the program reads nothing from AWS, but called aws:index/getRegion",
  );
});
