import type { History } from "../stack-file/history";

/** All ids that each key ever had, as far as git's history goes. */
export function idsInHistory(history: History | undefined): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { settings } of history?.versions ?? []) {
    for (const [name, { generations }] of Object.entries(settings?.keys ?? {})) {
      ids.set(name, [...(ids.get(name) ?? []), ...Object.keys(generations)]);
    }
  }
  return ids;
}
