import * as fc from "fast-check";
import { type ByHand, toGeneration, toPlan, toSecret } from "../kit/engine/by-hand";
import { deploy, unlock } from "../kit/engine/broken-off";
import { count, print } from "../kit/engine/counts";
import { Engine } from "../kit/engine/engine";
import { violations } from "../kit/engine/observed";
import { recordOf, refusalsIn, refusedAt } from "../kit/engine/rules";
import { everyFile, type KeyFile, nextSteps, stackFile, written } from "../kit/engine/stack-files";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

/** One step of a walk: what is done by hand, which file comes next, and what goes wrong with its deployment. */
const step = fc.record({
  hand: fc.option(fc.nat(), { freq: 4 }),
  isRefreshed: fc.boolean(),
  isOneStep: fc.boolean(),
  file: fc.nat(),
  fault: fc.option(
    fc.record({
      call: fc.integer({ min: 1, max: 4 }),
      when: fc.constantFrom("before" as const, "after" as const, "hang" as const),
      outputs: fc.constantFrom("old" as const, "planned" as const),
    }),
    { freq: 2 },
  ),
});

/** The walks to make, always the same ones unless SEED is given. */
const WALKS = Number(process.env.WALKS ?? 8);
const seed = Number(process.env.SEED ?? 1);

test("no file that the program accepts cuts consumers off, whatever went wrong or was done by hand before", async () => {
  let [accepted, refused] = [0, 0];
  const property = fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 8 }), async (steps) => {
    await engine.reset();
    const trace: string[] = [];
    const check = (problems: readonly string[]) => expect([trace, ...problems]).toEqual([trace]);
    let file: KeyFile = { generations: { "1": "current" } };
    check(await deploy(engine, { one: file }));
    let given = await engine.aws.view();
    for (const { hand, isRefreshed, isOneStep, file: choice, fault } of steps) {
      if (hand !== null) {
        const [what, act] = pick(Object.entries(hands(file)), hand);
        trace.push(`${what}${isRefreshed ? ", refresh" : ""}`);
        // What a deployment left undone, or somebody did before, is not there any more.
        await act(engine).catch(() => trace.push("which there was not"));
        if (isRefreshed) await engine.refresh();
      }
      const record = recordOf(await engine.state(), "one");
      const ids = Object.keys(record?.generations ?? {});
      const next = pick(isOneStep ? Object.values(nextSteps(file)) : everyFile(ids.length > 0 ? ids : ["1"]), choice);
      trace.push(written(next));
      const due = refusedAt(record, { one: next }, "one");
      if (due.length > 0) {
        await engine.aws.journal();
        engine.configure(stackFile({ one: next }));
        const paths = refusalsIn(await engine.up()).map(({ path }) => path);
        check(String(paths.sort()) === String(due) ? [] : [`refused at ${String(paths)}, not at ${String(due)}`]);
        check((await engine.aws.journal()).flatMap(({ seen, action }) => (seen ? [`made ${action}`] : [])));
        trace.push("refused");
        refused += 1;
        continue;
      }
      accepted += 1;
      if (fault) {
        trace.push(`call ${fault.call} ${fault.when} ${fault.outputs}`);
        const before = await engine.aws.view();
        await engine.aws.journal();
        // Where fewer calls are made, none goes wrong, and nothing hangs.
        const script = fault.when === "hang" ? { ...fault, call: 1 } : fault;
        const changes = fault.when !== "hang" || (await hasChanges(next));
        if (changes) await engine.breakOff(stackFile({ one: next }), script);
        check(violations(before, { one: next }, await engine.aws.journal(), given));
        if (fault.when === "hang") await unlock(engine);
      } else check(await deploy(engine, { one: next }, given));
      [file, given] = [next, await engine.aws.view()];
      count("random steps");
    }
  });
  await fc.assert(property, { seed, numRuns: WALKS, endOnFailure: true });
  print([
    `random walks: seed ${seed}, ${accepted} files accepted, ${refused} refused: SEED=${seed} npm run test:engine -- --testPathPatterns random-walk`,
  ]);
});

/** True if the deployment of a file makes a call that could hang. */
async function hasChanges(next: KeyFile): Promise<boolean> {
  engine.configure(stackFile({ one: next }));
  return /\d+ to (create|update|replace|delete)|\+-/.test((await engine.preview()).text);
}

function hands(file: KeyFile): Record<string, ByHand> {
  const generations = Object.keys(file.generations).map((id) => toGeneration(`one-${id}`));
  return Object.assign({}, ...generations, toPlan("basic", ["abc:live"]), toSecret("one")) as Record<string, ByHand>;
}

function pick<T>(all: readonly T[], index: number): T {
  return all[index % all.length]!;
}
