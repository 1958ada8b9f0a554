import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/**
 * The program, kept in a process that stays: the CLI asks it for a run, as Pulumi's Automation API has it, in place of starting
 * Node and loading the SDK. An update of a few keys then takes a third of the CPU.
 */
export class ResidentProgram {
  private constructor(
    private readonly process: ChildProcess,
    /** What tells the CLI to use it: the environment's form of its option `--client`. */
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async start(): Promise<ResidentProgram> {
    const child = fork(join(__dirname, "main.ts"), { execArgv: ["--require", "sucrase/register/ts"] });
    const [port] = (await once(child, "message")) as [number];
    return new ResidentProgram(child, { PULUMI_OPTION_CLIENT: `127.0.0.1:${port}` });
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const ended = once(this.process, "exit");
    if (this.process.connected) this.process.disconnect();
    await ended;
  }
}
