import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "./stack-folder";
import { scriptOf } from "./workflow-files";

/** A stand-in for a command: records its arguments, then runs this. */
type StandIns = Readonly<Record<string, string>>;

/** How a step ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  /** How the stand-ins were called, in order. */
  readonly calls: readonly string[];
  /** The text of a file in the working folder. */
  readonly file: (name: string) => string;
}

interface Given {
  readonly standIns: StandIns;
  readonly env?: object;
  readonly files?: Record<string, string>;
  readonly folder?: string;
}

/** Runs a step's script as GitHub does with `shell: bash`, in an existing folder or a new one with these files. */
export function runStep(job: string, step: string, given: Given): Ended {
  return runScript(scriptOf(job, step), given);
}

/** Runs any bash script in the same way. */
export function runScript(script: string, given: Given): Ended {
  const folder = given.folder ?? folderWith(given.files ?? {});
  const [bin, calls] = [join(folder, ".bin"), join(folder, ".calls")];
  mkdirSync(bin, { recursive: true });
  for (const [name, does] of Object.entries(given.standIns)) {
    writeFileSync(join(bin, name), `#!/bin/bash\nprintf '%s\\n' "${name} $*" >> "${calls}"\n${does}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const { status, stdout } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
    cwd: folder,
    env: { PATH: `${bin}:${process.env.PATH}`, ...given.env },
    encoding: "utf8",
  });
  const file = (name: string) => readFileSync(join(folder, name), "utf8");
  return { code: status, stdout, calls: existsSync(calls) ? file(".calls").trimEnd().split("\n") : [], file };
}
