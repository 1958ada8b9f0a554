import * as fc from "fast-check";
import { exampleStack, exampleStacks } from "../example-files";
import { ALIKE, NAMES, READ, REFUSED, UNCLEAR, UNCLEAR_NAMES } from "./corpus";

/** Ordinary stack files, which are also changed at random. */
export const ORDINARY: readonly string[] = [
  ...exampleStacks.map((stack) => exampleStack(stack)),
  "config:\n  a: {b: [1, x], c: 'd', \"e\": f}\n  tags: {x: \"a\\nb\", y: 'it''s'}\n  keys: {}\n",
  "config:\n  k:\n    - a: 1\n      b: x y\n    - [p, q]\n    - - r\n  d:\n  e: ~\n",
  "config:\n  t: |\n    a\n     b\n\n    c\n  u: >-\n    x\n    y\n  v: z\n",
  '{"config": {"a": {"b": "c"}, "d": [true, null, -7]}}\n',
  "# c\n---\nconfig:\n    a : 'it''s' # x\n    \"b\" : 5\n    acme:c: 1\n    aws:region: eu\n",
  "config:\n  a: plain text that\n    goes on\n  b: \"q\n    r\"\n  c: 's\n    t'\n",
  "encryptionsalt: v1:x\nconfig:\n  n: 1.5\n  m: 1e3\n  o: [0.1, 100]\n  p: {secure: abc}\n  q: {r: {secure: abc}}\n",
  "config:\r\n  keys:\r\n    a:\r\n      generations: {1: grace, 2: current}\r\n",
  "\ufeffconfig: {keys: {é: 😀}}\n",
  "x-a: &a\n  k: v\n  l: &b [1, x]\nconfig:\n  m:\n    <<: *a\n    n: *b\n  o: {<<: [*a, {p: q}], l: 2}\n  r: [*b, *a]\n",
  ...READ.map(([text]) => text),
];

/** What else the two read differently, or once did. */
export const ODD: readonly string[] = [
  ...REFUSED.map(([text]) => text),
  ...[...ALIKE, ...UNCLEAR].map(([scalar]) => `config: {a: ${scalar}, b: {c: ${scalar}}}\n`),
  ...[...NAMES.map(([name]) => name), ...UNCLEAR_NAMES].map((name) => `config:\n  a:\n    ${name}: x\n`),
  'config:\n  a: " x\\ny"\n',
  "config:\n  a: |+\n    x\n\n",
  "config:\n  ? a\n  \n    : b\n",
  "config:\n  a: {x: 1e-7, y: 1e21, z: 0.000001, 10: a, 9: b, é: c, B: d}\n",
  "config: {a: {secure: 5}, b: {secure: x, y: z}, c: [{secure: x}]}\n",
  "config: {acme:a: 1, acme:config:b: 2, 'x:': 3, ':y': 4}\n",
  "config: {a.b: 1, 'c[0]': 2, \"\": 3}\n",
  "x-g: &g {config: {a: 1}}\n<<: *g\n",
  'config:\n  a: &g {1: x}\n  b: {<<: *g, "1": y}\n',
  "encryptionsalt: {}\n",
  "encryptionsalt: 5\n",
  "config: ~\n",
  "~\n",
];

/** What a project declares, besides its name; also changed at random. */
export const DECLARED: readonly string[] = [
  "config:\n  keys: {default: {a: {}}}\n  aws:region: {value: eu}\n  acme:x: 5\n  y: {value: [1, {a: b}]}\n",
  "config:\n  tags: {description: d, default: {a: '1'}}\n  flag: false\n  text: a\n  list: [a, 1]\n  pulumi:tags: {value: {a: b}}\n",
];

/** Projects that the CLI refuses, or features of it that the plan does not support. */
export const ODD_DECLARED: readonly string[] = [
  "stackConfigDir: stacks\n",
  "config: stacks\n",
  "config: {a: {type: string}}\n",
  "config: {a: {type: integer, default: 1}}\n",
  "config: {a: {secret: true, default: x}}\n",
  "config: {a: {}}\n",
  "config: {a: }\n",
  "config: {a: 1.5}\n",
  "config: {a: 1.0}\n",
  "config: {a: {default: 1, value: 2}}\n",
  "config: {a: {default: {1: x}}}\n",
  "config: {a: {default: {secure: x}}}\n",
  "config: {a.b: 1}\n",
  "config: {a: 1, acme:a: 2}\n",
  "config: {acme:config:a: 1}\n",
  "config: {a:b:c: 1}\n",
  "config: {aws:region: {default: x}}\n",
  "config: {aws:region: {}}\n",
];

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
