import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import type { Readable } from "node:stream";
import { parse } from "yaml";
import type { Monitor } from "./monitor";

/** What one run used, in seconds: processor time, and time on the clock. */
export interface Usage {
  readonly cpu: number;
  readonly wall: number;
}

/** A program as the CLI would run it: its folder, and the configuration of a stack file. */
export interface Program {
  readonly folder: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * Runs a cold preview of a program against a monitor in this process: the temporary folder has no compiler cache.
 *
 * @throws if the program fails, with what it printed.
 */
export async function runCold({ folder, config }: Program, monitor: Monitor): Promise<Usage> {
  const project = readProject(folder);
  const { typescript = true, nodeargs = "", tsconfig = "tsconfig.json" } = project.runtime.options;
  const temporary = mkdtempSync(join(tmpdir(), "bench-"));
  const file = join(temporary, "config.json");
  writeFileSync(file, JSON.stringify(environmentConfig(project.name, config)));
  monitor.reset();
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      ...["--require", join(__dirname, "measured.cjs"), ...nodeargs.split(" ").filter(Boolean)],
      ...[require.resolve("@pulumi/pulumi/cmd/run"), "--monitor", monitor.address, "--engine", monitor.address],
      ...["--organization", "organization", "--project", project.name, "--stack", "dev"],
      ...["--dry-run", "--pwd", folder, "."],
    ],
    {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        TMPDIR: temporary,
        BENCH_CONFIG: file,
        PULUMI_NODEJS_TYPESCRIPT: String(typescript),
        PULUMI_NODEJS_TSCONFIG_PATH: tsconfig,
      },
    },
  );
  const ended = once(child, "close") as Promise<[number]>;
  const [stdout, stderr, usage] = await Promise.all([1, 2, 3].map((pipe) => text(child.stdio[pipe] as Readable)));
  const [code] = await ended;
  const wall = (performance.now() - started) / 1000;
  rmSync(temporary, { recursive: true });
  if (code !== 0) throw new Error(`the program in ${folder} failed:\n${stdout}${stderr}`);
  return { ...(JSON.parse(usage!) as Pick<Usage, "cpu">), wall };
}

/** This project's folder. */
export const STACK = resolve(__dirname, "..");

/** The configuration of its stack `dev`: one key on one plan. */
export function devConfig(): Program["config"] {
  const file = parse(readFileSync(join(STACK, "Pulumi.dev.yaml"), "utf8")) as { config: Program["config"] };
  return file.config;
}

interface Project {
  readonly name: string;
  readonly runtime: {
    readonly options: { readonly typescript?: boolean; readonly nodeargs?: string; readonly tsconfig?: string };
  };
}

function readProject(folder: string): Project {
  return parse(readFileSync(join(folder, "Pulumi.yaml"), "utf8")) as Project;
}

function environmentConfig(project: string, config: Program["config"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name.includes(":") ? name.replace(":", ":config:") : `${project}:config:${name}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
