import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROJECT_FILE } from "./rotate";
import { folderWith } from "./stack-folder";

/** Files by name, with their texts; undefined for one that is removed. */
export type Files = Readonly<Record<string, string | undefined>>;

/** A commit: its day, or its moment, and the files that it changes. */
export type Commit = readonly [moment: string, files: Files];

/** A git repository in a temporary folder, with a commit for each of these. */
export function repositoryWith(...commits: readonly Commit[]): string {
  const folder = folderWith({});
  git(folder, "init", "--quiet", "--initial-branch=main");
  for (const commit of commits) commitFiles(folder, commit);
  return folder;
}

/** A project with a commit for each of these versions, a second apart; `below` is its folder in the repository. */
export function projectWith(versions: readonly Files[], below = "."): string {
  const folder = join(repositoryWith(), below);
  mkdirSync(folder, { recursive: true });
  for (const files of [{ "Pulumi.yaml": PROJECT_FILE }, ...versions]) commitNext(folder, files);
  return folder;
}

/** Adds a commit a second after the last one. */
export function commitNext(folder: string, files: Files): void {
  seconds += 1;
  commitFiles(folder, [new Date(seconds * 1000).toISOString(), files]);
}

let seconds = Date.UTC(2026, 0) / 1000;

/** Adds a commit. Its author wrote it long before. */
export function commitFiles(folder: string, [moment, files]: Commit): void {
  writeFiles(folder, files);
  git(folder, "add", "--all", ":/");
  const at = moment.includes("T") ? moment : `${moment}T12:00:00Z`;
  const dates = { GIT_COMMITTER_DATE: at, GIT_AUTHOR_DATE: "2020-02-02T12:00:00Z" };
  runGit(folder, ["commit", "--quiet", "--allow-empty", "--message", "x"], dates);
}

/** Writes files, and removes others. */
export function writeFiles(folder: string, files: Files): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    if (text === undefined) rmSync(join(folder, file));
    else writeFileSync(join(folder, file), text);
  }
}

/** Runs git, and gives what it prints. */
export function git(folder: string, ...args: readonly string[]): string {
  return runGit(folder, args);
}

function runGit(folder: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): string {
  const settings = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always"];
  const env = { ...process.env, ...environment };
  return execFileSync("git", [...settings, ...args], { cwd: folder, stdio: "pipe", env })
    .toString()
    .trim();
}
