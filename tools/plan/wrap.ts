import { stripVTControlCharacters } from "node:util";

/** The widest line, in columns, except one with an ARN, which must stay whole to be found and copied. */
export const MAX_COLUMNS = 100;

/** The narrowest lines that leave room for their indent. A terminal may say that it is narrower, or 0 columns wide. */
export const MIN_COLUMNS = 60;

/** What the first line of a text, and each further line, begins with. */
export interface Indent {
  readonly first: string;
  readonly rest: string;
}

/** Breaks text into lines of at most this many columns, if possible between the items of a list. */
export function wrap(text: string, { first, rest }: Indent, columns: number): string[] {
  const lines = [first];
  let isEmpty = true;
  for (const piece of pieces(text, columns - widthOf(rest))) {
    if (!isEmpty && widthOf(lines.at(-1)! + piece.trimEnd()) > columns) lines.push(rest);
    lines.push(lines.pop()! + piece);
    isEmpty = false;
  }
  return lines.map((line) => line.trimEnd());
}

/** The pieces that stay together: an item of a list or, if that is longer than a line, a word. A longer word is cut. */
function pieces(text: string, room: number): string[] {
  const split = (parts: readonly string[], by: (part: string) => string[]) =>
    parts.flatMap((part) => (widthOf(part.trimEnd()) > room ? by(part) : [part]));
  const items = text.split(/(?<=[,;] )/);
  const words = split(items, (item) => item.split(/(?<= )/));
  return split(words, (word) => (word.includes("arn:") ? [word] : cut(word, room)));
}

function cut(word: string, room: number): string[] {
  const parts = [""];
  // Escape codes for colours take no room.
  for (const char of word.match(/\p{Cc}\[\d+m|[^]/gu) ?? []) {
    if (widthOf(parts.at(-1)! + char) > room) parts.push("");
    parts.push(parts.pop()! + char);
  }
  return parts;
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
