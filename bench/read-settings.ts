/** `read-settings.ts SRC KEYS FAULTS`: reads the settings of so many keys with this `src`, the first of them faulty. */
import { join } from "node:path";
import type { readSettings } from "../src/settings";

const [src = ""] = process.argv.slice(2);
const [keys = 0, faults = 0] = process.argv.slice(3).map(Number);
const faulty = [
  { usagePlan: "standrad" },
  { usagePlna: "standard" },
  { usagePlan: "standard", generations: { "1": "curent" } },
  { usagePlan: "standard", readers: ["arn:aws:iam::111122223333:role/*"] },
];
const keyAt = (index: number) => (index < faults ? faulty[index % faulty.length] : { usagePlan: "standard" });
const named = Array.from({ length: keys }, (_, index) => [`key-${index}`, keyAt(index)]);
const entries = {
  "bench:keys": JSON.stringify(Object.fromEntries(named)),
  "bench:usagePlans": JSON.stringify({ standard: { throttle: { rateLimit: 5, burstLimit: 10 } } }),
  "bench:secretsManager": "{}",
};

async function read(): Promise<void> {
  const settings = (await import(join(src, "settings"))) as { readSettings: typeof readSettings };
  const [before, started] = [process.cpuUsage(), performance.now()];
  const reading = settings.readSettings({ project: "bench", entries, isSecret: () => false });
  const wall = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ cpu: (user + system) / 1e6, wall, found: reading.faults?.length ?? 0 }));
}

void read();
