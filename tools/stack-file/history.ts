import { posix } from "node:path";
import type { Settings } from "../../src/settings";
import { countOf } from "../../src/settings/faults";
import { UsageError } from "../command";
import { commitOf, contentsAt, firstParents, pathInRepository, renamedFrom, textsOf } from "./git";
import { parseStackFile } from "./stack-file";

/** What a stack was to be in one commit or several in a row. */
export type Version = SoundVersion | FaultyVersion;

/** A version that can have been deployed. */
export interface SoundVersion extends Commits {
  readonly settings: Settings;
  readonly problem?: undefined;
}

/** A version that is at fault, or that cannot be read here, and what is wrong with it. */
export interface FaultyVersion extends Commits {
  readonly settings?: undefined;
  readonly problem: string;
}

interface Commits {
  /** The commit that made this version. */
  readonly first: string;
  /** The newest commit that still has it. */
  readonly last: string;
}

/**
 * Every version of a stack that differs in its file or in Pulumi.yaml, newest first, from this commit back along the first
 * parents, as far as this clone reaches. Renames are followed.
 */
export function* versions(folder: string, commit: string, stack: string): Generator<Version, undefined> {
  const all = [...runs(folder, commit, stack)];
  const ids = [...new Set(all.flatMap(({ contents }) => contents.filter((id) => typeof id === "string")))];
  const texts = textsOf(folder, ids);
  const textOf = new Map(ids.map((id, index) => [id, texts[index]!]));
  for (const { first, last, contents } of all) {
    const [project, file] = contents;
    const text = (id: Content) => (typeof id === "string" ? textOf.get(id)! : id);
    yield { first, last, ...read(stack, text(project), text(file)) };
  }
}

/** The versions of a stack from HEAD back. There are none without git, before the first commit, and of a file that HEAD does not have. */
export function versionsFromHead(folder: string, stack: string): Iterable<Version> {
  try {
    return versions(folder, commitOf(folder, "HEAD"), stack);
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}

/** The ids of the contents of Pulumi.yaml and of the stack file. */
type Contents = readonly [project: Content, file: Content];
type Content = ReturnType<typeof contentsAt>[number];

function* runs(folder: string, commit: string, stack: string): Generator<Commits & { readonly contents: Contents }> {
  let path: string | undefined = pathInRepository(folder, `Pulumi.${stack}.yaml`);
  let commits = firstParents(folder, commit);
  while (path !== undefined) {
    const files = contentsAt(folder, commits, path);
    const projects = contentsAt(folder, commits, posix.join(posix.dirname(path), "Pulumi.yaml"));
    let renamed: string | undefined;
    let index = 0;
    while (renamed === undefined && index < commits.length) {
      const [file, project] = [files[index], projects[index]];
      let end = index + 1;
      while (end < commits.length && files[end] === file && projects[end] === project) end += 1;
      if (file !== undefined) {
        const first = commits[end - 1]!;
        yield { first, last: commits[index]!, contents: [project, file] };
        const before = commits[end];
        if (before !== undefined && files[end] === undefined) renamed = renamedFrom(folder, before, first, path);
      }
      index = end;
    }
    [path, commits] = [renamed, commits.slice(index)];
  }
}

function read(stack: string, project: Content, file: Content) {
  if (project === undefined) return { problem: "there is no Pulumi.yaml" };
  if (typeof project !== "string" || typeof file !== "string") return { problem: "no file that git has" };
  try {
    const { settings, faults } = parseStackFile(stack, { project, stack: file });
    return settings ? { settings } : { problem: countOf(faults) };
  } catch (error) {
    if (error instanceof UsageError) return { problem: error.message };
    throw error;
  }
}
