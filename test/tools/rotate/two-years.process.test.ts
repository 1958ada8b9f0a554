import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mapValues } from "../../../src/map-values";
import type { Settings } from "../../../src/settings";
import { type CalendarKey, stepsDue } from "../../../tools/calendar/due-steps";
import { datedKeys } from "../../../tools/calendar/stack-calendar";
import { addDays, type Day, daysBetween } from "../../../tools/days";
import { jumps } from "../../../tools/rotate/jumps";
import { rotate } from "../../../tools/rotate/rotate";
import { historyFromHead } from "../../../tools/stack-file/history";
import { readStackFile } from "../../../tools/stack-file/stack-file";
import { usedWithin, type UsageReport } from "../../../tools/usage-file";
import { commitFiles, repositoryWith, writeFiles } from "../../kit/repository";

const START = "2026-01-01";
const END = "2027-12-31";
const STACK = [
  "config:",
  "  rotation: {}",
  "  usagePlans: {p: {}}",
  "  keys:",
  "    calm: {usagePlan: p}",
  "    slow: {usagePlan: p, rotation: {everyDays: 300, graceDays: 14}}",
  "",
].join("\n");

/** How many days after a value became old its consumers move on, rotation by rotation. */
const MOVES = [0, 3, 40, 9, 1, 7, 20, 2];

/** The days of every step, by the promises of the calendar alone. */
function scheduleOf(everyDays: number, graceDays: number): [step: string, day: Day][] {
  const steps: [string, Day][] = [];
  let current = START;
  for (const move of MOVES) {
    const start = addDays(current, everyDays);
    const promote = addDays(start, 1);
    // Three whole days without a request.
    const retire = addDays(promote, Math.max(graceDays, move + 4));
    steps.push(["start", start], ["promote", promote], ["retire", retire], ["remove", addDays(retire, 7)]);
    current = promote;
  }
  return steps.filter(([, day]) => day <= END);
}

/** Consumers that use what they were given, until they move on. A stand-in for AWS, which counts their calls. */
class Consumers {
  /** The last day on which `KEY ID` was or will be called. */
  readonly lastUse = new Map<string, Day>();

  /** A generation is no longer handed out from this day on. */
  replaced(key: string, generation: string, day: Day): void {
    this.lastUse.set(`${key} ${generation}`, addDays(day, MOVES[Number(generation) - 1]!));
  }

  usage({ keys }: Settings, to: Day): UsageReport {
    const from = addDays(to, -89);
    const generations = Object.entries(keys).flatMap(([key, { generations: all }]) =>
      Object.entries(all).map(([generation, { state }]) => {
        const last = this.lastUse.get(`${key} ${generation}`) ?? (state === "current" ? to : undefined);
        const lastUsed = last === undefined || last < from ? null : last > to ? to : last;
        const days = Array.from({ length: 90 }, (_, day) =>
          lastUsed !== null && addDays(from, day) <= lastUsed ? 5 : 0,
        );
        const counts = { today: days.at(-1)!, last7: 0, total: 0, lastUsed, quotaLimit: null, days };
        return { key, generation, state, usagePlan: "p", apiKeyId: `${key}-${generation}`, ...counts };
      }),
    );
    return { stack: "dev", from, to, generations };
  }
}

/** The same keys after a commit: a generation whose state has changed is in it since that day. */
function datedBy(day: Day, before: Readonly<Record<string, CalendarKey>>, { keys }: Settings) {
  return mapValues(before, (key, name) => ({
    ...key,
    generations: mapValues(keys[name]!.generations, ({ state }, id) => {
      const was = key.generations[id];
      return was?.state === state ? was : { state, since: day };
    }),
  }));
}

test("two years, day by day: every key is rotated on its day, and no value is retired that is used", () => {
  const folder = repositoryWith([START, { "Pulumi.yaml": "name: acme\n", "Pulumi.dev.yaml": STACK }]);
  const read = () => readStackFile(folder, "dev").settings!;
  const consumers = new Consumers();
  const days: Record<string, [step: string, day: Day][]> = { calm: [], slow: [] };

  let settings = read();
  // Reading git takes a while: `due` does so on the days of the steps, and must come to the same.
  let dated: Readonly<Record<string, CalendarKey>> = datedKeys({
    settings,
    history: historyFromHead(folder, "dev"),
    today: START,
  });
  for (let today = START; today <= END; today = addDays(today, 1)) {
    const usage = consumers.usage(settings, today);
    const keys = mapValues(dated, (key, name) => ({
      ...key,
      generations: mapValues(key.generations, (it, generation) => ({
        ...it,
        inUse: usedWithin(usage, { key: name, generation }, key.rotation!.quietDays, today),
      })),
    }));
    const { due } = stepsDue(keys, today);
    if (due.length === 0) continue;
    writeFiles(folder, { "usage.json": JSON.stringify(usage) });
    const { stdout } = rotate(["dev", "due", "--on", today, "--usage", "usage.json", "--write", "--json"], folder);
    expect((JSON.parse(stdout!) as { due: object[] }).due).toEqual(due);

    // It is approved and deployed on the same day.
    const after = read();
    expect(jumps({ stack: "dev", before: settings.keys, after: after.keys, allowGap: false })).toEqual([]);
    for (const { key, step, generation } of due) {
      days[key]!.push([step, today]);
      if (step === "promote") {
        const old = Object.entries(settings.keys[key]!.generations).find(([, { state }]) => state === "current")![0];
        consumers.replaced(key, old, today);
      }
      if (step === "retire") {
        const lastUse = consumers.lastUse.get(`${key} ${generation}`)!;
        expect(daysBetween(lastUse, today)).toBeGreaterThan(3);
      }
    }
    commitFiles(folder, [today, { "Pulumi.dev.yaml": readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8") }]);
    settings = after;
    dated = datedBy(today, dated, settings);
  }
  expect(days).toEqual({ calm: scheduleOf(90, 7), slow: scheduleOf(300, 14) });
});
