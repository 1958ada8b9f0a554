import type { FaultScript } from "../../harness/aws/calls";
import { callAt } from "../kit/engine/broken-off";
import { count } from "../kit/engine/counts";
import { Engine, type StackConfig } from "../kit/engine/engine";
import { brokenIn, deployAcross, foundIn } from "../kit/engine/observed";
import type { Generations } from "../kit/engine/stack-files";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

/** The other Region of a stack in two. */
const OTHER = "us-east-1";

const throttle = { rateLimit: 5, burstLimit: 10 };

/** A stack file of one key, `one`, in two Regions; the other one is on unless said otherwise. */
function inTwoRegions(generations: Generations, regions: object = { [OTHER]: {} }, more: object = {}): StackConfig {
  const stages = [
    { apiId: "home", stage: "live" },
    ...Object.keys(regions).map((region) => ({ apiId: "far", stage: "live", region })),
  ];
  return {
    "aws:region": "eu-central-1",
    regions,
    keys: { one: { usagePlan: "basic", generations } },
    usagePlans: { basic: { throttle, apiStages: stages } },
    secretsManager: {},
    ...more,
  };
}

const STARTED = { 1: "current", 2: "staged" } as const;
const PROMOTED = { 1: "grace", 2: "current" } as const;
const RETIRED = { 1: "disabled", 2: "current" } as const;
const OFF = { [OTHER]: { enabled: false } };

const found = async () => foundIn(await engine.aws.view());
const deploy = (config: StackConfig, on: (string | undefined)[], ...args: string[]) =>
  deployAcross(engine, config, on, ...args);

const BOTH = [undefined, OTHER];
const everywhere = (lines: string[]) => lines.flatMap((line) => [line, line.replace(/^(\S+)/, `$1@${OTHER}`)]).sort();

describe("a stack in two Regions", () => {
  beforeAll(() => engine.reset());

  test.each<[string, Generations, string[]]>([
    ["is made", { 1: "current" }, ["one-1 on, published"]],
    ["gets a second generation", STARTED, ["one-1 on, published", "one-2 on"]],
    ["hands that over", PROMOTED, ["one-1 on", "one-2 on, published"]],
    ["switches the first one off", RETIRED, ["one-1 off", "one-2 on, published"]],
  ])("%s in both, and has nothing left to do", async (_, generations, lines) => {
    const { code, broken } = await deploy(inTwoRegions(generations), BOTH);
    expect({ code, broken, found: await found() }).toEqual({ code: 0, broken: [], found: everywhere(lines) });
    const preview = await engine.preview("--expect-no-changes", "--diff");
    expect(preview.code).toBe(0);
    const value = await engine.aws.value("one", lines.at(-1)!.startsWith("one-2 on, p") ? "2" : "1");
    expect([await engine.aws.published("one"), await engine.aws.published("one", OTHER)]).toEqual([value, value]);
    await engine.save(JSON.stringify(generations));
  });

  test("is not left out of a Region that is on: nothing changes", async () => {
    const { code, text, calls } = await deploy(inTwoRegions(RETIRED, {}), BOTH);
    expect([code, calls]).toEqual([1, []]);
    expect(text).toContain(
      `regions.${OTHER}: left out while keys are on there\n        first deploy it with enabled: false, then leave it out`,
    );
  });

  test("is switched off in a Region, and then left out of it", async () => {
    const off = await deploy(inTwoRegions(RETIRED, OFF), [undefined]);
    expect([off.code, off.broken, await found()]).toEqual([
      0,
      [],
      ["one-1 off", `one-1@${OTHER} off`, "one-2 on, published", `one-2@${OTHER} off, published`],
    ]);
    const gone = await deploy(inTwoRegions(RETIRED, {}), [undefined]);
    expect([gone.code, gone.broken, await found()]).toEqual([0, [], ["one-1 off", "one-2 on, published"]]);
    expect((await engine.preview("--expect-no-changes")).code).toBe(0);
  });

  test("is removed with everything in both", async () => {
    await engine.restore(JSON.stringify(PROMOTED));
    const unprotected = inTwoRegions(PROMOTED, undefined, {
      deletionProtection: false,
      secretsManager: { recoveryWindowInDays: 0 },
    });
    expect((await deploy(unprotected, BOTH)).code).toBe(0);
    expect((await engine.destroy()).code).toBe(0);
    expect([await found(), await engine.aws.inventory()]).toEqual([[], {}]);
  });
});

/** One deployment of a stack in two Regions, and the calls that change AWS. */
interface Step {
  readonly from: StackConfig;
  readonly to: StackConfig;
  readonly states: Generations;
  /** The Regions in which nobody may be cut off. */
  readonly on: (string | undefined)[];
  readonly calls: string[];
  readonly left: string[];
  /** The files that end it once it broke off; by default its own. */
  readonly again?: StackConfig[];
}

const CURRENT = { 1: "current" } as const;
const inBoth = (calls: string[]) => calls.flatMap((call) => [call, `${call}@${OTHER}`]);
const away = (calls: string[]) => calls.map((call) => `${call}@${OTHER}`);

