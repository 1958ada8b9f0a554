import { type ByHand, toGeneration, toPlan, toSecret } from "../kit/engine/by-hand";
import { deployAll, type Situation, tryNextFiles } from "../kit/engine/broken-off";
import { Engine } from "../kit/engine/engine";
import { nextSteps } from "../kit/engine/stack-files";
import { rotation } from "../kit/engine/steps";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

const { "the label is moved back": _, ...toNewSecret } = toSecret("one");

describe.each<[string, Record<string, ByHand>, readonly string[]]>([
  [
    "promote",
    { ...toGeneration("one-1"), ...toGeneration("one-2"), ...toPlan("basic", ["abc:live"]), ...toSecret("one") },
    ["the same file", "retire", "rollback", "revoke"],
  ],
  ["start", { ...toGeneration("one-2"), ...toNewSecret }, ["the same file", "promote", "cancel"]],
])("by hand after %s:", (name, hands, following) => {
  const { from, to } = rotation[name]!;
  const next: Situation["next"] = Object.fromEntries(following.map((what) => [what, nextSteps(to)[what]]));
  beforeAll(async () => {
    await engine.reset();
    await deployAll(engine, [...from, to]);
    await engine.save(name);
  });

  test.each(Object.keys(hands).flatMap((hand) => [[hand, ""] as const, [hand, ", refreshed"] as const]))(
    `%s after ${name}%s: the next deployment mends it`,
    async (hand, refreshed) => {
      await engine.restore(name);
      const given = await engine.aws.view();
      await hands[hand]!(engine);
      if (refreshed !== "") expect((await engine.refresh()).code).toBe(0);
      const situation = `${name}, ${hand}${refreshed}`;
      await engine.save(situation);
      expect(await tryNextFiles(engine, { name: situation, next, given })).toEqual([]);
    },
  );
});
