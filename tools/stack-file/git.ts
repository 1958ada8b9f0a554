import { spawnSync } from "node:child_process";
import { UsageError } from "../command";

/** A commit in a clone, seen from a folder of it. */
export interface Checkout {
  readonly folder: string;
  /** The commit, in full. */
  readonly commit: string;
  /** The path of the folder in its repository, with a slash at its end; empty for the root. */
  readonly prefix: string;
  /** True if this clone is shallow, so that older commits are not known. */
  readonly isShallow: boolean;
}

/**
 * Looks up the commit that a ref names.
 *
 * @throws {UsageError} if there is no such commit here, or no git repository at all.
 */
export function commitAt(folder: string, ref: string): Checkout {
  // git would read it as an option.
  if (ref === "" || ref.startsWith("-"))
    throw new UsageError(`"${ref}" is not a git ref; give one such as origin/main`);
  const asked = ["--show-prefix", "--is-shallow-repository", "--verify", "--quiet", `${ref}^{commit}`];
  const answer = git(folder, ["rev-parse", ...asked], "", [0, 1]).toString();
  const [, prefix = "", isShallow, commit] = /^([^]*)\n(true|false)\n(?:([0-9a-f]+)\n)?$/.exec(answer) ?? [];
  if (commit === undefined) {
    throw new UsageError(
      `git has no commit "${ref}" here; fetch it first, for example git fetch --depth=1 origin main, which makes it FETCH_HEAD`,
    );
  }
  return { folder, commit, prefix, isShallow: isShallow === "true" };
}

/** The files that the folder had at a commit. */
export function filesAt({ folder, commit }: Checkout): string[] {
  return git(folder, ["ls-tree", "--name-only", "-z", commit]).toString().split("\0").filter(Boolean);
}

/** A commit, in full, and when it was committed. */
export interface Commit {
  readonly id: string;
  readonly time: Date;
}

/** The commit and its first parents, newest first, as far as this clone reaches. */
export function firstParents({ folder, commit }: Checkout): Commit[] {
  const lines = git(folder, ["rev-list", "--first-parent", "--timestamp", commit]).toString().split("\n");
  return lines.filter(Boolean).map((line) => {
    const [seconds, id] = line.split(" ") as [string, string];
    return { id, time: new Date(Number(seconds) * 1000) };
  });
}

/** The id of a path's content; `null` if it is no file or a link to none in the repository, undefined if there is no such path. */
export type ContentId = string | null | undefined;

/** The content of each of the paths at each of the commits. Symbolic links are followed. */
export function contentsAt(folder: string, commits: readonly Commit[], paths: readonly string[]): ContentId[][] {
  const objects = commits.flatMap(({ id }) => paths.map((path) => `${id}:${path}\n`)).join("");
  const reader = new AnswerReader(git(folder, ["cat-file", "--batch-check", "--follow-symlinks"], objects));
  const content = () => {
    const line = reader.line();
    const [, badLink] = /^(?:dangling|symlink|loop|notdir) ([0-9]+)$/.exec(line) ?? [];
    if (badLink !== undefined) reader.bytes(Number(badLink));
    return line.endsWith(" missing") ? undefined : (/^([0-9a-f]+) blob [0-9]+$/.exec(line)?.[1] ?? null);
  };
  return commits.map(() => paths.map(content));
}

/** The texts that have these ids. */
export function textsOf(folder: string, ids: readonly string[]): string[] {
  const reader = new AnswerReader(git(folder, ["cat-file", "--batch"], ids.map((id) => `${id}\n`).join("")));
  return ids.map(() => reader.bytes(Number(reader.line().split(" ")[2])).toString());
}

/**
 * The path from which a stack file was renamed between two commits. If one stack file is removed and another
 * one added, that counts as a rename even if they have little in common, as the file may have been edited too.
 */
export function renamedFrom(folder: string, before: string, after: string, path: string): string | undefined {
  const options = ["-r", "-z", "--name-status", "--diff-filter=R", "--find-renames=1%"];
  const answer = git(folder, ["diff-tree", ...options, before, after, "--", ":(top,glob)**/Pulumi.*.yaml"]);
  const fields = answer.toString().split("\0");
  const at = fields.findIndex((field, index) => index % 3 === 2 && field === path);
  return at === -1 ? undefined : fields[at - 1];
}

/** Reads the answers of `git cat-file`: lines, and counted bytes followed by a line break. */
class AnswerReader {
  private at = 0;

  constructor(private readonly answer: Buffer) {}

  line(): string {
    return this.bytes(this.answer.indexOf("\n", this.at) - this.at).toString();
  }

  bytes(count: number): Buffer {
    const start = this.at;
    this.at += count + 1;
    return this.answer.subarray(start, start + count);
  }
}

/** What git prints. Any other exit code than these is an error with git's own message. */
function git(folder: string, args: readonly string[], input = "", exitCodes: readonly number[] = [0]): Buffer {
  // English messages, whatever the user's language.
  const env = { ...process.env, LC_ALL: "C" };
  const { error, status, stdout, stderr } = spawnSync("git", args, { cwd: folder, env, input, maxBuffer: Infinity });
  if (error && "code" in error && error.code === "ENOENT") throw new UsageError("there is no git on PATH");
  if (exitCodes.includes(status!)) return stdout;
  throw new UsageError(`git says: ${stderr.toString().trim().split("\n")[0]}`);
}
