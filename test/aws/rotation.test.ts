import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  awsCommandLine,
  CACHE_SECONDS,
  cachingClient,
  currentParameter,
  currentValue,
  powertools,
  powertoolsParameter,
} from "../kit/aws/holders";
import { Load } from "../kit/aws/load";
import { pythonEnvironment } from "../kit/aws/python";
import { RotatedKey } from "../kit/aws/rotated-key";
import { Service } from "../kit/aws/service";
import { succeed } from "../kit/engine/command";
import { own, project, target } from "../kit/aws/target";
import { print } from "../kit/engine/counts";
import { Engine } from "../kit/engine/engine";

let service: Service;
let engine: Engine;
let load: Load;
let assistant: RotatedKey;
/** Where the consumer of the key that moves fetches it. */
let source: () => Promise<string>;

beforeAll(async () => {
  service = await Service.create();
  engine = await Engine.start("load", target);
  engine.configure(config());
  await up();
  const { assistant: arn, search } = await engine.output("secretArns");
  const { assistant: name } = await engine.output("parameterNames");
  load = new Load(service);
  assistant = new RotatedKey(engine, load, [service]);
  load.addFetching("a secret without a cache, fetched again when refused", () => currentValue(arn!));
  load.add("a secret by the AWS CLI", await awsCommandLine(arn!));
  load.add("a secret by AWS's client for Python", cachingClient(arn!, join(pythonEnvironment(), "bin", "python")));
  load.add("a secret by AWS Powertools", powertools(arn!));
  load.addFetching("a parameter without a cache, fetched again when refused", () => currentParameter(name!));
  load.add("a parameter by AWS Powertools", powertoolsParameter(name!));
  load.addSlowest("with each value until it is retired");
  source = () => currentValue(search!);
  load.addFetching("a key that moves from one store to the other", () => source());
});
afterAll(async () => {
  await load.stop();
  await engine.stop();
  await service.remove();
});
beforeEach(() => load.count());
afterEach(async () => {
  expect(load.refused).toEqual([]);
  print(["", `under load, ${expect.getState().currentTestName}:`, ...load.lines()]);
  await engine.aws.slow();
});

test("a key moves from one store to the other by both, and its consumer is not refused", async () => {
  engine.configure(config({ delivery: "both" }));
  await up();
  const { search } = await engine.output("parameterNames");
  expect(search).toBe(`/${project}/load/search`);
  source = () => currentParameter(search!);
  await setTimeout(1000);
  engine.configure(config({ delivery: "parameterStore" }));
  const { code, text } = await engine.up();
  expect(code).toBe(1);
  const [urn] = /urn:\S+secretsmanager\/secret:Secret::search/.exec(text)!;
  await setTimeout(1000);
  await succeed(engine.shell(`pulumi state unprotect --yes '${urn}'`));
  await up();
  expect(Object.keys(await engine.output("secretArns"))).toEqual(["assistant"]);
  await setTimeout(1000);
});

test("a rotation takes four steps, and refuses no consumer of either store", async () => {
  await assistant.step("start");
  await assistant.step("promote");
  await assistant.moveOn();
  await assistant.retire();
  await assistant.step("remove");
});

test("a rotation onto another plan refuses nobody, though a deployment is killed on the way", async () => {
  await assistant.step("start --usage-plan bulk");
  await assistant.rotate("promote");
  await engine.aws.arm({ call: 1, action: "PutSecretValue", when: "hang" });
  // With the real provider nothing can be made to hang: there it is some moment of the deployment.
  const killed = own === undefined ? engine.aws.hang() : setTimeout(8000);
  const { code } = await engine.runUntil(killed, "up", "--yes", "--skip-preview");
  expect(code).toBeUndefined();
  await engine.aws.arm();
  await engine.run("cancel", "--yes");
  await engine.refresh("--clear-pending-creates");
  await up();
  await assistant.moveOn();
  await assistant.retire();
  await assistant.step("remove");
});

test("a leaked key hands over its successor first, and refuses nobody where AWS is slow", async () => {
  await engine.aws.slow({ CreateUsagePlanKey: CACHE_SECONDS * 1000 + 1000 });
  await assistant.step("start --now");
  await assistant.moveOn();
  await assistant.retire();
  await assistant.step("remove");
});

test("a revoked value works until its successor can be fetched, and not longer", async () => {
  await engine.aws.slow({ PutSecretValue: 4000 });
  const [{ value: old }] = await assistant.generations();
  load.retire(old);
  await assistant.step("revoke");
  expect(await service.settled(old, 403)).toBe(403);
  await assistant.moveOn();
  await assistant.step("remove");
});

test("a key that is left out while it is on is refused before anything is touched", async () => {
  const { assistant: _, ...others } = config().keys;
  engine.configure({ ...config(), keys: others });
  const { code, text } = await engine.up();
  expect(code).toBe(1);
  expect(text).toContain("keys.assistant: left out while it is on");
  await setTimeout(1000);
});

/** @param search what the file says of the key that moves. */
function config(search: object = { delivery: "secretsManager" }) {
  const { apiStages } = service;
  const throttle = { rateLimit: 1000, burstLimit: 2000 };
  const usagePlans = { standard: { throttle, apiStages }, bulk: { throttle, apiStages } };
  const keys = { assistant: { usagePlan: "standard" }, search: { usagePlan: "standard", ...search } };
  return { keys, usagePlans, secretsManager: {}, parameterStore: {}, delivery: "both" };
}

const up = () => succeed(engine.up());
