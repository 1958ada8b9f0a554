import { Engine } from "./engine";
import { type deploy, disturb, faultPoints, orphanOf, prepare, undisturbed } from "./faults";
import type { Update } from "./update";
import { currentKeys, expected } from "./wanted";

/** An update by name, and the calls that it makes, sorted. */
export type NamedUpdate = readonly [string, Update, readonly string[]];

/**
 * Declares the tests of these updates: each call fails before or after it takes effect, or hangs while the CLI is killed. The
 * invariants hold after every call, and the documented recovery leads to the same result.
 *
 * If an update starts with the same configuration object that the one before ends with, it continues from there.
 */
export function disturbEachCall(updates: readonly NamedUpdate[]): void {
  let engine: Engine;
  const ends: Record<string, Awaited<ReturnType<typeof deploy>>> = {};
  beforeAll(async () => {
    engine = await Engine.start();
    let last: Update | undefined;
    for (const [name, update] of updates) {
      if (last === undefined || update.from !== last.to) await prepare(engine, update, name);
      else await engine.save(name);
      ends[name] = await undisturbed(engine, update, name);
      last = update;
    }
  });
  afterAll(() => engine.stop());

  describe.each(updates)("%s", (update, { to, gap = [], args = [], from }, calls) => {
    const unplanned = (violations: readonly string[]) =>
      violations.filter((violation) => !gap.some((key) => violation.endsWith(`: ${key} is in no plan`)));

    test("makes these calls when nothing goes wrong, and breaks no invariant", () => {
      const { journal: _, violations, ...end } = ends[update]!;
      expect({ ...end, violations: unplanned(violations) }).toEqual({
        calls,
        violations: [],
        found: expected(to),
        outputs: currentKeys(to),
      });
    });

    test.each(faultPoints(calls))(
      "with call %i failing (%s) breaks no invariant and comes to the same end",
      async (call, when) => {
        const outcome = await disturb(engine, { from, to, args }, update, { call, when });
        const { ended, journal, lost, violations, ...end } = outcome;
        expect(ended.code).toBe(when === "hang" ? undefined : 1);

        // A resource whose creation got no answer stays behind, and the recovery made a second one. The killed CLI may have
        // lost the answers to other calls at the same time too.
        const orphans = when === "before" ? [] : orphanOf(journal.find(({ error }) => error !== undefined)!);
        expect(when === "hang" ? lost.filter((name) => orphans.includes(name)) : lost).toEqual(orphans);
        const keys = lost.flatMap((name) => (name.startsWith("ApiKey ") ? [`${name.slice(7)} on in no plan`] : []));
        expect({ ...end, found: [...end.found].sort(), violations: unplanned(violations) }).toEqual({
          violations: [],
          found: [...expected(to), ...keys].sort(),
          left: lost,
          settled: 0,
        });
      },
    );
  });
}
