/** No line of a table is longer than this, in characters. */
export const WIDTH = 100;

/** A text as wide as its column; what does not fit ends in an ellipsis. */
export function fit(text: string, width: number, toTheRight = false): string {
  if (text.length > width) return `${text.slice(0, width - 1)}…`;
  return toTheRight ? text.padStart(width) : text.padEnd(width);
}
