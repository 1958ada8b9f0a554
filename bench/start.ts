import { join } from "node:path";
import type { Monitor } from "../harness/monitor";
import { devConfig, type Program, runCold, STACK } from "../harness/program";
import { medians } from "./rounds";
import type { Row } from "./table";

/** How fast the program is there: the stack `dev`, one key on one plan, against the same in the official template's style. */
export async function measureStart(rounds: number, monitor: Monitor): Promise<Row[]> {
  const ours: Program = { folder: STACK, config: devConfig() };
  const template: Program = { folder: join(__dirname, "template"), config: {} };
  const took = await medians(rounds, {
    ours: () => runCold(ours, monitor),
    template: () => runCold(template, monitor),
  });
  const row = (what: string, field: keyof typeof took.ours, unit: Row["unit"], goal?: number): Row => ({
    what: `start of the program, ${what}: against the template`,
    ours: took.ours[field],
    against: took.template[field],
    unit,
    goal,
  });
  return [row("CPU", "cpu", "s", 0.22), row("wall", "wall", "s"), row("peak memory", "memory", "MB")];
}
