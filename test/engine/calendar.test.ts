import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { addDays, type Day } from "../../tools/days";
import { rotate } from "../../tools/rotate/rotate";
import { readStackFile } from "../../tools/stack-file/stack-file";
import type { UsageReport } from "../../tools/usage-file";
import { Engine, type StackConfig } from "../kit/engine/engine";
import { deploy } from "../kit/engine/faults";
import { keys } from "../kit/engine/rotating-keys";
import { commitFiles, repositoryWith, writeFiles } from "../kit/repository";

const START = "2026-01-01";
const END = "2026-01-19";
const rotation = { everyDays: 6, stagedDays: 1, graceDays: 2, quietDays: 1, disabledDays: 1 };

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

test("two rotations by the calendar, each step deployed on its day: no moment without a valid published key", async () => {
  let deployed: StackConfig = { ...keys({ 1: "current" }), rotation };
  const folder = repositoryWith([START, { "Pulumi.yaml": "name: ai-service-keys\n", ...fileOf(deployed) }]);
  await deploy(engine, { to: deployed });

  const made: string[] = [];
  const held = new Set<string>();
  const lastUses: Record<string, Day> = {};
  for (let today = START; today <= END; today = addDays(today, 1)) {
    writeFiles(folder, { "usage.json": JSON.stringify(usageOn(folder, today, lastUses)) });
    const answer = rotate(["dev", "due", "--on", today, "--usage", "usage.json", "--write", "--json"], folder);
    const asked = JSON.parse(answer.stdout!) as { due: Step[]; held: (Step & { because: string })[] };
    for (const { step, generation, because } of asked.held) held.add(`${step} ${generation} on ${today}: ${because}`);
    for (const { step, generation } of asked.due) {
      made.push(`${today}: ${step} ${generation}`);
      // Consumers move on a day after another value is published.
      if (step === "promote") lastUses[`${Number(generation) - 1}`] = addDays(today, 1);
    }
    if (asked.due.length === 0) continue;

    const text = readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8");
    commitFiles(folder, [today, { "Pulumi.dev.yaml": text }]);
    const to = (parse(text) as { config: StackConfig }).config;
    const { violations } = await deploy(engine, { from: deployed, to });
    expect([today, violations]).toEqual([today, []]);
    deployed = to;
  }

  expect(made).toEqual([
    "2026-01-07: start 1",
    "2026-01-08: promote 2",
    "2026-01-11: retire 1",
    "2026-01-12: remove 1",
    "2026-01-14: start 2",
    "2026-01-15: promote 3",
    "2026-01-18: retire 2",
    "2026-01-19: remove 2",
  ]);
  expect([...held]).toEqual([
    "retire 1 on 2026-01-10: still used: 5 requests in the last 1 day",
    "retire 2 on 2026-01-17: still used: 5 requests in the last 1 day",
  ]);
});

interface Step {
  readonly step: string;
  readonly generation: string;
}

function fileOf(config: StackConfig) {
  return { "Pulumi.dev.yaml": stringify({ config }) };
}

/** What API Gateway would have counted: the current generation is used every day, an old one until its last use. */
function usageOn(folder: string, to: Day, lastUses: Readonly<Record<string, Day>>): UsageReport {
  const from = addDays(to, -9);
  const states = Object.entries(readStackFile(folder, "dev").settings!.keys.one!.generations);
  const generations = states.map(([generation, { state }]) => {
    const last = state === "staged" ? undefined : (lastUses[generation] ?? to);
    const lastUsed = last === undefined || last < from ? null : last > to ? to : last;
    const days = Array.from({ length: 10 }, (_, day) => (lastUsed !== null && addDays(from, day) <= lastUsed ? 5 : 0));
    const counts = { today: days.at(-1)!, last7: 0, total: 0, lastUsed, quotaLimit: null, days };
    return { key: "one", generation, state, usagePlan: "basic", apiKeyId: generation, ...counts };
  });
  return { stack: "dev", from, to, generations };
}
