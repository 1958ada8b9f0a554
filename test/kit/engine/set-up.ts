import { spawnSync } from "node:child_process";
import { startCounting } from "./counts";

/** Before the engine tests: checks that there is an engine. */
export default function setUp(): void {
  const { status } = spawnSync("pulumi", ["version"], { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } });
  if (status !== 0) {
    console.error("The engine tests need the Pulumi CLI: install it, and see that `pulumi version` works.");
    process.exit(1);
  }
  startCounting();
}
