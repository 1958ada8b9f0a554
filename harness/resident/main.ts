/** The program in a process of its own that serves one command of the CLI after the other. */
import "../../src/sdk/lean-start";
import * as grpc from "@grpc/grpc-js";
import * as automation from "@pulumi/pulumi/automation/server";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { dirname, join } from "node:path";

const root = join(__dirname, "..", "..");

// The part of the Automation API that serves a program, left out of its types.
const { LanguageServer } = automation as unknown as {
  readonly LanguageServer: new (program: () => Promise<unknown>) => grpc.UntypedServiceImplementation;
};

const server = new grpc.Server();
server.addService(LanguageRuntimeService, new LanguageServer(run));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.send!(port);
});
// A run whose CLI was killed goes on failing for a while. Its errors say nothing of the next run.
const ignore = () => undefined;
const events = ["uncaughtException", "unhandledRejection"] as readonly "uncaughtException"[];
for (const event of events) process.on(event, ignore);
// It ends with its harness.
process.on("disconnect", () => process.exit());

/** Runs the program from its first line, libraries aside, and what is in folders below `src`, which keeps nothing from a run. */
async function run(): Promise<Record<string, unknown>> {
  // Listeners that earlier runs left would report this run's errors too.
  for (const event of events) {
    const listeners = process.listeners(event).filter((listener) => listener !== ignore);
    for (const listener of listeners.slice(0, -1)) process.off(event, listener);
  }
  const program = join(root, "index.ts");
  for (const file of Object.keys(require.cache)) {
    if (file === program || dirname(file) === join(root, "src")) delete require.cache[file];
  }
  return ((await import(program)) as { default: Record<string, unknown> }).default;
}
