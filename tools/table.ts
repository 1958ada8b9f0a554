/** How tables are printed on a terminal. */
import { styleText } from "node:util";

/** No line of a table is longer than this, in characters. */
export const WIDTH = 100;

/** A text as wide as its column; what does not fit ends in an ellipsis. */
export function fit(text: string, width: number, toTheRight = false): string {
  if (text.length > width) return `${text.slice(0, width - 1)}…`;
  return toTheRight ? text.padStart(width) : text.padEnd(width);
}

/** Paints text where colours are wanted. Without a style it stays as it is. */
export type Paint = (style: "bold" | "dim" | "yellow" | undefined, text: string) => string;

/** A painter that paints, or one that does not. */
export function painter(colour: boolean): Paint {
  return (style, text) => (colour && style !== undefined ? styleText(style, text, { validateStream: false }) : text);
}
