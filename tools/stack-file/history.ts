import { posix } from "node:path";
import type { Settings } from "../../src/settings";
import { countOf } from "../../src/settings/faults";
import { UsageError } from "../command";
import {
  type Checkout,
  type Commit,
  commitAt,
  type ContentId,
  contentsAt,
  firstParents,
  renamedFrom,
  textsOf,
} from "./git";
import { parseStackFile } from "./stack-file";

/** A version of a stack file, the same in one commit or in several in a row. */
export type Version = SoundVersion | FaultyVersion;

/** A version without faults, which may have been deployed. */
export interface SoundVersion extends Commits {
  readonly settings: Settings;
  readonly problem?: undefined;
}

/** A version with faults or that cannot be read here, and what is wrong with it. */
export interface FaultyVersion extends Commits {
  readonly settings?: undefined;
  readonly problem: string;
}

interface Commits {
  /** The commit that made this version. */
  readonly first: string;
  /** When that commit was made. */
  readonly time: Date;
  /** The newest commit that still has it. */
  readonly last: string;
}

/** The versions of a stack, from a commit back along the first parents as far as this clone reaches. Renames are followed. */
export interface History {
  /** Every version that differs in its file or in Pulumi.yaml, newest first. Each is parsed once, when it is first needed. */
  readonly versions: Iterable<Version>;
  /** The commit at which a shallow clone was cut off. */
  readonly edge?: string;
}

/** Lists the commits up to this one, once; the function it returns reads the history of a stack up to there. */
export function historiesAt(checkout: Checkout): (stack: string) => History {
  const commits = firstParents(checkout);
  return (stack) => readHistory(checkout, commits, stack);
}

/** The newest version without faults. */
export function newestSound({ versions }: History): SoundVersion | undefined {
  for (const version of versions) if (version.settings) return version;
  return undefined;
}

/** The history of a stack up to HEAD; undefined without git, and before the first commit. */
export function historyFromHead(folder: string, stack: string): History | undefined {
  let head: Checkout;
  try {
    head = commitAt(folder, "HEAD");
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
  return historiesAt(head)(stack);
}

function readHistory(checkout: Checkout, commits: readonly Commit[], stack: string): History {
  const all = [...runs(checkout, commits, stack)];
  const ids = [...new Set(all.flatMap(({ contents }) => contents.filter((id) => typeof id === "string")))];
  const texts = textsOf(checkout.folder, ids);
  const textOf = new Map(ids.map((id, index) => [id, texts[index]!]));
  const text = (id: ContentId) => (typeof id === "string" ? textOf.get(id)! : id);
  const parse = ({ contents: [project, file], ...its }: Run): Version => ({
    ...its,
    ...read(stack, text(project), text(file)),
  });
  return { versions: lazily(all, parse), edge: checkout.isShallow ? commits.at(-1)?.id : undefined };
}

/** Commits in a row with the same contents of Pulumi.yaml and the stack file. */
interface Run extends Commits {
  readonly contents: readonly [project: ContentId, file: ContentId];
}

function* runs({ folder, prefix }: Checkout, all: readonly Commit[], stack: string): Generator<Run> {
  let path: string | undefined = `${prefix}Pulumi.${stack}.yaml`;
  let commits = all;
  while (path !== undefined) {
    const contents = contentsAt(folder, commits, [posix.join(posix.dirname(path), "Pulumi.yaml"), path]);
    let renamed: string | undefined;
    let index = 0;
    while (renamed === undefined && index < commits.length) {
      const [project, file] = contents[index]!;
      let end = index + 1;
      while (end < commits.length && contents[end]![0] === project && contents[end]![1] === file) end += 1;
      if (file !== undefined) {
        const { id: first, time } = commits[end - 1]!;
        yield { first, time, last: commits[index]!.id, contents: [project, file] };
        const before = commits[end];
        if (before !== undefined && contents[end]![1] === undefined)
          renamed = renamedFrom(folder, before.id, first, path);
      }
      index = end;
    }
    [path, commits] = [renamed, commits.slice(index)];
  }
}

/** Maps items with a function that runs once for each, when its result is first needed. */
function lazily<T, U>(items: readonly T[], make: (item: T) => U): Iterable<U> {
  const made: U[] = [];
  return {
    *[Symbol.iterator]() {
      for (const [index, item] of items.entries()) yield (made[index] ??= make(item));
    },
  };
}

function read(stack: string, project: ContentId, file: ContentId) {
  if (project === undefined) return { problem: "there is no Pulumi.yaml" };
  if (typeof project !== "string" || typeof file !== "string") return { problem: "not a file in git" };
  try {
    const { settings, faults } = parseStackFile(stack, { project, stack: file });
    return settings ? { settings } : { problem: countOf(faults) };
  } catch (error) {
    if (error instanceof UsageError) return { problem: error.message };
    throw error;
  }
}
