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
  git(folder, "init", "--quiet", "--initial-branch=main", "--template=");
  if (commits.length > 0) importCommits(folder, commits);
  return folder;
}

/** Adds commits to an empty repository in one go: hundreds take no longer than one. */
function importCommits(folder: string, commits: readonly Commit[]): void {
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const stream = commits.flatMap(([moment, files]) => [
    "commit refs/heads/main\n",
    `author a <a@example.org> ${secondsOf(WRITTEN)} +0000\n`,
    `committer a <a@example.org> ${secondsOf(moment)} +0000\n`,
    data("x"),
    ...Object.entries(files).map(([path, text]) =>
      text === undefined ? `D ${path}\n` : `M 100644 inline ${path}\n${data(text)}`,
    ),
  ]);
  runGit(folder, ["fast-import", "--quiet"], {}, stream.join(""));
  runGit(folder, ["reset", "--quiet", "--hard"]);
}

/** The author's date is long before the committer's. */
const WRITTEN = "2020-02-02";

/** A day, at noon in UTC, or a moment, as git takes it. */
function momentOf(moment: string): string {
  return moment.includes("T") ? moment : `${moment}T12:00:00Z`;
}

function secondsOf(moment: string): number {
  return Date.parse(momentOf(moment)) / 1000;
}

/** A project with a commit for each of these versions, one second apart; `below` is its folder in the repository. */
export function projectWith(versions: readonly Files[], below = "."): string {
  const inFolder = (files: Files) =>
    Object.fromEntries(Object.entries(files).map(([file, text]) => [join(below, file), text]));
  const commits = [{ "Pulumi.yaml": PROJECT_FILE }, ...versions].map((files): Commit => [
    nextMoment(),
    inFolder(files),
  ]);
  return join(repositoryWith(...commits), below);
}

/** Adds a commit one second after the last one. */
export function commitNext(folder: string, files: Files): void {
  commitFiles(folder, [nextMoment(), files]);
}

let seconds = Date.UTC(2026, 0) / 1000;

function nextMoment(): string {
  seconds += 1;
  return new Date(seconds * 1000).toISOString();
}

/** Adds a commit. */
function commitFiles(folder: string, [moment, files]: Commit): void {
  writeFiles(folder, files);
  git(folder, "add", "--all", ":/");
  const dates = { GIT_COMMITTER_DATE: momentOf(moment), GIT_AUTHOR_DATE: momentOf(WRITTEN) };
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

/** Runs git, and returns what it prints. */
export function git(folder: string, ...args: readonly string[]): string {
  return runGit(folder, args).trim();
}

/** The same with an environment and an input, and the output to the last line break. */
export function runGit(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  input = "",
): string {
  const settings = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "maintenance.auto=false"];
  const env = { ...process.env, ...environment };
  return execFileSync("git", [...settings, ...args], { cwd: folder, stdio: "pipe", env, input }).toString();
}
