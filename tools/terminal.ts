/** How every command prints colours and tables: in columns on a terminal, in Markdown for a pull request. */
import { styleText } from "node:util";

type Format = "bold" | "dim" | "green" | "yellow" | "cyan";

/** Colours text, if colours are wanted. Without a format the text stays as it is. */
export type Paint = (format: Format | undefined, text: string) => string;

/** A function that paints text with `colour`, and otherwise returns it unchanged. */
export function painter(colour: boolean): Paint {
  return (format, text) => (colour && format !== undefined ? styleText(format, text, { validateStream: false }) : text);
}

/** True if standard output should be coloured: on a terminal without NO_COLOR, or if FORCE_COLOR is set and not 0. */
export function hasColour({ NO_COLOR = "", FORCE_COLOR }: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0";
  return isTerminal && NO_COLOR === "";
}

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
