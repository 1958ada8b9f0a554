import { hasCli } from "../../../harness/cli-project";
import { startCounting } from "./counts";

/** Before the engine tests: checks that there is an engine. */
export default function setUp(): void {
  if (!hasCli()) {
    console.error("The engine tests need the Pulumi CLI: install it, and see that `pulumi version` works.");
    process.exit(1);
  }
  startCounting();
}
