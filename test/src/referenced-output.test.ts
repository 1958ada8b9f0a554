import * as pulumi from "@pulumi/pulumi";
import { checkedText } from "../../src/referenced-output";
import { run } from "../kit/mocks";

const output = (name: string, stack = "acme/api/prod") => ({ stack, output: name });
const withStage = (apiId: unknown, stage: unknown = "prod") => ({
  usagePlans: { p: { apiStages: [{ apiId, stage }] } },
});

async function stagesOf(config: object, options?: { preview: boolean }) {
  const { registrations } = await run({ ...config }, options);
  return registrations.find(({ name }) => name === "p")!.inputs.apiStages;
}

test("an API and a stage are what the other stack exports", async () => {
  const config = withStage(output("restApiId"), output("stageName"));
  await expect(stagesOf(config)).resolves.toEqual([{ apiId: "a1b2c3", stage: "prod" }]);
});

test("nothing is registered for the other stack, and nothing waits for it by name", async () => {
  const { registrations } = await run(withStage(output("restApiId")));
  expect(registrations.map(({ name, dependsOn }) => [name, dependsOn])).toEqual([
    ["p", []],
    ["service", []],
    ["service-1", []],
  ]);
});

test("in a preview that cannot know them they are unknown", async () => {
  const config = withStage(output("restApiId"), output("stageName"));
  await expect(stagesOf(config, { preview: true })).resolves.toEqual([{ apiId: "[unknown]", stage: "[unknown]" }]);
});

test("each is checked under the path of its entry", async () => {
  const paths: string[] = [];
  const textOf = (_: unknown, { path }: { path: string }) => void paths.push(path);
  jest.doMock("../../src/referenced-output", () => ({ textOf }));
  const stages = [1, 2].map((which) => ({ apiId: output(`api${which}`), stage: output("stageName") }));
  await run({ usagePlans: { p: { apiStages: stages } } });
  jest.dontMock("../../src/referenced-output");
  const ofPlan = (field: string) => `usagePlans.p.apiStages${field}`;
  expect(paths).toEqual(["[0].apiId", "[0].stage", "[1].apiId", "[1].stage"].map(ofPlan));
});

test.each([
  ["does not exist", undefined, false],
  ["is a secret", "a1b2c3", true],
  ["has another form", "https://example.org", false],
  ["has another form", 3, false],
])("an output that %s ends the run with a sentence that quotes no value", (problem, value, isSecret) => {
  const entry = { path: "usagePlans.p.apiStages[0].apiId", form: /^[a-z0-9]{1,64}$/, expected: "the id of a REST API" };
  expect(() => checkedText(output("it"), value, isSecret, entry)).toThrow(
    new pulumi.RunError(
      `${entry.path}: the output it of stack acme/api/prod ${problem}; give an output that is not secret, and is the id of a REST API`,
    ),
  );
});

test("the error has no stack: with one Pulumi's SDK takes a minute to end the program", () => {
  const entry = { path: "x", form: /a/, expected: "a" };
  let error: Error | undefined;
  try {
    checkedText(output("it"), undefined, false, entry);
  } catch (thrown) {
    error = thrown as Error;
  }
  expect([error?.message.split(":")[0], error?.stack]).toEqual(["x", undefined]);
});
