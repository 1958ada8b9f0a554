import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Before the engine tests: there must be an engine. */
export default function setUp(): void {
  const { status } = spawnSync("pulumi", ["version"], { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } });
  if (status !== 0) {
    console.error("The engine tests need the Pulumi CLI: install it, and see that `pulumi version` works.");
    process.exit(1);
  }
  process.env.ENGINE_COUNTS = join(mkdtempSync(join(tmpdir(), "engine-counts-")), "counts");
  writeFileSync(process.env.ENGINE_COUNTS, "");
}
