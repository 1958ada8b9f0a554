import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { loadTypeScript } from "../processes";

/**
 * The program in a process that keeps running: the CLI asks it for each run, as with Pulumi's Automation API, and does not start
 * Node or load the SDK. An update of a few keys then takes a third of the CPU time.
 */
export class ResidentProgram {
  private constructor(
    private readonly process: ChildProcess,
    /** The environment variable for the CLI's option `--client`, which makes it use this process. */
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async start(): Promise<ResidentProgram> {
    const child = fork(join(__dirname, "main.ts"), { execArgv: loadTypeScript });
    const [port] = (await once(child, "message")) as [number];
    return new ResidentProgram(child, { PULUMI_OPTION_CLIENT: `127.0.0.1:${port}` });
  }

  /** Runs the program as if it were this many days later. */
  async later(days: number): Promise<void> {
    const set = once(this.process, "message");
    this.process.send(days);
    await set;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const ended = once(this.process, "exit");
    if (this.process.connected) this.process.disconnect();
    await ended;
  }
}
