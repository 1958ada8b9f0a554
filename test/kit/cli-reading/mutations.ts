import * as fc from "fast-check";

/** What is inserted into a text: whatever has a meaning in YAML to one of the readers. */
const BITS: readonly string[] = [
  ..."0 01 1_000 0x 1e3 1e400 .inf 9007199254740993 0.1 1.0 -0 1e-7 2026-11-23 12:30 +1 .5 5. ~ null true yes <<".split(
    " ",
  ),
  ..."secure config {secure:x} a:b:c x:y {} [] { } [ ] , # % @ ` = < > | |+ |- >- - -- --- ... ? : & * ! & &a &b &é *a *b <<: !!str '".split(
    " ",
  ),
  ...[
    "''",
    '"',
    '""',
    "\\",
    "\\n",
    "\\t",
    "\\x41",
    "\\/",
    "\\ud83d",
    "\\\n",
    "a: 1",
    ": ",
    "- ",
    "-\t",
    "? ",
    " #",
    ", ",
    "|\n",
    "---\n",
  ],
  ..."\t\n\r\v\f\0\x07\x1b\x7f\x85\xa0\u2028\u2029\u200b\u3000\ufeffé字 ".split(""),
  ...["\r\n", "\n\n", "\n  ", "\n    ", "  "],
];

interface Edit {
  readonly at: number;
  /** False if it begins at a word or a mark. */
  readonly anywhere: boolean;
  readonly kind: "put" | "replace" | "word" | "drop" | "double";
  readonly bit: string;
  readonly length: number;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(),
  anywhere: fc.boolean(),
  kind: fc.constantFrom("put" as const, "replace" as const, "word" as const, "drop" as const, "double" as const),
  bit: fc.constantFrom(...BITS),
  length: fc.integer({ min: 1, max: 20 }),
});

/** One of these texts with one to three changes. */
export function mutationOf(texts: readonly string[]): fc.Arbitrary<string> {
  return (
    fc
      .tuple(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 3 }))
      .map(([text, edits]) => edits.reduce(apply, text))
      // A file holds no half of a character.
      .map((text) => Buffer.from(text).toString())
  );
}

function apply(text: string, { at, anywhere, kind, bit, length }: Edit): string {
  const borders = [0, ...[...text.matchAll(/\b|(?<=[\s:,[\]{}"'#-])/g)].map(({ index }) => index)];
  const start = anywhere ? at % (text.length + 1) : borders[at % borders.length]!;
  const [before, after] = [text.slice(0, start), text.slice(start)];
  switch (kind) {
    case "put":
      return before + bit + after;
    case "replace":
      return before + bit + after.slice(1);
    case "word":
      return before + bit + after.replace(/^[\w./-]+/, "");
    case "drop":
      return before + after.slice(length % 4);
    case "double":
      return before + after.slice(0, length) + after;
  }
}
