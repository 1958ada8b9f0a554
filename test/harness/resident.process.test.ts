import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb";
import { RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Monitor } from "../../harness/monitor";
import { ResidentProgram } from "../../harness/resident/program";

test.each([
  ["a plain object", "module.exports = { answer: 42 }"],
  ["an async function", "module.exports = async () => ({ answer: 42 })"],
])("the resident program gives the outputs of an index.ts that exports %s", async (_, source) => {
  const folder = mkdtempSync(join(tmpdir(), "resident-"));
  writeFileSync(join(folder, "index.js"), source);
  const monitor = await Monitor.start();
  const program = await ResidentProgram.start(join(folder, "index.js"));
  const client = new LanguageRuntimeClient(
    program.environment.PULUMI_OPTION_CLIENT!,
    grpc.credentials.createInsecure(),
  );
  const request = new RunRequest().setProject("acme").setStack("dev").setMonitorAddress(monitor.address);
  await new Promise<void>((resolve, reject) =>
    client.run(request.setArgsList([monitor.address]), (error) => (error ? reject(error) : resolve())),
  );
  expect(monitor.outputs).toEqual({ answer: 42 });
  client.close();
  await program.stop();
  monitor.stop();
  rmSync(folder, { recursive: true });
});
