/**
 * How often a property is tried. The tries are the same each time, so that a failure comes again; `SEED=n` makes others, and
 * `RUNS=n` makes so many.
 */
export function tries(numRuns: number): { readonly seed: number; readonly numRuns: number } {
  return { seed: Number(process.env.SEED ?? 1), numRuns: Number(process.env.RUNS ?? numRuns) };
}
