import { execFileSync } from "node:child_process";
import { UsageError } from "../command";

/**
 * The commit that a ref names, in full.
 *
 * @throws {UsageError} where there is no such commit here, or no git repository at all.
 */
export function commitOf(folder: string, ref: string): string {
  // Never taken for an option of git's.
  if (ref === "" || ref.startsWith("-")) throw new UsageError(`"${ref}" is no git ref; give one such as origin/main`);
  git(folder, ["rev-parse", "--git-dir"]);
  try {
    return git(folder, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`])
      .toString()
      .trim();
  } catch {
    throw new UsageError(
      `git knows no commit "${ref}" here; a shallow clone holds only what was fetched: fetch the ref first, for example git fetch --depth=1 origin main, which is FETCH_HEAD then`,
    );
  }
}

/** The files that the folder had at a commit. */
export function filesAt(folder: string, commit: string): string[] {
  return git(folder, ["ls-tree", "--name-only", "-z", commit]).toString().split("\0").filter(Boolean);
}

/** The commit and its first parents, newest first, as far as this clone reaches. What merges brought in is left out. */
export function firstParents(folder: string, commit: string): string[] {
  return git(folder, ["rev-list", "--first-parent", commit]).toString().split("\n").filter(Boolean);
}

/** When each of the commits was committed. */
export function commitTimes(folder: string, commits: readonly string[]): Date[] {
  const answer = git(folder, ["log", "--no-walk=unsorted", "--stdin", "--format=%ct"], `${commits.join("\n")}\n`);
  return commits.length === 0
    ? []
    : answer
        .toString()
        .trim()
        .split("\n")
        .map((seconds) => new Date(Number(seconds) * 1000));
}

/** True if this clone was cut off somewhere, so that older commits are not known. */
export function isShallow(folder: string): boolean {
  return git(folder, ["rev-parse", "--is-shallow-repository"]).toString().trim() === "true";
}

/** The path of a file of the folder, seen from the root of its repository. */
export function pathInRepository(folder: string, file: string): string {
  return git(folder, ["rev-parse", "--show-prefix"]).toString().replace(/\n$/, "") + file;
}

/**
 * The ids of the contents that a path has at each of the commits. Symbolic links are followed. `null` for what is no file
 * and for a link that leads to none in the repository, undefined where there is no such path.
 */
export function contentsAt(folder: string, commits: readonly string[], path: string): (string | null | undefined)[] {
  const objects = commits.map((commit) => `${commit}:${path}\n`).join("");
  const answer = git(folder, ["cat-file", "--batch-check", "--follow-symlinks"], objects);
  const reader = new AnswerReader(answer);
  return commits.map(() => {
    const line = reader.line();
    const [, badLink] = /^(?:dangling|symlink|loop|notdir) ([0-9]+)$/.exec(line) ?? [];
    if (badLink !== undefined) reader.bytes(Number(badLink));
    return line.endsWith(" missing") ? undefined : (/^([0-9a-f]+) blob [0-9]+$/.exec(line)?.[1] ?? null);
  });
}

/** The texts that have these ids. */
export function textsOf(folder: string, ids: readonly string[]): string[] {
  const reader = new AnswerReader(git(folder, ["cat-file", "--batch"], ids.map((id) => `${id}\n`).join("")));
  return ids.map(() => reader.bytes(Number(reader.line().split(" ")[2])).toString());
}

/**
 * The path from which a stack file was renamed between two commits. A stack file that goes where another one comes counts as
 * renamed however little they have in common, as the rename may hide in an edit.
 */
export function renamedFrom(folder: string, before: string, after: string, path: string): string | undefined {
  const options = ["-r", "-z", "--name-status", "--diff-filter=R", "--find-renames=1%"];
  const answer = git(folder, ["diff-tree", ...options, before, after, "--", ":(top,glob)**/Pulumi.*.yaml"]);
  const fields = answer.toString().split("\0");
  const at = fields.findIndex((field, index) => index % 3 === 2 && field === path);
  return at === -1 ? undefined : fields[at - 1];
}

/** Reads the answers of `git cat-file`: lines, and bytes that a line break follows. */
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

function git(folder: string, args: readonly string[], input = ""): Buffer {
  try {
    return execFileSync("git", args, {
      cwd: folder,
      // What git says is handed on, in one language whatever the user's.
      env: { ...process.env, LC_ALL: "C" },
      input,
      stdio: "pipe",
      maxBuffer: Infinity,
    });
  } catch (error) {
    const { code, stderr } = error as { readonly code?: string; readonly stderr?: Buffer };
    if (code === "ENOENT") throw new UsageError("there is no git on PATH");
    throw new UsageError(`git says: ${stderr?.toString().trim().split("\n")[0]}`);
  }
}
