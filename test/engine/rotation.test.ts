import { print } from "../kit/engine/counts";
import { Engine } from "../kit/engine/engine";
import { deploy } from "../kit/engine/faults";
import { keys } from "../kit/engine/rotating-keys";
import { walk } from "../kit/engine/walk";

const first = keys({ 1: "current" });
const started = keys({ 1: "current", 2: "staged" });
const promoted = keys({ 1: "grace", 2: "current" });
const retired = keys({ 1: "disabled", 2: "current" });
const removed = keys({ 2: "current" });

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start("dev", { asOnLaptop: true });
  await deploy(engine, { to: first });
  await engine.save("first");
});
afterAll(() => engine.stop());
beforeEach(() => engine.restore("first"));

test.each([
  ["as many calls at once as can be", []],
  ["--parallel 1", ["--parallel", "1"]],
])("a full rotation is five updates, at no moment without a valid published key: %s", async (how, args) => {
  await engine.reset();
  const calls = await walk(engine, undefined, [first, started, promoted, retired, removed], args);
  const names = ["first deployment", "start", "promote", "retire", "remove"];
  const all = calls.flat();
  const sincePublished = all.slice(all.findIndex((call) => call.includes(", published")));
  const withoutKey = sincePublished.filter((call) => !call.includes(" on in basic, published"));
  print([
    `a full rotation, ${how}: each call, and what consumers find after it`,
    ...calls.flatMap((lines, index) => [`  ${names[index]}`, ...lines.map((line) => `    ${line}`)]),
    `  ${calls.length} updates, ${all.length} calls, ${sincePublished.length} of them since a value is published;` +
      ` moments without a valid published key: ${withoutKey.length}`,
  ]);
  expect(withoutKey).toEqual([]);
  expect(calls[0]!.at(-1)).toBe("PutSecretValue one: one-1 on in basic, published");
  expect(calls.slice(1)).toEqual([
    [
      "CreateApiKey one-2: one-1 on in basic, published; one-2 on in no plan",
      "CreateUsagePlanKey one-2: one-1 on in basic, published; one-2 on in basic",
    ],
    ["PutSecretValue one: one-1 on in basic; one-2 on in basic, published"],
    ["UpdateApiKey one-1: one-1 off in basic; one-2 on in basic, published"],
    ["DeleteApiKey one-1: one-2 on in basic, published"],
  ]);
});

test("the value before stays readable at AWSPREVIOUS", async () => {
  await walk(engine, first, [promoted]);
  expect(await engine.aws.published("one", "AWSPREVIOUS")).toBe(await engine.aws.value("one", "1"));
});

test("a publication that was made, but failed, is made again, and takes AWSPREVIOUS from the value before", async () => {
  engine.configure(promoted);
  await engine.aws.arm({ call: 1, action: "PutSecretValue", when: "after" });
  expect((await engine.up()).code).toBe(1);
  await walk(engine, first, [promoted]);
  expect(await engine.aws.published("one", "AWSPREVIOUS")).toBe(await engine.aws.value("one", "2"));
});

test("a staged key that is given up is switched off and removed, and nobody notices", async () => {
  expect(await walk(engine, first, [started, keys({ 1: "current", 2: "disabled" }), first])).toEqual([
    [
      "CreateApiKey one-2: one-1 on in basic, published; one-2 on in no plan",
      "CreateUsagePlanKey one-2: one-1 on in basic, published; one-2 on in basic",
    ],
    ["UpdateApiKey one-2: one-1 on in basic, published; one-2 off in basic"],
    ["DeleteApiKey one-2: one-1 on in basic, published"],
  ]);
});
