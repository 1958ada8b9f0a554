import type { Settings } from "../../src/settings";
import { presenceOf } from "../../src/settings/generations";
import { UsageError } from "../command";
import { type Day, dayOf } from "../days";
import { commitOf, commitTimes, firstParents, isShallow } from "../stack-file/git";
import { type Version, versions } from "../stack-file/history";
import { sameGenerations } from "../stack-file/same-generations";

/** Since when a generation has been in the state that the stack file says. */
export interface Since {
  /** The day of the commit, in UTC; null where it is not known. */
  readonly since: Day | null;
  /** The oldest commit from which on it has been in this state; null where it is not known. */
  readonly commit: string | null;
  /** Why it is not known, a clause. */
  readonly unknown?: string;
}

/** What git knows of the keys of a stack file. */
export interface KeyHistory {
  /** Of each generation, by id. */
  readonly generations: Readonly<Record<string, Since>>;
  /** True if the generations, their states or their plans are no longer those of HEAD, or never were in it. */
  readonly changed: boolean;
}

/**
 * Looks through the history of a stack file, along HEAD's first parents: a merge is what was deployed, and its commit's date is
 * the day. Versions that are at fault were never deployed, and are passed over; renames are followed.
 */
export function historyOf(folder: string, stack: string, { keys }: Settings): ReadonlyMap<string, KeyHistory> {
  const history = readHistory(folder, stack, keys);
  const sinceOf = (name: string, id: string): Since => {
    const commit = history?.commits.get(`${name} ${id}`);
    if (history === undefined) return unknown("git knows nothing of it");
    if (commit === undefined) return unknown("it is not committed yet");
    if (commit === history.edge)
      return unknown("this clone is shallow, and does not reach back to that day: git fetch --unshallow");
    return { since: history.days.get(commit)!, commit };
  };
  return new Map(
    Object.entries(keys).map(([name, key]) => {
      const generations = Object.keys(key.generations).map((id) => [id, sinceOf(name, id)] as const);
      const changed = history !== undefined && !sameGenerations(key, keyIn(history.head, name));
      return [name, { generations: Object.fromEntries(generations), changed }];
    }),
  );
}

function unknown(because: string): Since {
  return { since: null, commit: null, unknown: because };
}

type Keys = Settings["keys"];
type Key = Keys[string];

interface History {
  /** The keys at HEAD or, where that is at fault, at the newest version before it. */
  readonly head: Keys;
  /** For `KEY ID` the oldest commit from which on that generation has been in the state that it is in now. */
  readonly commits: ReadonlyMap<string, string>;
  /** The days of these commits. */
  readonly days: ReadonlyMap<string, Day>;
  /** The commit at which a shallow clone was cut off. */
  readonly edge?: string;
}

/** Undefined without git, and before the first commit. */
function readHistory(folder: string, stack: string, keys: Keys): History | undefined {
  try {
    const head = commitOf(folder, "HEAD");
    const { newest, commits } = findCommits(keys, versions(folder, head, stack));
    const distinct = [...new Set(commits.values())];
    const times = commitTimes(folder, distinct);
    return {
      head: newest ?? {},
      commits,
      days: new Map(distinct.map((commit, index) => [commit, dayOf(times[index]!)])),
      edge: isShallow(folder) ? firstParents(folder, head).at(-1) : undefined,
    };
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

function findCommits(keys: Keys, history: Iterable<Version>) {
  const commits = new Map<string, string>();
  let newest: Keys | undefined;
  let open = Object.entries(keys).flatMap(([name, { generations }]) =>
    Object.entries(generations).map(([id, { state }]) => ({ name, id, state })),
  );
  for (const { first, settings } of history) {
    if (settings === undefined) continue;
    newest ??= settings.keys;
    open = open.filter(({ name, id, state }) => presenceOf(keyIn(settings.keys, name), id) === state);
    // Reading a version takes a while.
    if (open.length === 0) break;
    for (const { name, id } of open) commits.set(`${name} ${id}`, first);
  }
  return { newest, commits };
}

function keyIn(keys: Keys, name: string): Pick<Key, "generations"> {
  return Object.hasOwn(keys, name) ? keys[name]! : { generations: {} };
}
