import { Engine } from "../kit/engine/engine";
import { deploy } from "../kit/engine/faults";
import { keys } from "../kit/engine/rotating-keys";
import { walk } from "../kit/engine/walk";

const first = keys({ 1: "current" });
const promoted = keys({ 1: "grace", 2: "current" });
const retired = keys({ 1: "disabled", 2: "current" });
const removed = keys({ 2: "current" });

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
  await deploy(engine, { to: first });
  await engine.save("first");
});
afterAll(() => engine.stop());
beforeEach(() => engine.restore("first"));

test("a leaked key is off after two deployments without a gap: start --now, retire", async () => {
  expect(await walk(engine, first, [promoted, retired])).toEqual([
    [
      "CreateApiKey one-2: one-1 on in basic, published; one-2 on in no plan",
      "CreateUsagePlanKey one-2: one-1 on in basic, published; one-2 on in basic",
      "PutSecretValue one: one-1 on in basic; one-2 on in basic, published",
    ],
    ["UpdateApiKey one-1: one-1 off in basic; one-2 on in basic, published"],
  ]);
});

test("a leaked key is off after one, as soon as its successor is published: disabled at once", async () => {
  expect(await walk(engine, first, [retired])).toEqual([
    [
      "CreateApiKey one-2: one-1 on in basic, published; one-2 on in no plan",
      "CreateUsagePlanKey one-2: one-1 on in basic, published; one-2 on in basic",
      "PutSecretValue one: one-1 on in basic; one-2 on in basic, published",
      "UpdateApiKey one-1: one-1 off in basic; one-2 on in basic, published",
    ],
  ]);
});

test("a leaked key is off after one call with enabled: false, and never on again when a new one takes over", async () => {
  const off = { ...first, keys: { one: { usagePlan: "basic", enabled: false } } };
  expect(await walk(engine, first, [off, retired, removed])).toEqual([
    ["UpdateApiKey one-1: one-1 off in basic, published"],
    [
      "CreateApiKey one-2: one-1 off in basic, published; one-2 on in no plan",
      "CreateUsagePlanKey one-2: one-1 off in basic, published; one-2 on in basic",
      "PutSecretValue one: one-1 off in basic; one-2 on in basic, published",
    ],
    ["DeleteApiKey one-1: one-2 on in basic, published"],
  ]);
});
