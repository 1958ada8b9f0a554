import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTypeScript } from "../../../harness/processes";
import { pythonEnvironment } from "./python";

/** An AWS that others wrote, on this machine: LocalStack's core, with API Gateway's data plane, and AWS's own CLI. */
export class LocalStack {
  private constructor(
    private readonly keeper: ChildProcess,
    /** The environment in which AWS's SDKs and CLI call it, with the CLI on PATH. */
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** @throws with what to do, if there is no suitable Python. */
  static async start(): Promise<LocalStack> {
    const python = pythonEnvironment();
    const folder = mkdtempSync(join(tmpdir(), "localstack-"));
    const keeper = fork(join(__dirname, "keeper.ts"), [python, folder], {
      execArgv: loadTypeScript,
    });
    const [{ endpoint, failed }] = (await once(keeper, "message")) as [{ endpoint?: string; failed?: string }];
    if (endpoint === undefined) {
      const log = readFileSync(join(folder, "log"), "utf8");
      keeper.disconnect();
      throw new Error(`${failed}\n${log}`);
    }
    symlinkSync(join(python, "bin", "aws"), join(folder, "aws"));
    return new LocalStack(keeper, {
      PATH: `${folder}:${process.env.PATH}`,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: "eu-central-1",
      AWS_DEFAULT_REGION: "eu-central-1",
      // LocalStack accepts any credentials. The user's own are not read.
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
      // It runs on the Node.js that it is locked for.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    });
  }

  /** Ends it, and deletes everything that it wrote. */
  async stop(): Promise<void> {
    const ended = once(this.keeper, "exit");
    this.keeper.disconnect();
    await ended;
  }
}
