/** Runs each contender once in every round, so that a slow minute of the machine slows them all; returns the medians. */
export async function medians<Name extends string, Field extends string>(
  rounds: number,
  contenders: Readonly<Record<Name, () => Promise<Readonly<Record<Field, number>>>>>,
): Promise<Record<Name, Record<Field, number>>> {
  const names = Object.keys(contenders) as Name[];
  const runs = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Record<Field, number>[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) runs[name].push(await contenders[name]());
  }
  return Object.fromEntries(names.map((name) => [name, fieldMedians(runs[name])])) as Record<
    Name,
    Record<Field, number>
  >;
}

function fieldMedians<Field extends string>(runs: readonly Record<Field, number>[]): Record<Field, number> {
  const fields = Object.keys(runs[0]!) as Field[];
  return Object.fromEntries(fields.map((field) => [field, median(runs.map((run) => run[field]))])) as Record<
    Field,
    number
  >;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
