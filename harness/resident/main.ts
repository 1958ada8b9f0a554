/** The program in a process of its own, which serves one command of the CLI after another. */
import "../../src/sdk/lean-start";
import * as grpc from "@grpc/grpc-js";
import * as automation from "@pulumi/pulumi/automation/server";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { dirname, join } from "node:path";

const root = join(__dirname, "..", "..");
const program = join(root, "index.ts");

// The part of the Automation API that serves a program. Its types leave it out.
const { LanguageServer } = automation as unknown as {
  readonly LanguageServer: new (program: () => Promise<unknown>) => grpc.UntypedServiceImplementation;
};

const server = new grpc.Server();
server.addService(LanguageRuntimeService, new LanguageServer(run));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.send!(port);
});
// A run whose CLI was killed still throws errors for a while. They are not errors of the next run.
const ignore = () => undefined;
const events = ["uncaughtException", "unhandledRejection"] as readonly "uncaughtException"[];
for (const event of events) process.on(event, ignore);
// Lets days pass: only what asks for the time notices, no timer does.
const RealDate = Date;
let days = 0;
const now = () => RealDate.now() + days * 86_400_000;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, given: [], self) => Reflect.construct(target, given.length > 0 ? given : [now()], self) as object,
  get: (target, name, self) => (name === "now" ? now : (Reflect.get(target, name, self) as unknown)),
});
process.on("message", (later: number) => {
  days = later;
  process.send!(days);
});
// Ends together with the harness.
process.on("disconnect", () => process.exit());

/** Runs the program from its first line. Libraries and the folders below `src`, which keep nothing from a run, stay loaded. */
async function run(): Promise<Record<string, unknown>> {
  // Listeners of earlier runs would report this run's errors too.
  for (const event of events) {
    const listeners = process.listeners(event).filter((listener) => listener !== ignore);
    for (const listener of listeners.slice(0, -1)) process.off(event, listener);
  }
  for (const file of Object.keys(require.cache)) {
    if (file === program || dirname(file) === join(root, "src")) delete require.cache[file];
  }
  // As Pulumi does: the function that the program exports is called, and gives the outputs.
  return ((await import(program)) as { default: () => Promise<Record<string, unknown>> }).default();
}
