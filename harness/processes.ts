import { spawnSync } from "node:child_process";

/** Ends a process and all that it started, by their ids: the CLI gives its plugins process groups of their own. */
export function endFamily(pid: number): void {
  for (const id of family(pid)) {
    try {
      process.kill(id, "SIGKILL");
    } catch (error) {
      // It may have ended by itself in the meantime.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

/** The process, and those that descend from it. */
function family(pid: number): number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const rows = stdout.split("\n").map((line) => line.trim().split(/ +/).map(Number));
  const from = (id: number): number[] => [
    id,
    ...rows.filter(([, parent]) => parent === id).flatMap(([child]) => from(child!)),
  ];
  return from(pid);
}
