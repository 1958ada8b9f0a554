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

/** The commits, up to this one and newest first, that changed a file, as far as this clone reaches. */
export function commitsOf(folder: string, commit: string, file: string): string[] {
  return git(folder, ["log", "--full-history", "--format=%H", commit, "--", file])
    .toString()
    .split("\n")
    .filter(Boolean);
}

/** True if this clone was cut off somewhere, so that older commits are not known. */
export function isShallow(folder: string): boolean {
  return git(folder, ["rev-parse", "--is-shallow-repository"]).toString().trim() === "true";
}

/** The texts of some files of the folder at each of the commits; undefined where there was no such file. */
export function textsAt(
  folder: string,
  commits: readonly string[],
  files: readonly string[],
): (string | undefined)[][] {
  const objects = commits.flatMap((commit) => files.map((file) => `${commit}:./${file}\n`));
  const answer = git(folder, ["cat-file", "--batch"], objects.join(""));
  let at = 0;
  const next = () => {
    const lineEnd = answer.indexOf("\n", at);
    const size = / blob ([0-9]+)$/.exec(answer.subarray(at, lineEnd).toString())?.[1];
    const start = lineEnd + 1;
    at = size === undefined ? start : start + Number(size) + 1;
    return size === undefined ? undefined : answer.subarray(start, at - 1).toString();
  };
  return commits.map(() => files.map(next));
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