const steps: Readonly<Record<string, Step>> = {
  "a promotion": {
    from: inTwoRegions(STARTED),
    to: inTwoRegions(PROMOTED),
    states: PROMOTED,
    on: BOTH,
    calls: inBoth(["PutSecretValue one", "TagResource one-1", "TagResource one-2"]),
    left: everywhere(["one-1 on", "one-2 on, published"]),
  },
  "a retirement": {
    from: inTwoRegions(PROMOTED),
    to: inTwoRegions(RETIRED),
    states: RETIRED,
    on: BOTH,
    calls: inBoth(["TagResource one-1", "UpdateApiKey one-1"]),
    left: everywhere(["one-1 off", "one-2 on, published"]),
  },
  "a Region that is added": {
    from: inTwoRegions(CURRENT, {}),
    to: inTwoRegions(CURRENT),
    states: CURRENT,
    on: [undefined],
    calls: away([
      "CreateApiKey one-1",
      "CreateSecret one",
      "CreateUsagePlan basic",
      "CreateUsagePlanKey one-1",
      "PutSecretValue one",
    ]),
    left: everywhere(["one-1 on, published"]),
  },
  "a Region that is switched off": {
    from: inTwoRegions(PROMOTED),
    to: inTwoRegions(PROMOTED, OFF),
    states: PROMOTED,
    on: [undefined],
    calls: away(["UpdateApiKey one-1", "UpdateApiKey one-2"]),
    left: ["one-1 on", `one-1@${OTHER} off`, "one-2 on, published", `one-2@${OTHER} off, published`],
  },
  "a Region that is left out": {
    from: inTwoRegions(CURRENT, OFF),
    to: inTwoRegions(CURRENT, {}),
    states: CURRENT,
    on: [undefined],
    calls: away(["DeleteApiKey one-1", "DeleteSecret one", "DeleteUsagePlan basic", "UpdateUsagePlan basic"]),
    left: ["one-1 on, published"],
    // What broke off goes nowhere before it is known to be off, as the program says.
    again: [inTwoRegions(CURRENT, OFF), inTwoRegions(CURRENT, {})],
  },
};

/** Each call with the ways in which it goes wrong. A key or link whose answer was lost is in the way: docs/recovery.md has it. */
function faultsOf({ calls }: Step): (readonly [call: string, script: FaultScript])[] {
  return calls.flatMap((call, index) => {
    const at = callAt(calls, index);
    const ways = /^Create(ApiKey|UsagePlanKey)$/.test(at.action)
      ? (["before"] as const)
      : (["before", "after"] as const);
    return ways.map((when) => [`${call} fails ${when} its effect`, { ...at, when, outputs: "planned" }] as const);
  });
}

describe.each(Object.entries(steps))("%s in two Regions", (name, step) => {
  beforeAll(async () => {
    await engine.reset();
    engine.configure(step.from);
    expect((await engine.up()).code).toBe(0);
    await engine.save(name);
  });
  beforeEach(() => engine.restore(name));

  test(`${name} makes its calls and breaks nothing`, async () => {
    const { code, broken, calls } = await deploy(step.to, step.on);
    expect({ code, broken, made: calls.sort(), found: await found() }).toEqual({
      code: 0,
      broken: [],
      made: [...step.calls].sort(),
      found: step.left,
    });
  });

  test.each(faultsOf(step))(`${name}: %s, nobody is cut off, and deploying again ends it`, async (_, script) => {
    const before = await engine.aws.view();
    const { code } = await engine.breakOff(step.to, script);
    const broken = brokenIn(before, { keys: { one: step.states }, on: step.on }, await engine.aws.journal());
    expect({ code, broken }).toEqual({ code: 1, broken: [] });
    count("fault points");
    for (const file of step.again ?? [step.to]) {
      const again = await deploy(file, step.on);
      expect({ code: again.code, broken: again.broken }).toEqual({ code: 0, broken: [] });
    }
    expect(await found()).toEqual(step.left);
  });
});

describe("a Region that is down", () => {
  test("lets no step of any Region begin, and nothing is cut off", async () => {
    await engine.restore(JSON.stringify(STARTED));
    await engine.aws.arm({ region: OTHER, outputs: "planned" });
    const { code, broken, calls } = await deploy(inTwoRegions(PROMOTED), BOTH);
    expect([code, broken, calls]).toEqual([1, [], []]);
  });

  test("is switched off in the file: the others rotate, and it follows once it is back", async () => {
    await engine.restore(JSON.stringify(STARTED));
    await engine.aws.arm({ region: OTHER, outputs: "planned" });
    const around = ["--refresh=false", "--continue-on-error"];
    const promoted = await deploy(inTwoRegions(PROMOTED, OFF), [undefined], ...around);
    expect([promoted.code, promoted.broken]).toEqual([1, []]);
    const home = async () => (await found()).filter((line) => !line.includes("@"));
    expect(await home()).toEqual(["one-1 on", "one-2 on, published"]);

    await engine.aws.arm();
    const back = await deploy(inTwoRegions(PROMOTED, OFF), [undefined]);
    expect([back.code, back.broken]).toEqual([0, []]);
    const on = await deploy(inTwoRegions(PROMOTED), [undefined]);
    expect([on.code, on.broken, await found()]).toEqual([0, [], everywhere(["one-1 on", "one-2 on, published"])]);
    expect((await engine.preview("--expect-no-changes")).code).toBe(0);
  });
});
