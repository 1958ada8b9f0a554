import type { ServiceKeySettings } from "../../src/settings/service-key";
import { type History, newestSound } from "../stack-file/history";
import { sameGenerations } from "../stack-file/same-generations";

type Generations = Pick<ServiceKeySettings, "generations">;

/** The keys in HEAD's version of a stack file, or in the newest version without faults. */
export interface Head {
  /** True if the generations of a key differ from HEAD. A key that HEAD does not have never differs. */
  differs(name: string, key: Generations): boolean;
  /** True if HEAD has the key with these generations. */
  has(name: string, key: Generations): boolean;
}

/** Reads the keys of a stack at HEAD. Without git, and without the file in HEAD, no key differs. */
export function readHead(history: History | undefined): Head {
  const keys: Readonly<Record<string, Generations>> = (history && newestSound(history))?.settings.keys ?? {};
  const at = (name: string) => (Object.hasOwn(keys, name) ? keys[name] : undefined);
  const has = (name: string, key: Generations) => {
    const before = at(name);
    return before !== undefined && sameGenerations(before, key);
  };
  return { has, differs: (name, key) => at(name) !== undefined && !has(name, key) };
}
