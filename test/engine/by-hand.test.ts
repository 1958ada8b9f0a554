import { type ByHand, toGeneration, toPlan, toSecret } from "../kit/engine/by-hand";
import { count } from "../kit/engine/counts";
import { Engine, type StackConfig } from "../kit/engine/engine";
import { deploy } from "../kit/engine/faults";
import { elsewhere, switchedOff, withReaders } from "../kit/engine/other-files";
import { recover } from "../kit/engine/recovery";
import { keys } from "../kit/engine/rotating-keys";
import { unplanned } from "../kit/engine/then-other-file";
import type { Update } from "../kit/engine/update";
import { expected, found } from "../kit/engine/wanted";

const published = (generations: Record<string, string>) => withReaders(keys(generations));
const first = published({ 1: "current" });
const started = published({ 1: "current", 2: "staged" });
const promoted = published({ 1: "grace", 2: "current" });
const retired = published({ 1: "disabled", 2: "current" });

const toAll = {
  ...toGeneration("one-1"),
  ...toGeneration("one-2"),
  ...toPlan("basic", ["abc:live"]),
  ...toSecret("one"),
};
const { "the label is moved back": _, ...toNew } = toAll;

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

describe.each<[string, StackConfig[], Record<string, ByHand>, Record<string, StackConfig>]>([
  [
    "promoted",
    [first, promoted],
    toAll,
    { "the same": promoted, "rolled back": published({ 1: "current", 2: "grace" }), retired, ...elsewhere(promoted) },
  ],
  [
    "started",
    [started],
    toNew,
    { "the same": started, promoted, cancelled: published({ 1: "current", 2: "disabled" }), ...elsewhere(started) },
  ],
  [
    "retired",
    [first, promoted, retired],
    toAll,
    { "the same": retired, restored: promoted, removed: published({ 2: "current" }) },
  ],
])("what is done by hand to a key that is %s", (name, deployed, hands, files) => {
  beforeAll(async () => {
    await engine.reset();
    for (const to of deployed) await deploy(engine, { to });
    await engine.save(name);
  });

  test.each(Object.keys(hands))("%s: the next deployment mends it, whatever the file says", async (hand) => {
    const changed = `${name}, ${hand}`;
    await engine.restore(name);
    await hands[hand]!(engine);
    await engine.save(changed);
    const ends: Record<string, unknown> = {};
    const asked: Record<string, unknown> = {};
    for (const [file, to] of Object.entries(files)) {
      await engine.restore(changed);
      ends[file] = await settle({ from: deployed.at(-1)!, to });
      asked[file] = { sections: [], worse: [], end: expected(to), readers: true };
    }
    expect(ends).toEqual(asked);
    Object.keys(asked).forEach(() => count("pairs"));
  });
});

/** Deploys, and tells what broke on the way that was not broken by hand, and how it ends. */
async function settle(update: Update & { readonly from: StackConfig }) {
  const seen = {
    keys: await engine.aws.view(),
    delivered: (await engine.aws.published("one")) === undefined ? [] : ["one"],
  };
  const broken = unplanned({ from: update.from, to: update.from }, [{ action: "By", resource: "hand", seen }]).map(
    subjectOf,
  );
  const sections = await recover(engine, { to: update.to, between: switchedOff(update.from, update.to) });
  const worse = unplanned(update, await engine.aws.journal()).filter(
    (violation) => !broken.includes(subjectOf(violation)),
  );
  const end = found(await engine.aws.view());
  const secrets = (await engine.aws.cloud()).secrets.filter(({ deleted }) => !deleted);
  return { sections, worse, end, readers: secrets.every(({ policy = "" }) => policy.includes("role/consumer")) };
}

/** `one-1` of `after CreateApiKey one-2: one-1 is off`. */
function subjectOf(violation: string): string {
  return /: (.*) is /.exec(violation)![1]!;
}
