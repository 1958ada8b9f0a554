import type { Settings } from "../../src/settings";
import { presenceOf } from "../generation-in";
import { type Day, dayOf } from "../days";
import { type History, newestSound, type Version } from "../stack-file/history";
import { sameGenerations } from "../stack-file/same-generations";

/** Since when a generation has been in the state that the stack file says. */
export interface Since {
  /** The day of the commit, in UTC; null if it is not known. */
  readonly since: Day | null;
  /** The commit since which it has been in this state; null if it is not known. */
  readonly commit: string | null;
  /** Why it is not known, as a clause. */
  readonly unknown?: string;
}

/** What git knows of the keys of a stack file. */
export interface KeyHistory {
  /** Of each generation, by id. */
  readonly generations: Readonly<Record<string, Since>>;
  /** True if the generations, their states or their plans differ from HEAD, or if HEAD does not have the key. */
  readonly changed: boolean;
}

/**
 * Finds in the history of a stack file, along HEAD's first parents, since when each generation has been in its state: the date
 * of the merge counts, as a merge is what gets deployed. Faulty versions were never deployed and are skipped.
 */
export function keyHistories(history: History | undefined, { keys }: Settings): ReadonlyMap<string, KeyHistory> {
  const newest = (history && newestSound(history))?.settings.keys ?? {};
  const versions = versionsSince(keys, history?.versions ?? []);
  const sinceOf = (name: string, id: string): Since => {
    const version = versions.get(`${name} ${id}`);
    if (history === undefined) return unknown("git does not have it");
    if (version === undefined) return unknown("it is not committed yet");
    if (version.first === history.edge)
      return unknown("this clone is shallow and does not reach back to that day: run git fetch --unshallow");
    return { since: dayOf(version.time), commit: version.first };
  };
  return new Map(
    Object.entries(keys).map(([name, key]) => {
      const generations = Object.keys(key.generations).map((id) => [id, sinceOf(name, id)] as const);
      const changed = history !== undefined && !sameGenerations(key, keyIn(newest, name));
      return [name, { generations: Object.fromEntries(generations), changed }];
    }),
  );
}

function unknown(because: string): Since {
  return { since: null, commit: null, unknown: because };
}

type Keys = Settings["keys"];
type Key = Keys[string];

/** For each `KEY ID` the oldest version since which that generation has been in its present state. */
function versionsSince(keys: Keys, history: Iterable<Version>): Map<string, Version> {
  const versions = new Map<string, Version>();
  let open = Object.entries(keys).flatMap(([name, { generations }]) =>
    Object.entries(generations).map(([id, { state }]) => ({ name, id, state })),
  );
  for (const version of history) {
    const { settings } = version;
    if (settings === undefined) continue;
    open = open.filter(({ name, id, state }) => presenceOf(keyIn(settings.keys, name), id) === state);
    // Reading a version takes a while.
    if (open.length === 0) break;
    for (const { name, id } of open) versions.set(`${name} ${id}`, version);
  }
  return versions;
}

function keyIn(keys: Keys, name: string): Pick<Key, "generations"> {
  return Object.hasOwn(keys, name) ? keys[name]! : { generations: {} };
}
