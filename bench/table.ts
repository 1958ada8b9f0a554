/** One line of the result: the stack against something to measure it by. */
export interface Row {
  readonly what: string;
  readonly ours: number;
  readonly against: number;
  /** Of both figures. */
  readonly unit: "s" | "MB";
  /** The largest ratio that will do. */
  readonly goal?: number;
}

/** For people at a terminal: figures of this machine, ratios and goals. */
export function forTerminal(rows: readonly Row[]): string {
  return aligned([
    ["", "this stack", "against", "ratio", "goal"],
    ...rows.map((row) => [row.what, figure(row.ours, row.unit), figure(row.against, row.unit), ...verdict(row)]),
  ]);
}

/** For the repository: ratios and goals, which say the same on any machine. */
export function forRepository(rows: readonly Row[]): string {
  return [
    "# Results of the benchmark",
    "",
    "Written by a full run of `npm run bench`. Every ratio is this stack's figure by that of what it is measured against, both",
    "taken in turn on the same machine. `README.md` says what each line measures.",
    "",
    "| what | ratio | goal |",
    "| --- | --- | --- |",
    ...rows.map((row) => `| ${[row.what, ...verdict(row)].join(" | ")} |`),
    "",
  ].join("\n");
}

function verdict({ ours, against, goal }: Row): [ratio: string, goal: string] {
  const ratio = ours / against;
  if (goal === undefined) return [ratio.toFixed(2), ""];
  return [ratio.toFixed(2), `at most ${goal.toFixed(2)}${ratio <= goal ? "" : ", missed"}`];
}

function figure(value: number, unit: Row["unit"]): string {
  return unit === "s" && value < 0.1 ? `${(1000 * value).toFixed(1)} ms` : `${value.toFixed(2)} ${unit}`;
}

function aligned(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const pad = (cell: string, column: number) =>
    column === 0 || column === 4 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!);
  return lines.map((line) => line.map(pad).join("  ").trimEnd()).join("\n");
}
