import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { cliEnvironment } from "./processes";
import { STACK } from "./program";

/** The files that a program may have. */
const SOURCES = ["index.ts", "index.js", "__main__.py", "src", "package.json", "tsconfig.json", "tsconfig.pulumi.json"];

/** True if the Pulumi CLI is on PATH. */
export function hasCli(): boolean {
  return spawnSync("pulumi", ["version"], { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } }).status === 0;
}

/** A project with a stack `dev`, in a temporary folder, on a file backend, with a stand-in AWS. */
export class CliProject {
  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  /** @param port where the stand-in provider serves. */
  static create(source: string, config: Readonly<Record<string, unknown>>, port: number): CliProject {
    const folder = mkdtempSync(join(tmpdir(), "bench-"));
    for (const name of ["backend", "home", "project", "tmp"]) mkdirSync(join(folder, name));
    for (const name of SOURCES) {
      if (existsSync(join(source, name))) symlinkSync(join(source, name), join(folder, "project", name));
    }
    symlinkSync(join(STACK, "node_modules"), join(folder, "project", "node_modules"));
    copyFileSync(join(source, "Pulumi.yaml"), join(folder, "project", "Pulumi.yaml"));
    const project = new CliProject(folder, port);
    project.run("stack", "init", "dev");
    project.configure(config);
    return project;
  }

  /** Runs a cold preview and returns the seconds it took: wall time, and CPU time of all processes together. */
  preview(): { cpu: number; wall: number } {
    return this.run("preview");
  }

  /** Deploys. */
  up(): void {
    this.run("up", "--yes", "--skip-preview");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private configure(config: Readonly<Record<string, unknown>>): void {
    const file = join(this.folder, "project", "Pulumi.dev.yaml");
    const { encryptionsalt } = parse(readFileSync(file, "utf8")) as { encryptionsalt: string };
    writeFileSync(file, stringify({ encryptionsalt, config }));
  }

  private run(...args: string[]): { cpu: number; wall: number } {
    rmSync(join(this.folder, "tmp"), { recursive: true });
    mkdirSync(join(this.folder, "tmp"));
    const started = performance.now();
    // `times` prints the CPU time of all processes that the shell and its children waited for.
    const timed = ["-c", '"$@"; code=$?; times >&3; exit $code', "sh", "pulumi", ...args];
    const { status, stdout, stderr, output } = spawnSync("sh", [...timed, "--non-interactive", "--color=never"], {
      cwd: join(this.folder, "project"),
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      encoding: "utf8",
      env: {
        ...cliEnvironment(this.folder, "dev", this.port),
        TMPDIR: join(this.folder, "tmp"),
      },
    });
    const wall = (performance.now() - started) / 1000;
    if (status !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${stdout}${stderr}`);
    return { cpu: childSeconds(output[3]!), wall };
  }
}

/** The sum of the second line of `times`, such as `0m1.146s 0m0.203s`. */
function childSeconds(times: string): number {
  const children = times.split("\n")[1]!;
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  );
}
