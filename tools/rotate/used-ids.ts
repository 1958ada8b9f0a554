import { UsageError } from "../command";
import { commitOf } from "../stack-file/git";
import { versions } from "../stack-file/history";

/** The ids that each key ever had, as far as git knows: none is given again. */
export function idsInHistory(folder: string, stack: string): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { settings } of history(folder, stack)) {
    for (const [name, { generations }] of Object.entries(settings?.keys ?? {})) {
      ids.set(name, [...(ids.get(name) ?? []), ...Object.keys(generations)]);
    }
  }
  return ids;
}

function history(folder: string, stack: string) {
  try {
    return versions(folder, commitOf(folder, "HEAD"), stack);
  } catch (error) {
    // Without git, or before the first commit, there is no history to heed.
    if (error instanceof UsageError) return [];
    throw error;
  }
}
