import { join } from "node:path";
import type { Monitor } from "../harness/monitor";
import { devConfig, type Program, runCold, STACK } from "../harness/program";
import { medians } from "./rounds";
import type { Row } from "./table";

/**
 * The start of the program: the stack `dev`, one key on one plan, against the same in the official template's style, and
 * against a program that does nothing.
 */
export async function measureStart(rounds: number, monitor: Monitor): Promise<Row[]> {
  const ours: Program = { folder: STACK, config: devConfig() };
  const other = (folder: string): Program => ({ folder: join(__dirname, folder), config: {} });
  const took = await medians(rounds, {
    ours: () => runCold(ours, monitor),
    template: () => runCold(other("template"), monitor),
    floor: () => runCold(other("floor"), monitor),
  });
  const row = (what: string, field: keyof typeof took.ours, unit: Row["unit"], goal?: number): Row => ({
    what: `start of the program, ${what}: against the template`,
    ours: took.ours[field],
    against: took.template[field],
    unit,
    goal,
  });
  return [
    row("CPU", "cpu", "s", 0.2),
    row("wall", "wall", "s"),
    row("peak memory", "memory", "MB"),
    { ...row("CPU", "cpu", "s"), what: "start of the program, CPU: against the floor", against: took.floor.cpu },
  ];
}
