import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { counted, printed } from "./counts";

/** After the engine tests: how much they did. */
export default function tearDown(): void {
  for (const line of ["", ...printed()]) console.log(line);
  console.log(`\nengine: ${counted("operations")} operations of the CLI, ${counted("fault points")} fault points`);
  rmSync(dirname(process.env.ENGINE_COUNTS!), { recursive: true });
}
