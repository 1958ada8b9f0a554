import { distance } from "fastest-levenshtein";

/**
 * Finds the name that a misspelt one was probably meant to be.
 *
 * The search is quadratic in the number of names, so the finder gives up after `budget` comparisons: with that many misspelt
 * names, a guess for each would help nobody and take long.
 */
export function nearestFinder(names: readonly string[], budget = 200_000): (name: string) => string | undefined {
  let left = budget;
  return (name) => {
    left -= names.length;
    return left < 0 ? undefined : nearest(name, names);
  };
}

/**
 * The name that is at most two edits, and less than half its length, away. Letter case does not count. A name without its
 * namespace is nearest of all: `region` is `aws:region`, however near `regions` is.
 */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const full = names.find((each) => each.endsWith(`:${name}`));
  if (full !== undefined) return full;
  const lower = name.toLowerCase();
  let best: string | undefined;
  let fewest = Math.min(3, Math.ceil(name.length / 2));
  for (const candidate of names) {
    if (Math.abs(candidate.length - name.length) >= fewest) continue;
    const edits = editsBetween(lower, candidate.toLowerCase());
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  return best;
}

/** The number of letters inserted, dropped or replaced. Two swapped neighbours count as one edit. */
function editsBetween(a: string, b: string): number {
  if (a === b) return 0;
  let at = 0;
  while (a[at] === b[at]) at += 1;
  const isSwap = a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
  return isSwap ? 1 : distance(a, b);
}
