import type { Call, FaultScript } from "../../../harness/aws/calls";
import { count } from "./counts";
import { Engine, type StackConfig } from "./engine";
import { breakOff, deploy, faultPoints } from "./faults";
import { violations } from "./invariants";
import { switchedOff } from "./other-files";
import { recover } from "./recovery";
import type { Update } from "./update";
import { expected, found, wanted } from "./wanted";

/** An update by name, the number of its calls, and the files that may follow it, by name. */
export type Interrupted = readonly [
  name: string,
  update: Update,
  calls: number,
  others: Readonly<Record<string, StackConfig>>,
];

/**
 * Declares the tests of updates that are interrupted at each call, in each way, and then followed by another file: I1 to I4
 * hold after every call, and in the end what the other file publishes is enabled and in its plan.
 */
export function followByOtherFiles(updates: readonly Interrupted[]): void {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(() => engine.stop());

  describe.each(updates)("%s", (name, update, calls, others) => {
    beforeAll(async () => {
      await engine.reset();
      if (update.from) await deploy(engine, { to: update.from });
      await engine.save(name);
    });

    test.each(faultPoints(Array.from({ length: calls }, () => "")))(
      "with call %i failing (%s), and another file then, ends as that one says",
      async (call, when) => {
        const broken = `${name} ${call} ${when}`;
        const early = await interrupt(engine, update, name, { call, when });
        await engine.save(broken);
        const ends: Record<string, unknown> = {};
        const asked: Record<string, unknown> = {};
        for (const [other, to] of Object.entries(others)) {
          await engine.restore(broken);
          ends[other] = [...early, ...(await settle(engine, update, to))];
          asked[other] = expected(to);
        }
        expect(ends).toEqual(asked);
        Object.keys(asked).forEach(() => count("pairs"));
      },
    );

    test("makes that many calls", async () => {
      await engine.restore(name);
      expect((await deploy(engine, update)).calls).toHaveLength(calls);
    });
  });
}

/** Interrupts the update, and returns the broken invariants. */
async function interrupt(engine: Engine, update: Update, as: string, fault: FaultScript): Promise<string[]> {
  await engine.restore(as);
  await breakOff(engine, update, fault);
  return unplanned(update, await engine.aws.journal());
}

/** The broken invariants, except for keys without a plan while they move from one plan to another. */
export function unplanned(update: Update, journal: readonly Call[]): string[] {
  const all = [update.from, update.attempted, update.to].flatMap((config) => (config ? wanted(config) : []));
  const moving = all.filter((it) => all.some(({ name, usagePlan }) => name === it.name && usagePlan !== it.usagePlan));
  const names = moving.flatMap(({ name, service }) => [name, `the published key of ${service}`]);
  return violations(update, journal).filter(
    (violation) => !names.some((name) => violation.endsWith(`: ${name} is in no plan`)),
  );
}

/** Deploys another file, and returns what consumers find then, and the broken invariants. */
async function settle(engine: Engine, update: Update, to: StackConfig): Promise<string[]> {
  await recover(engine, { to, between: switchedOff(update.to, to), args: update.args });
  const broken = unplanned({ ...update, attempted: update.to, to }, await engine.aws.journal());
  // A key whose creation got no answer is in no plan, and no consumer has its value.
  const known = found((await engine.aws.view()).filter(({ plans, handedOut }) => plans.length > 0 || handedOut));
  return [...broken, ...known];
}
