import * as pulumi from "@pulumi/pulumi";
import { readLastDeployment } from "../../src/engine";
import { StacklessError } from "../../src/sdk/stackless-error";
import { SERVICE } from "../kit/types";

/** Lets this answer what was last deployed; returns what it is asked. */
async function answerWith(answer: () => object, organization?: string): Promise<pulumi.runtime.MockCallArgs[]> {
  const asked: pulumi.runtime.MockCallArgs[] = [];
  const call = (args: pulumi.runtime.MockCallArgs) => {
    asked.push(args);
    return answer() as Record<string, unknown>;
  };
  const newResource = () => ({ id: undefined, state: {} });
  await pulumi.runtime.setMocks({ call, newResource }, "acme", "prod", false, organization);
  return asked;
}

/** An error of the engine, as gRPC hands it over. */
const failWith = (details: string) => () => {
  throw Object.assign(new Error(`2 UNKNOWN: ${details}`), { details });
};

test("the engine is asked for this very stack, in its organization or in the file backend's", async () => {
  const asked = [await answerWith(() => ({ outputs: {} }))];
  await readLastDeployment();
  asked.push(await answerWith(() => ({ outputs: {} }), "big-company"));
  await readLastDeployment();
  expect(asked.flat().map(({ token, inputs }) => ({ token, inputs: inputs as object }))).toEqual([
    { token: "pulumi:pulumi:readStackResourceOutputs", inputs: { stackName: "organization/acme/prod" } },
    { token: "pulumi:pulumi:readStackResourceOutputs", inputs: { stackName: "big-company/acme/prod" } },
  ]);
});

test("the engine's answer tells what was last deployed", async () => {
  const outputs = { deployed: { enabled: true, deletionProtection: true, generations: { "1": "current" } } };
  await answerWith(() => ({
    outputs: { "urn:pulumi:prod::acme::ai-service-keys:index:ServiceKey::one": { type: SERVICE, outputs } },
  }));
  expect(await readLastDeployment()).toEqual({
    keys: {
      one: {
        finished: { enabled: true, deletionProtection: true, generations: { "1": "current" } },
        generations: {},
      },
    },
    usagePlans: {},
  });
});

test("an answer without outputs tells that nothing was deployed", async () => {
  await answerWith(() => ({}));
  expect(await readLastDeployment()).toEqual({ keys: {}, usagePlans: {} });
});

test.each<[string, string, string]>([
  [
    "a CLI that does not know it",
    "unrecognized function name: 'pulumi:pulumi:readStackResourceOutputs'",
    "this Pulumi CLI cannot tell what was last deployed, so no step can be checked; install the version that README.md names",
  ],
  [
    "a backend that is down",
    "connection refused",
    "what was last deployed could not be read, so no step can be checked: ",
  ],
])("the question ends the run with one sentence, without a stack trace, for %s", async (_, details, sentence) => {
  await answerWith(failWith(details));
  const error = await readLastDeployment().then(
    () => undefined,
    (reason: unknown) => reason as Error,
  );
  expect(error).toBeInstanceOf(StacklessError);
  expect(error!.message.split("\n")).toHaveLength(1);
  expect(error!.message.startsWith(sentence)).toBe(true);
  if (sentence.endsWith(": ")) expect(error!.message).toContain(details);
  expect(error!.stack).toBeUndefined();
});
