/**
 * Characters that the Pulumi CLI reads differently from npm's `yaml`, or cannot read.
 *
 * The CLI reads YAML 1.1 with Go's `gopkg.in/yaml.v3`, `yaml` reads 1.2. Both read this alike:
 *
 *     file     = [byte order mark] line*      a second mark is dropped by one of the two only
 *     line     = indent text (LF | CR LF)     `a: x<U+2028>b: 2`, `"x<CR>y"`: two lines to the CLI, one to `yaml`
 *     indent   = (space | "-" | "?")*         `<tab>a: 1`, `-<tab>x`, `  <tab># dev`: an error to the CLI
 *     text     = any character but controls   a bell, or the escape that begins a terminal's colours: an error to the CLI
 *
 * A file with only comments and a last line `...` is an error to the CLI, and empty to `yaml`.
 */
const LINE_END = /[\u0085\u2028\u2029]|\r(?!\n)/;
const CONTROL = /[^\t\n\r\P{Cc}]|[\ufffe\uffff]|(?!^)\ufeff/u;
const DOCUMENT_END = /^\.\.\.(?=\s|$)/m;
const TAB_IN_INDENT = /^[ ?-]*\t/m;

const refused: readonly (readonly [RegExp, string])[] = [
  [
    LINE_END,
    "the Pulumi CLI reads a character here as the end of the line; drop it, or write it as an escape in double quotes",
  ],
  [CONTROL, "the Pulumi CLI reads no control characters; drop the one here, or write it as an escape in double quotes"],
  [DOCUMENT_END, "a mark of a document's end is not read here; drop it"],
  [TAB_IN_INDENT, "the Pulumi CLI reads no tab here; use spaces"],
];

/** The first character that the two read differently: where it is, and what is wrong with it. */
export function refusedCharacter(text: string): { readonly offset: number; readonly problem: string } | undefined {
  for (const [form, problem] of refused) {
    const offset = text.search(form);
    if (offset !== -1) return { offset, problem };
  }
  return undefined;
}

/**
 * Text in double quotes that both read alike:
 *
 *     quoted = '"' (any character but '"' and "\" | "\" escape)* '"'             "a: b"
 *     escape = one of 0 a b t n v f r e N _ L P, a space, '"', "\" | a tab        "\t", "a \"b\""
 *            | "x" hex2 | "u" hex4 | "U" hex8                                     "\xe9", "\u00e9", "\U0001f600"
 *
 * The CLI does not read JSON's "\/" and "\ud83d", half of a character. After a "\" at the end of a line it keeps the empty lines
 * that follow, which `yaml` drops.
 */
export const QUOTED =
  /^"([^"\\]|\\([0abtnvfreN_LP "\\\t]|x[0-9a-fA-F]{2}|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}|U000[1-9a-fA-F][0-9a-fA-F]{4}))*"$/;
