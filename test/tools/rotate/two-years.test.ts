import { guard } from "../../../src/guard";
import { type LastDeployment, readResources, resourcesInExport } from "../../../src/last-deployment";
import { mapValues } from "../../../src/map-values";
import type { Settings } from "../../../src/settings";
import { addDays, type Day, daysBetween } from "../../../tools/days";
import { stepsDue } from "../../../tools/rotate/calendar";
import { rotate } from "../../../tools/rotate/rotate";
import { standings } from "../../../tools/rotate/standing";
import { readStackFile } from "../../../tools/stack-file/stack-file";
import type { UsageReport } from "../../../tools/usage-file";
import { exportedState, type StateGeneration } from "../../kit/exported-state";
import { writeFiles } from "../../kit/repository";
import { folderWith } from "../../kit/stack-folder";

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

/** The stack as it is deployed: a generation keeps the day of the deployment that brought its state. */
class Deployed {
  private keys: Record<string, Record<string, StateGeneration>> = {};

  deploy({ keys }: Settings, day: Day): void {
    this.keys = mapValues(keys, ({ generations }, name) =>
      mapValues(generations, ({ state, usagePlan }, id) => {
        const before = this.keys[name]?.[id];
        return { state, usagePlan, since: before?.state === state ? before.since : day };
      }),
    );
  }

  exported(): object {
    return exportedState(
      mapValues(this.keys, (generations) => ({ generations })),
      { p: {} },
    );
  }

  last(): LastDeployment {
    return readResources(resourcesInExport(this.exported())!);
  }
}

test("two years, day by day: every key is rotated on its day, and no value is retired that is used", () => {
  const folder = folderWith({ "Pulumi.yaml": "name: acme\n", "Pulumi.dev.yaml": STACK });
  const read = () => readStackFile(folder, "dev").settings!;
  const consumers = new Consumers();
  const days: Record<string, [step: string, day: Day][]> = { calm: [], slow: [] };
  const deployed = new Deployed();
  let settings = read();
  deployed.deploy(settings, START);

  for (let today = START; today <= END; today = addDays(today, 1)) {
    const usage = consumers.usage(settings, today);
    const { due } = stepsDue(standings({ settings, last: deployed.last(), usage, today }), today);
    if (due.length === 0) continue;
    writeFiles(folder, { "usage.json": JSON.stringify(usage) });
    const args = ["dev", "due", "--on", today, "--usage", "usage.json", "--write", "--json"];
    const { stdout } = rotate(args, folder, { exportStack: () => JSON.stringify(deployed.exported()) });
    expect((JSON.parse(stdout!) as { due: object[] }).due).toEqual(due);

    // It is approved and deployed on the same day.
    const after = read();
    expect(guard(deployed.last(), after, "dev")).toEqual({ faults: [], warnings: [] });
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
    settings = after;
    deployed.deploy(settings, today);
  }
  expect(days).toEqual({ calm: scheduleOf(90, 7), slow: scheduleOf(300, 14) });
});
