import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { STACK } from "./program";

/** Ends a process and everything it started, by process id: the CLI gives its plugins process groups of their own. */
export function endFamily(pid: number): void {
  for (const id of family(pid)) {
    try {
      process.kill(id, "SIGKILL");
    } catch (error) {
      // It may have ended by itself meanwhile.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

/** The ids of the process and its descendants. */
function family(pid: number): number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const rows = stdout.split("\n").map((line) => line.trim().split(/ +/).map(Number));
  const from = (id: number): number[] => [
    id,
    ...rows.filter(([, parent]) => parent === id).flatMap(([child]) => from(child!)),
  ];
  return from(pid);
}

/** What Node needs to load the TypeScript files of this project, whatever folder it runs in. */
export const loadTypeScript = ["--require", join(STACK, "src", "sdk", "load-typescript.cjs")];

/**
 * What the Pulumi CLI is run with: `backend` and `home` in this folder, the passphrase, and nothing of the user's own.
 *
 * @param port of a stand-in for the AWS provider; without one no provider is used.
 */
export function cliEnvironment(folder: string, stack: string | undefined, port?: number): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: join(folder, "home"),
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
    PULUMI_CONFIG_PASSPHRASE: "correct horse battery staple",
    PULUMI_DEBUG_PROVIDERS: port === undefined ? undefined : `aws:${port}`,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_STACK: stack,
  };
}
