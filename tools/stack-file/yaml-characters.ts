/** What no file may hold, as the Pulumi CLI reads it otherwise than `yaml` does, or not at all; and what to do about it. */
const refused: readonly (readonly [RegExp, string])[] = [
  [
    /[\u0085\u2028\u2029]|\r(?!\n)/,
    "the Pulumi CLI takes a character here for the end of the line: drop it, or write it as an escape in double quotes",
  ],
  [
    /[^\t\n\r\P{Cc}]|[\ufffe\uffff]/u,
    "the Pulumi CLI reads no control characters: drop the one here, or write it as an escape in double quotes",
  ],
  [/^ *\t[ \t]*\r?$|^[ -]*-\t/m, "the Pulumi CLI reads no tab here: take spaces"],
];

/** The first such thing in a text: where it is, and what is wrong with it. */
export function refusedCharacter(text: string): { readonly offset: number; readonly problem: string } | undefined {
  for (const [form, problem] of refused) {
    const offset = text.search(form);
    if (offset !== -1) return { offset, problem };
  }
  return undefined;
}

/** In double quotes: escapes of JSON that YAML's older readers do not know, `\/` and the halves of a surrogate pair. */
export const FOREIGN_ESCAPE = /(?<!\\)(?:\\\\)*\\(?:\/|u[dD][89a-fA-F])/;
