/** Control characters, and those that turn the direction of text: what a terminal or a page would obey and not show. */
const UNPRINTABLE = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu;

/** Text on one line in which every character can be seen: what would be obeyed is written as an escape. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
