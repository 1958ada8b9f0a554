import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";

const requirements = resolve(__dirname, "..", "..", "aws", "requirements.txt");

/**
 * The folder of a Python environment with what test/aws/requirements.txt names. It is made once, in the user's cache.
 *
 * @throws with what to do, if there is no suitable Python, or a package cannot be installed.
 */
export function pythonEnvironment(): string {
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 16);
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const folder = join(cache, "ai-service-keys", `localstack-${hash}`);
  if (existsSync(join(folder, "made"))) return folder;
  const python = findPython();
  console.log(`test:aws: making a Python environment in ${folder}, once; this takes a minute or two`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  run(python, ["-m", "venv", folder]);
  run(join(folder, "bin", "python"), ["-m", "pip", "install", "--quiet", "--requirement", requirements]);
  // Its scripts contain the path of their folder, so it is made in its final place, and marked once it is complete.
  writeFileSync(join(folder, "made"), "");
  return folder;
}

/** The first Python of PATH that can run it. */
function findPython(): string {
  const can = (name: string) =>
    spawnSync(name, ["-c", "import sys, venv; sys.exit(sys.version_info < (3, 11))"]).status === 0;
  const found = ["python3", "python3.11", "python3.12", "python3.13", "python"].find(can);
  if (found === undefined)
    throw new Error("test:aws needs Python 3.11 or newer with its module venv, and finds none on PATH");
  return found;
}

function run(command: string, args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${error?.message ?? ""}${stdout}${stderr}`);
}
