import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { awsCommandLine, CACHE_SECONDS, cachingClient, currentValue, powertools } from "../kit/aws/holders";
import { resourcesOf } from "../kit/aws/account";
import { Load } from "../kit/aws/load";
import { pythonEnvironment } from "../kit/aws/python";
import { Service } from "../kit/aws/service";
import { print } from "../kit/engine/counts";
import { succeed } from "../kit/aws/succeed";
import { own, target } from "../kit/aws/target";
import { Engine } from "../kit/engine/engine";

let service: Service;
let engine: Engine;
let load: Load;
let arn: string;

beforeAll(async () => {
  service = await Service.create();
  engine = await Engine.start("load", target);
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
  await moveOn();
  await retire();
  await step("remove");
  expect(load.refused).toEqual([]);
});

test("a rotation onto another plan, with a deployment that is killed on the way and made again", async () => {
  await step("start --usage-plan bulk");
  await rotate("promote");
  await engine.aws.arm({ call: 1, action: "PutSecretValue", when: "hang" });
  // With the real provider nothing can be made to hang: there it is some moment of the deployment.
  const killed = own === undefined ? engine.aws.hang() : setTimeout(8000);
  const { code } = await engine.runUntil(killed, "up", "--yes", "--skip-preview");
  expect(code).toBeUndefined();
  await engine.aws.arm();
  await engine.run("cancel", "--yes");
  await engine.refresh("--clear-pending-creates");
  await up();
  await moveOn();
  await retire();
  await step("remove");
  expect(load.refused).toEqual([]);
});

test("a key that leaked, its successor handed over first, where AWS is slow", async () => {
  await engine.aws.slow({ CreateUsagePlanKey: CACHE_SECONDS * 1000 + 1000 });
  await step("start --now");
  await moveOn();
  await retire();
  await step("remove");
  expect(load.refused).toEqual([]);
});

test("a key that leaked, off at once: the old value is good until the new one is there to be fetched", async () => {
  await engine.aws.slow({ PutSecretValue: 4000 });
  const { value: old } = (await generations())[0];
  load.retire(old);
  await rotate("start --now");
  await rotate("retire");
  await up();
  expect(await service.settled(old, 403)).toBe(403);
  await moveOn();
  await step("remove");
  expect(load.refused).toEqual([]);
});

test("a removal that is refused, as the key is in use, and is taken back", async () => {
  const [{ id }] = await generations();
  engine.configure({ ...config(), keys: { other: {} } });
  const { code, text } = await engine.up();
  expect(code).toBe(1);
  expect(text).toContain("cannot be deleted");
  await setTimeout(1000);
  engine.configure({
    ...config(),
    keys: { assistant: { usagePlan: "bulk", generations: { [id]: "current" } }, other: {} },
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

/** Waits until consumers hold the value of the newest generation: the one before must not be retired earlier. */
async function moveOn(): Promise<void> {
  const [newest] = await generations();
  await load.moved(newest.value);
}

/** Retires the generation before the newest. Its value must be refused then, and not before. */
async function retire(): Promise<void> {
  const [, { value: old }] = (await generations()) as [Generation, Generation];
  expect(await service.call(old)).toBe(200);
  load.retire(old);
  await step("retire");
  expect(await service.settled(old, 403)).toBe(403);
}

interface Generation {
  readonly id: number;
  readonly value: string;
}

/** The generations that there are, the newest first. */
async function generations(): Promise<[Generation, ...Generation[]]> {
  const { keys } = await resourcesOf("load");
  const ours = keys.filter(({ tags }) => tags!["service-keys:key"] === "assistant");
  const found = ours.map(({ tags, value = "" }) => ({ id: Number(tags!["service-keys:generation"]), value }));
  return found.sort((a, b) => b.id - a.id) as [Generation, ...Generation[]];
}
