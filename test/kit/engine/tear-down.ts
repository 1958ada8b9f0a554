import { counted, printed, stopCounting } from "./counts";

/** After the engine tests: prints how much they did. */
export default function tearDown(): void {
  for (const line of ["", ...printed()]) console.log(line);
  console.log(`\nengine: ${counted("operations")} operations of the CLI, ${counted("fault points")} fault points`);
  console.log(
    `engine: ${counted("pairs")} pairs of a fault or a change by hand, and the next file, of which ${counted("deployments")} were deployed`,
  );
  stopCounting();
}
