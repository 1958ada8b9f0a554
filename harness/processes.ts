import { spawnSync } from "node:child_process";

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
