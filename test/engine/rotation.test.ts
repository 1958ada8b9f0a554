import type { Call } from "./aws/calls";
import { print } from "./counts";
import { Engine, type StackConfig } from "./engine";
import { deploy } from "./faults";
import { keys } from "./rotating-keys";
import { currentKeys, expected, found } from "./wanted";

const first = keys({ 1: "current" });
const started = keys({ 1: "current", 2: "staged" });
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

/** A line for each call: what consumers find once it is made. */
function told(journal: readonly Call[]): string[] {
  return journal.map(({ action, resource, seen }) => `${action} ${resource}: ${found(seen!.keys).join("; ")}`);
}

/** Deploys one configuration after the other, breaking no invariant on the way, and tells each call of each. */
async function walk(from: StackConfig | undefined, ...configs: StackConfig[]): Promise<string[][]> {
  const calls: string[][] = [];
  let last = from;
  for (const to of configs) {
    const { journal, violations, found: end, outputs } = await deploy(engine, { from: last, to });
    expect({ violations, end, outputs }).toEqual({ violations: [], end: expected(to), outputs: currentKeys(to) });
    calls.push(told(journal));
    last = to;
  }
  return calls;
}

test("a full rotation is five updates, and at no moment is the published key not valid", async () => {
  await engine.reset();
  const calls = await walk(undefined, first, started, promoted, retired, removed);
  const names = ["first deployment", "start", "promote", "retire", "remove"];
  const all = calls.flat();
  const sincePublished = all.slice(all.findIndex((call) => call.includes(", published")));
  const withoutKey = sincePublished.filter((call) => !call.includes(" on in basic, published"));
  print([
    "a full rotation: each call, and what consumers find after it",
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
  await walk(first, promoted);
  expect(await engine.aws.published("one", "AWSPREVIOUS")).toBe(await engine.aws.value("one", "1"));
});

test("a staged key that is given up is switched off and removed, and nobody notices", async () => {
  expect(await walk(first, started, keys({ 1: "current", 2: "disabled" }), first)).toEqual([
    [
      "CreateApiKey one-2: one-1 on in basic, published; one-2 on in no plan",
      "CreateUsagePlanKey one-2: one-1 on in basic, published; one-2 on in basic",
    ],
    ["UpdateApiKey one-2: one-1 on in basic, published; one-2 off in basic"],
    ["DeleteApiKey one-2: one-1 on in basic, published"],
  ]);
});

describe("to another plan", () => {
  const moved = { state: "current", usagePlan: "plus" };
  const tidied = { ...removed, keys: { one: { usagePlan: "plus", generations: { 2: "current" } } } };

  test("a rotation moves a key without a gap, and its plan may then be the key's own", async () => {
    const steps = [
      keys({ 1: "current", 2: { ...moved, state: "staged" } }),
      keys({ 1: "grace", 2: moved }),
      keys({ 1: "disabled", 2: moved }),
      keys({ 2: moved }),
      tidied,
    ];
    expect(await walk(first, ...steps)).toEqual([
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

  test("moving the key itself leaves it in no plan for a moment", async () => {
    const to = keys({ 1: moved });
    const { journal, violations } = await deploy(engine, { from: first, to });
    expect(told(journal)).toEqual([
      "DeleteUsagePlanKey one-1: one-1 on in no plan, published",
      "CreateUsagePlanKey one-1: one-1 on in plus, published",
    ]);
    expect(violations).toEqual([
      "after DeleteUsagePlanKey one-1: the published key of one is in no plan",
      "after DeleteUsagePlanKey one-1: one-1 is in no plan",
    ]);
  });
});

describe("a leaked key", () => {
  test("is off after two deployments without a gap: start --now, retire", async () => {
    expect(await walk(first, promoted, retired)).toEqual([
      [
        "CreateApiKey one-2: one-1 on in basic, published; one-2 on in no plan",
        "CreateUsagePlanKey one-2: one-1 on in basic, published; one-2 on in basic",
        "PutSecretValue one: one-1 on in basic; one-2 on in basic, published",
      ],
      ["UpdateApiKey one-1: one-1 off in basic; one-2 on in basic, published"],
    ]);
  });

  test("is off after one, as soon as its successor is published: disabled at once", async () => {
    expect(await walk(first, retired)).toEqual([
      [
        "CreateApiKey one-2: one-1 on in basic, published; one-2 on in no plan",
        "CreateUsagePlanKey one-2: one-1 on in basic, published; one-2 on in basic",
        "PutSecretValue one: one-1 on in basic; one-2 on in basic, published",
        "UpdateApiKey one-1: one-1 off in basic; one-2 on in basic, published",
      ],
    ]);
  });

  test("is off after one call with enabled: false, and never on again when a new one takes over", async () => {
    const off = { ...first, keys: { one: { usagePlan: "basic", enabled: false } } };
    expect(await walk(first, off, retired, removed)).toEqual([
      ["UpdateApiKey one-1: one-1 off in basic, published"],
      [
        "CreateApiKey one-2: one-1 off in basic, published; one-2 on in no plan",
        "CreateUsagePlanKey one-2: one-1 off in basic, published; one-2 on in basic",
        "PutSecretValue one: one-1 off in basic; one-2 on in basic, published",
      ],
      ["DeleteApiKey one-1: one-2 on in basic, published"],
    ]);
  });
});
