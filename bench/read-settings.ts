/** `read-settings.ts KEYS FAULTS`: reads the settings of so many keys, the first of them faulty, and prints the seconds it took. */
import { readSettings } from "../src/settings";

const [keys = 0, faults = 0] = process.argv.slice(2).map(Number);
const faulty = [
  { usagePlan: "standrad" },
  { usagePlna: "standard" },
  { usagePlan: "standard", generations: { "1": "curent" } },
  { usagePlan: "standard", readers: ["arn:aws:iam::111122223333:role/*"] },
];
const key = (index: number) => (index < faults ? faulty[index % faulty.length] : { usagePlan: "standard" });
const entries = {
  "bench:keys": JSON.stringify(
    Object.fromEntries(Array.from({ length: keys }, (_, index) => [`key-${index}`, key(index)])),
  ),
  "bench:usagePlans": JSON.stringify({ standard: { throttle: { rateLimit: 5, burstLimit: 10 } } }),
  "bench:secretsManager": "{}",
};

const [before, started] = [process.cpuUsage(), performance.now()];
const reading = readSettings({ project: "bench", entries, isSecret: () => false });
const wall = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ cpu: (user + system) / 1e6, wall, found: reading.faults?.length ?? 0 }));
