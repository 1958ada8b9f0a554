import { Engine } from "../kit/engine/engine";
import { deploy } from "../kit/engine/faults";
import { keys } from "../kit/engine/rotating-keys";
import { linesOf, walk } from "../kit/engine/walk";

const first = keys({ 1: "current" });

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
  await deploy(engine, { to: first });
  await engine.save("first");
});
afterAll(() => engine.stop());
beforeEach(() => engine.restore("first"));

const moved = { state: "current", usagePlan: "plus" };
const tidied = { ...first, keys: { one: { usagePlan: "plus", generations: { 2: "current" } } } };

test("a rotation moves a key to another plan without a gap, and its plan may then be the key's own", async () => {
  const steps = [
    keys({ 1: "current", 2: { ...moved, state: "staged" } }),
    keys({ 1: "grace", 2: moved }),
    keys({ 1: "disabled", 2: moved }),
    keys({ 2: moved }),
    tidied,
  ];
  expect(await walk(engine, first, steps)).toEqual([
    [
      "CreateApiKey one-2: one-1 on in basic, published; one-2 on in no plan",
      "CreateUsagePlanKey one-2: one-1 on in basic, published; one-2 on in plus",
    ],
    ["PutSecretValue one: one-1 on in basic; one-2 on in plus, published"],
    ["UpdateApiKey one-1: one-1 off in basic; one-2 on in plus, published"],
    ["DeleteApiKey one-1: one-2 on in plus, published"],
    [],
  ]);
});

test("moving a key itself to another plan leaves it in no plan for a moment", async () => {
  const to = keys({ 1: moved });
  const { journal, violations } = await deploy(engine, { from: first, to });
  expect(linesOf(journal)).toEqual([
    "DeleteUsagePlanKey one-1: one-1 on in no plan, published",
    "CreateUsagePlanKey one-1: one-1 on in plus, published",
  ]);
  expect(violations).toEqual([
    "after DeleteUsagePlanKey one-1: the published key of one is in no plan",
    "after DeleteUsagePlanKey one-1: one-1 is in no plan",
  ]);
});
