import { join } from "node:path";
import type { Monitor } from "../harness/monitor";
import { type Program, runCold, STACK, type Usage } from "../harness/program";
import { medians } from "./rounds";
import type { Row } from "./table";

/**
 * What each further key costs: against a bare loop that registers the same AWS resources, against that loop with the lean
 * start of the stack, and against what it costs among a hundred. More than 1,000 are too many for the Pulumi CLI, and are
 * run once.
 */
export async function measureScale(sizes: readonly number[], rounds: number, monitor: Monitor): Promise<Row[]> {
  const contenders = (some: readonly number[]) =>
    Object.fromEntries(
      some.flatMap((size) => [ours(size, monitor), loop("bare", size, monitor), loop("lean", size, monitor)]),
    );
  const took = {
    ...(await medians(rounds, contenders([1, ...sizes.filter((size) => size <= 1000)]))),
    ...(await medians(1, contenders(sizes.filter((size) => size > 1000)))),
  };
  // The cost of the start taken out, which would hide what a key costs.
  const perKey = (program: string, size: number, field: keyof Usage) =>
    (took[`${program} ${size}`]![field] - took[`${program} 1`]![field]) / (size - 1);

  const rows = sizes.flatMap((size): Row[] => {
    const row = (what: string, field: keyof Usage, against = "bare", goal?: number): Row => ({
      what: `each of ${size} keys, ${what}: against a ${against} loop`,
      ours: perKey("ours", size, field),
      against: perKey(`${against} loop`, size, field),
      unit: field === "memory" ? "MB" : "s",
      goal,
    });
    return [
      row("CPU", "cpu", "lean", size === 1000 ? 1.4 : undefined),
      row("CPU", "cpu"),
      row("wall", "wall"),
      row("peak memory", "memory"),
    ];
  });
  const growth = sizes
    .filter((size) => size > 100)
    .map((size): Row => ({
      what: `each of ${size} keys, CPU: against each of 100`,
      ours: perKey("ours", size, "cpu"),
      against: perKey("ours", 100, "cpu"),
      unit: "s",
      goal: 1.2,
    }));
  return [...rows, ...growth];
}

type Contender = readonly [name: string, run: () => Promise<Usage>];

function ours(size: number, monitor: Monitor): Contender {
  const keys = Object.fromEntries(names(size).map((name) => [name, { usagePlan: "plan" }]));
  const usagePlans = { plan: { throttle: { rateLimit: 5, burstLimit: 10 } } };
  return [`ours ${size}`, () => run({ folder: STACK, config: { keys, usagePlans } }, size, monitor)];
}

function loop(kind: "bare" | "lean", size: number, monitor: Monitor): Contender {
  const folder = join(__dirname, `${kind}-loop`);
  return [`${kind} loop ${size}`, () => run({ folder, config: { keys: names(size) } }, size, monitor)];
}

function names(size: number): string[] {
  return Array.from({ length: size }, (_, index) => `key-${index}`);
}

async function run(program: Program, size: number, monitor: Monitor): Promise<Usage> {
  const usage = await runCold(program, monitor);
  const { [KEY]: keys, [LINK]: links } = monitor.registered;
  if (keys !== size || links !== size) throw new Error(`${program.folder} registered ${keys} of ${size} keys`);
  return usage;
}

const KEY = "aws:apigateway/apiKey:ApiKey";
const LINK = "aws:apigateway/usagePlanKey:UsagePlanKey";
