import * as fc from "fast-check";
import { type ByHand, toGeneration, toPlan, toSecret } from "../kit/engine/by-hand";
import { print } from "../kit/engine/counts";
import { Engine, type StackConfig } from "../kit/engine/engine";
import { breakOff } from "../kit/engine/faults";
import { nextFiles, switchedOff } from "../kit/engine/other-files";
import { recover } from "../kit/engine/recovery";
import { keys } from "../kit/engine/rotating-keys";
import { unplanned } from "../kit/engine/then-other-file";
import { expected, found, generationsOf } from "../kit/engine/wanted";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

/** One step of a walk: which of the files that may come next, and what happens to its deployment, or to AWS before it. */
const step = fc.record({
  file: fc.nat(),
  event: fc.oneof(
    fc.constant({ kind: "none" as const }),
    fc.record({
      kind: fc.constant("fault" as const),
      call: fc.integer({ min: 1, max: 3 }),
      when: fc.constantFrom("before" as const, "after" as const),
    }),
    fc.record({ kind: fc.constant("fault" as const), call: fc.constant(1), when: fc.constant("hang" as const) }),
    fc.record({ kind: fc.constant("by hand" as const), hand: fc.nat() }),
  ),
});

/** How long to walk. */
const SECONDS = Number(process.env.SECONDS ?? 60);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

test("whatever goes wrong on the way, and whatever is done by hand, each file comes to what it says", async () => {
  const walked: string[] = [];
  const end = Date.now() + SECONDS * 1000;
  const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 7 }), async (steps) => {
    if (Date.now() > end) return;
    await engine.reset();
    const trace: string[] = [];
    let from: StackConfig = keys({ 1: "current" });
    let interrupted: StackConfig | undefined;
    await recover(engine, { to: from });
    for (const { file, event } of steps) {
      if (Date.now() > end) break;
      await engine.aws.journal();
      const [name, to] = pick(Object.entries(nextFiles(interrupted ?? from, from)), file);
      const told = event.kind === "fault" ? `call ${event.call} ${event.when}` : event.kind;
      // Where nothing is to be changed no call can go wrong.
      if (event.kind === "fault" && interrupted === undefined && JSON.stringify(to) !== JSON.stringify(from)) {
        trace.push(`${name} (${told})`);
        await breakOff(engine, { from, to }, event);
        expect([trace, unplanned({ from, to }, await engine.aws.journal())]).toEqual([trace, []]);
        interrupted = to;
        continue;
      }
      if (event.kind === "by hand") {
        const [hand, act] = pick(Object.entries(handsOn(from)), event.hand);
        trace.push(hand);
        // What an interrupted deployment left undone, or somebody did before, is not there any more.
        await act(engine).catch(() => trace.push("which there was not"));
      }
      trace.push(name);
      const between = switchedOff(interrupted ?? from, to);
      const sections = await recover(engine, { to, between });
      if (event.kind !== "by hand") {
        // Whoever follows that section switches off what the file is without.
        const deployed = sections.includes("A removal that came too early") ? between : to;
        const broken = unplanned({ from, attempted: interrupted, to: deployed }, await engine.aws.journal());
        expect([trace, broken]).toEqual([trace, []]);
      }
      const known = (await engine.aws.view()).filter(({ plans, handedOut }) => plans.length > 0 || handedOut);
      expect([trace, found(known)]).toEqual([trace, expected(to)]);
      [from, interrupted] = [to, undefined];
    }
    walked.push(...trace);
  });
  await fc.assert(property, { seed, endOnFailure: true });
  print([
    `random walks: seed ${seed}, ${walked.length} steps: SEED=${seed} npm run test:engine -- --testPathPatterns random-walk walks them again`,
  ]);
});

function handsOn(file: StackConfig): Record<string, ByHand> {
  const generations = Object.keys(generationsOf(file).one!).map((id) => toGeneration(`one-${id}`));
  return Object.assign({}, ...generations, toPlan("basic", ["abc:live"]), toSecret("one")) as Record<string, ByHand>;
}

function pick<T>(all: readonly T[], index: number): T {
  return all[index % all.length]!;
}
