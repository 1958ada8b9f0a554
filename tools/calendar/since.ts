import type { Settings } from "../../src/settings";
import { presenceOf } from "../../src/settings/generations";
import { type Day, dayOf } from "../days";
import type { History, Version } from "../stack-file/history";
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
export function keyHistories(history: History | undefined, { keys }: Settings): ReadonlyMap<string, KeyHistory> {
  const { newest = {}, versions } = findVersions(keys, history?.versions ?? []);
  const sinceOf = (name: string, id: string): Since => {
    const version = versions.get(`${name} ${id}`);
    if (history === undefined) return unknown("git knows nothing of it");
    if (version === undefined) return unknown("it is not committed yet");
    if (version.first === history.edge)
      return unknown("this clone is shallow, and does not reach back to that day: git fetch --unshallow");
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

/**
 * The keys at HEAD or, where that is at fault, at the newest version before it; and for `KEY ID` the oldest version from which on
 * that generation has been in the state that it is in now.
 */
function findVersions(keys: Keys, history: Iterable<Version>) {
  const versions = new Map<string, Version>();
  let newest: Keys | undefined;
  let open = Object.entries(keys).flatMap(([name, { generations }]) =>
    Object.entries(generations).map(([id, { state }]) => ({ name, id, state })),
  );
  for (const version of history) {
    const { settings } = version;
    if (settings === undefined) continue;
    newest ??= settings.keys;
    open = open.filter(({ name, id, state }) => presenceOf(keyIn(settings.keys, name), id) === state);
    // Reading a version takes a while.
    if (open.length === 0) break;
    for (const { name, id } of open) versions.set(`${name} ${id}`, version);
  }
  return { newest, versions };
}

function keyIn(keys: Keys, name: string): Pick<Key, "generations"> {
  return Object.hasOwn(keys, name) ? keys[name]! : { generations: {} };
}
