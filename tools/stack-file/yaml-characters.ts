/** What no file may hold, as the Pulumi CLI reads it otherwise than `yaml` does, or not at all; and what to do about it. */
const refused: readonly (readonly [RegExp, string])[] = [
  [
    // The CLI goes by YAML 1.1: `a: x<U+2028>b: 2` has two lines to it.
    /[\u0085\u2028\u2029]|\r(?!\n)/,
    "the Pulumi CLI takes a character here for the end of the line: drop it, or write it as an escape in double quotes",
  ],
  [
    // Every control character but tab and line end: a bell, a terminal's colours. A second byte order mark is dropped by the one only.
    /[^\t\n\r\P{Cc}]|[\ufffe\uffff]|(?!^)\ufeff/u,
    "the Pulumi CLI reads no control characters: drop the one here, or write it as an escape in double quotes",
  ],
  // A file of nothing but a comment and this mark is an error to the CLI, and nothing to `yaml`.
  [/^\.\.\.(?=\s|$)/m, "the mark of a document's end has no place here: drop it"],
  // Before the first character of a line or of an entry of a list: `<tab>a: 1`, `-<tab>x`, `  <tab># dev`.
  [/^[ ?-]*\t/m, "the Pulumi CLI reads no tab here: take spaces"],
];

/** The first such thing in a text: where it is, and what is wrong with it. */
export function refusedCharacter(text: string): { readonly offset: number; readonly problem: string } | undefined {
  for (const [form, problem] of refused) {
    const offset = text.search(form);
    if (offset !== -1) return { offset, problem };
  }
  return undefined;
}

/** In double quotes: escapes of JSON that YAML's older readers do not know, `\/` and the halves of a surrogate pair (`\ud83d`). */
export const FOREIGN_ESCAPE = /(?<!\\)(?:\\\\)*\\(?:\/|u[dD][89a-fA-F])/;
