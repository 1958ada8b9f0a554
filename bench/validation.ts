import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { loadTypeScript } from "../harness/load-typescript";
import { medians } from "./rounds";
import type { Row } from "./table";

/** How long the settings of so many keys take to read, each time in a process of its own, as in a preview. */
export async function measureValidation(keys: number, rounds: number): Promise<Row[]> {
  const took = await medians(rounds, {
    sound: () => Promise.resolve(read(keys, 0)),
    faulty: () => Promise.resolve(read(keys, keys)),
  });
  const row = (faults: string, cpu: number): Row => ({
    what: `validation of ${keys} keys ${faults}, CPU: against half a second`,
    ours: cpu,
    against: 0.5,
    unit: "s",
    goal: 1,
  });
  return [row("without a fault", took.sound.cpu), row(`with ${keys} faults`, took.faulty.cpu)];
}

function read(keys: number, faults: number): { cpu: number } {
  const script = join(__dirname, "read-settings.ts");
  const result = execFileSync(process.execPath, [...loadTypeScript, script, String(keys), String(faults)]);
  const { cpu, found } = JSON.parse(result.toString()) as { cpu: number; found: number };
  if (found !== faults) throw new Error(`${found} faults were found in place of ${faults}`);
  return { cpu };
}
