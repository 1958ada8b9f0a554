import { APIGatewayClient, CreateDeploymentCommand } from "@aws-sdk/client-api-gateway";
import * as fc from "fast-check";
import { Cloud } from "../../harness/aws/cloud";
import { awsAt, memoryAws } from "../../harness/aws/clients";
import { actionOf, type Call, gatewayCall, managerCall, STAGES } from "../kit/aws/arbitrary-calls";
import { isKnownToDiffer } from "../kit/aws/differences";
import { Service } from "../kit/aws/service";
import { Side } from "../kit/aws/side";
import { print } from "../kit/engine/counts";

// The AWS in memory, on which most is tested, is held against one that others wrote: the same calls, the same answers and errors.
// The same calls on every run, so that a difference which nobody knew of stops no pull request that has nothing to do with it:
// SEED=n makes other ones.
const seed = Number(process.env.SEED ?? 732_728);
const RUNS = 40;
let runs = 0;
let service: Service;

beforeAll(async () => {
  service = await Service.create();
  const client = new APIGatewayClient();
  for (const stageName of STAGES)
    await client.send(new CreateDeploymentCommand({ restApiId: service.apiId, stageName }));
});
afterAll(() => service.remove());

test.each<[string, fc.Arbitrary<Call>]>([
  ["API Gateway", gatewayCall],
  ["Secrets Manager", managerCall],
])("%s in memory answers as LocalStack does, but for what is listed", async (name, call) => {
  let calls = 0;
  const property = fc.asyncProperty(fc.array(call, { minLength: 15, maxLength: 30, size: "max" }), async (sequence) => {
    const run = `clouds-${seed}-${runs++}-`;
    const memory = new Side(memoryAws(new Cloud()), service.apiId, run);
    const localStack = new Side(awsAt(process.env.AWS_ENDPOINT_URL!, []), service.apiId, run);
    const made: string[] = [];
    for (const next of sequence) {
      if (isKnownToDiffer(next)) continue;
      const ours = await memory.call(next);
      if (isKnownToDiffer(next, ours)) continue;
      const theirs = await localStack.call(next);
      calls += 1;
      made.push(`${actionOf(next)} ${JSON.stringify(next.input)}`);
      if (JSON.stringify(ours) !== JSON.stringify(theirs) && isKnownToDiffer(next, ours, theirs)) continue;
      expect([made, ours]).toEqual([made, theirs]);
    }
  });
  await fc.assert(property, { seed, numRuns: RUNS, endOnFailure: true });
  print([`${name} in memory and LocalStack: ${calls} calls answered alike, SEED=${seed}`]);
});
