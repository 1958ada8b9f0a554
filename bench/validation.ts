import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { loadTypeScript } from "../harness/load-typescript";
import type { Usage } from "../harness/program";
import { medians } from "./rounds";
import type { Row } from "./table";

/** How long the settings of so many keys take to read, each time in a process of its own, as in a preview. */
export async function measureValidation(keys: number, rounds: number): Promise<Row[]> {
  const took = await medians(rounds, {
    sound: () => Promise.resolve(read(keys, 0)),
    faulty: () => Promise.resolve(read(keys, keys)),
  });
  const rows = (faults: string, { cpu, wall }: Took): Row[] => {
    const row = (what: string, ours: number, goal?: number): Row => ({
      what: `validation of ${keys} keys ${faults}, ${what}: against half a second`,
      ours,
      against: 0.5,
      unit: "s",
      goal,
    });
    return [row("CPU", cpu, 1), row("wall", wall)];
  };
  return [...rows("without a fault", took.sound), ...rows(`with ${keys} faults`, took.faulty)];
}

type Took = Pick<Usage, "cpu" | "wall">;

function read(keys: number, faults: number): Took {
  const script = join(__dirname, "read-settings.ts");
  const result = execFileSync(process.execPath, [...loadTypeScript, script, String(keys), String(faults)]);
  const { cpu, wall, found } = JSON.parse(result.toString()) as Took & { found: number };
  if (found !== faults) throw new Error(`${found} faults were found in place of ${faults}`);
  return { cpu, wall };
}
