import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { awsCommandLine, CACHE_SECONDS, cachingClient, currentValue, powertools } from "../kit/aws/holders";
import { resourcesOf } from "../kit/aws/account";
import { Load } from "../kit/aws/load";
import { pythonEnvironment } from "../kit/aws/python";
import { Service } from "../kit/aws/service";
import { print } from "../kit/engine/counts";
import { Engine } from "../kit/engine/engine";

let service: Service;
let engine: Engine;
let load: Load;
let arn: string;

beforeAll(async () => {
  service = await Service.create();
  engine = await Engine.start("load", { endpoint: process.env.AWS_ENDPOINT_URL });
  engine.configure(config());
  await up();
  arn = (JSON.parse((await engine.run("stack", "output", "secretArns")).stdout) as { assistant: string }).assistant;
  load = new Load(service);
  load.addFetching("without a cache, fetching again when refused", () => currentValue(arn));
  load.add("AWS CLI", await awsCommandLine(arn));
  load.add("AWS's caching client for Python", cachingClient(arn, join(pythonEnvironment(), "bin", "python")));
  load.add("AWS Powertools for TypeScript", powertools(arn));
  load.addSlowest("with each value until it is retired");
});
afterAll(async () => {
  await load.stop();
  await engine.stop();
  await service.remove();
});
beforeEach(() => load.count());
afterEach(async () => {
  print(["", `under load, ${expect.getState().currentTestName}:`, ...load.lines()]);
  await engine.aws.slow();
});

test("a rotation in four steps", async () => {
  await step("start");
  await step("promote");
  await moveTo("2");
  await retire("1");
  await step("remove");
  expect(load.refused).toEqual([]);
});

test("a rotation onto another plan, with a deployment that is killed on the way and made again", async () => {
  await step("start --usage-plan bulk");
  await rotate("promote");
  await engine.aws.arm({ call: 1, action: "PutSecretValue", when: "hang" });
  const { code } = await engine.runUntil(engine.aws.hang(), "up", "--yes", "--skip-preview");
  expect(code).toBeUndefined();
  await engine.aws.arm();
  await engine.run("cancel", "--yes");
  await engine.refresh("--clear-pending-creates");
  await up();
  await moveTo("3");
  await retire("2");
  await step("remove");
  expect(load.refused).toEqual([]);
});

test("a key that leaked, its successor handed over first, where AWS is slow", async () => {
  await engine.aws.slow({ CreateUsagePlanKey: CACHE_SECONDS * 1000 + 1000 });
  await step("start --now");
  await moveTo("4");
  await retire("3");
  await step("remove");
  expect(load.refused).toEqual([]);
});

test("a key that leaked, off at once: the old value is good until the new one is there to be fetched", async () => {
  await engine.aws.slow({ PutSecretValue: 4000 });
  const old = await valueOf("4");
  load.retire(old);
  await rotate("start --now");
  await rotate("retire");
  await up();
  expect(await service.call(old)).toBe(403);
  await moveTo("5");
  await step("remove");
  expect(load.refused).toEqual([]);
});

test("a removal that is refused, as the key is in use, and is taken back", async () => {
  engine.configure({ ...config(), keys: { other: {} } });
  const { code, text } = await engine.up();
  expect(code).toBe(1);
  expect(text).toContain("cannot be deleted");
  await setTimeout(1000);
  engine.configure({
    ...config(),
    keys: { assistant: { usagePlan: "bulk", generations: { 5: "current" } }, other: {} },
  });
  await up();
  await setTimeout(1000);
  expect(load.refused).toEqual([]);
});

function config() {
  const { apiStages } = service;
  const throttle = { rateLimit: 1000, burstLimit: 2000 };
  const usagePlans = { standard: { throttle, apiStages }, bulk: { throttle, apiStages } };
  return { keys: { assistant: { usagePlan: "standard" }, other: {} }, usagePlans, secretsManager: {} };
}

const up = () => succeed(engine.up());
const rotate = (verb: string) => succeed(engine.shell(`npm run -s rotate -- load assistant ${verb}`));

async function step(verb: string): Promise<void> {
  await rotate(verb);
  await up();
}

/** Waits until consumers hold the value of a generation, as the one before must not be retired earlier. */
async function moveTo(generation: string): Promise<void> {
  await load.moved(await valueOf(generation));
}

/** Retires the generation in grace. What it had as its value must be refused then, and not before. */
async function retire(generation: string): Promise<void> {
  const old = await valueOf(generation);
  expect(await service.call(old)).toBe(200);
  load.retire(old);
  await step("retire");
  expect(await service.call(old)).toBe(403);
}

async function valueOf(generation: string): Promise<string> {
  const { keys } = await resourcesOf("load");
  return keys.find(({ tags }) => tags!["service-key"] === "assistant" && tags!.generation === generation)!.value!;
}

async function succeed(ended: ReturnType<Engine["up"]>): Promise<void> {
  const { code, text } = await ended;
  if (code !== 0) throw new Error(text);
}
