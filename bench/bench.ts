/** `npm run bench -- [--quick]`: what the stack costs, side by side with what it is measured by. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Monitor } from "../harness/monitor";
import { measurePreview } from "./preview";
import { measureScale } from "./scale";
import { measureStart } from "./start";
import { forRepository, forTerminal, type Row } from "./table";
import { measureValidation } from "./validation";

const FULL = { rounds: 5, sizes: [10, 100, 1000, 5000], validated: 10_000 };
const QUICK = { rounds: 1, sizes: [10], validated: 100 };

async function bench(quick: boolean): Promise<void> {
  const { rounds, sizes, validated } = quick ? QUICK : FULL;
  const monitor = await Monitor.start();
  const rows: Row[] = [];
  const measure = async (what: string, measured: Promise<Row[]>) => {
    console.error(`measuring ${what} ...`);
    rows.push(...(await measured));
  };
  await measure("the start of the program", measureStart(rounds, monitor));
  await measure("the whole preview", measurePreview(rounds));
  await measure("what a key costs", measureScale(sizes, rounds, monitor));
  await measure("validation", measureValidation(validated, rounds));
  monitor.stop();

  console.log(forTerminal(rows));
  if (!quick) writeFileSync(join(__dirname, "results.md"), forRepository(rows));
}

const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
void bench(values.quick);
