/** How every command prints tables: in columns on a terminal, in Markdown for a pull request. */

type Row = readonly string[];

/**
 * The heads and the rows as lines, each column as wide as its longest cell.
 *
 * @param right the positions of the columns of numbers, from 0.
 */
export function columns(heads: Row, rows: readonly Row[], right: readonly number[] = []): string[] {
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]!.length)));
  const cell = (text: string, column: number) =>
    right.includes(column) ? text.padStart(widths[column]!) : text.padEnd(widths[column]!);
  return [heads, ...rows].map((row) => row.map(cell).join("  ").trimEnd());
}

/** The same as a table in Markdown. The cells are Markdown too. */
export function markdownTable(heads: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(" | ")} |`;
  return [heads, heads.map(() => "---"), ...rows].map(line).join("\n");
}
