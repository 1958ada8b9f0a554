/** YAML texts, with what the plan and the Pulumi CLI make of each. The engine test holds them against the real CLI. */

/** The rows of a table, whose columns stand at least two spaces apart. */
function rows(table: string): [string, string][] {
  const lines = table.trim().split("\n");
  return lines.map((line) => line.trim().split(/ {2,}/) as [string, string]);
}

/** Scalars that both read alike: as a file has them, and as JSON. */
export const ALIKE = rows(`
  0             0
  -0            0
  12            12
  +12           12
  -12           -12
  0x1F          31
  1.5           1.5
  .5            0.5
  12.           12
  1e3           1000
  1E-2          0.01
  true          true
  True          true
  FALSE         false
  ~             null
  null          null
  Null          null
  yes           "yes"
  no            "no"
  on            "on"
  off           "off"
  y             "y"
  1:30          "1:30"
  _1            "_1"
  a_1           "a_1"
  1_a           "1_a"
  0b2           "0b2"
  0b12ab34cd    "0b12ab34cd"
  0x1G          "0x1G"
  0X1G          "0X1G"
  0o8           "0o8"
  1.2.3         "1.2.3"
  12e03ab9      "12e03ab9"
  2026-11       "2026-11"
  2026-11-23x   "2026-11-23x"
  12026-11-23   "12026-11-23"
  v0123         "v0123"
  "0123"        "0123"
  '2026-11-23'  "2026-11-23"
  "1_000"       "1_000"
  ".inf"        ".inf"
`);

const NO_NUMBER = (source: string) => `got "${source}"; give a number from 0 (requests per second)`;

/** Scalars that YAML 1.1 and 1.2 read differently: as a file has them, and what to write where a number is due. */
export const UNCLEAR = rows(`
  0123                 write 123 or 83
  +0123                write 123 or 83
  07                   write 7
  089                  write 89
  052812345678         write 52812345678
  1_000                write 1000
  1__0                 write 10
  +1_0                 write 10
  1_0.5                write 10.5
  .5_0                 write 0.5
  1e1_0                write 10000000000
  0x_1F                write 31
  0X1_F                write 31
  0b1_1                write 3
  0o1_7                write 15
  0O1_7                write 15
  08_9                 write 89
  0b11                 write 3
  0B11                 write 3
  +0b1                 write 1
  0X1F                 write 31
  +0x1f                write 31
  0o17                 write 15
  0O7                  write 7
  +0O7                 write 7
  00                   ${NO_NUMBER("00")}
  -0123                ${NO_NUMBER("-0123")}
  -0o7                 ${NO_NUMBER("-0o7")}
  2026-11-23           ${NO_NUMBER("2026-11-23")}
  2026-1-2             ${NO_NUMBER("2026-1-2")}
  2026-11-23T10:00:00Z  ${NO_NUMBER("2026-11-23T10:00:00Z")}
  2026-11-23 10:00:00  ${NO_NUMBER("2026-11-23 10:00:00")}
  .inf                 ${NO_NUMBER(".inf")}
  -.inf                ${NO_NUMBER("-.inf")}
  .NaN                 ${NO_NUMBER(".NaN")}
  1e400                ${NO_NUMBER("1e400")}
  9007199254740993     put it in quotes
`);

/** Names, below the names of `config`, that both read alike: as a file has them, and as text. */
export const NAMES = rows(`
  0                0
  10               10
  -1               -1
  123456789012345  123456789012345
  true             true
  yes              yes
  0b2              0b2
  "01"             01
  '1.5'            1.5
  /chat/POST       /chat/POST
`);

/** Names that they do not read alike. */
export const UNCLEAR_NAMES = "01 0123 1.5 1e3 0x1F +1 1_000 2026-11-23 1234567890123456 ~ null .inf [a] {a:b}".split(
  " ",
);

/** Stack files that both read alike, and the entries. */
export const READ: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["", {}],
  ["encryptionsalt: v1:x\n", {}],
  ["config:\n", {}],
  ["config:\n  keys: {}\n", { "acme:keys": "{}" }],
  ["config:\n  acme:keys: {}\n", { "acme:keys": "{}" }],
  ["config:\n  acme:config:keys: {}\n", { "acme:keys": "{}" }],
  ["config:\n  aws:region: eu-central-1\n  x:config:y: z\n", { "aws:region": "eu-central-1", "x:y": "z" }],
  ['config:\n  "1": x\n', { "acme:1": "x" }],
  ["config:\n  a: x y\n", { "acme:a": "x y" }],
  ['config:\n  a: "0123"\n', { "acme:a": "0123" }],
  ["config:\n  a: '{\"b\": 1}'\n", { "acme:a": '{"b": 1}' }],
  ["config:\n  a: 10.50\n", { "acme:a": "10.5" }],
  ["config:\n  a: true\n  b: false\n", { "acme:a": "true", "acme:b": "false" }],
  ['config:\n  a: ""\n', { "acme:a": "" }],
  ["config:\n  a: |\n    0123\n", { "acme:a": "0123\n" }],
  ["config:\n  a:\n    b: {c: 1, d: null}\n    e: [x, true]\n", { "acme:a": '{"b":{"c":1,"d":null},"e":["x",true]}' }],
  ["config:\n  a: [1, b]\n", { "acme:a": '[1,"b"]' }],
  ["config:\n  a: {1: x, true: y}\n", { "acme:a": '{"1":"x","true":"y"}' }],
  ["config:\n  a: {__proto__: {b: 1}}\n", { "acme:a": '{"__proto__":{"b":1}}' }],
  ['config:\n  a: ["<b>&\\u2028\\u2029"]\n', { "acme:a": '["\\u003cb\\u003e\\u0026\\u2028\\u2029"]' }],
  ["config:\n  a: <b>&\n", { "acme:a": "<b>&" }],
  ["config:\n  a: [é数]\n", { "acme:a": '["é数"]' }],
  ['\ufeffconfig:\r\n  a:\tx\r\n  b: "\\\\/\\u2028\\e"\r\n', { "acme:a": "x", "acme:b": "\\/\u2028\u001b" }],
  ["---\n# dev\nconfig:\n  a: &x 1\n  b: {a: 1}\n", { "acme:a": "1", "acme:b": '{"a":1}' }],
  // Anchors, aliases and merge keys.
  [
    "x-team: &team [a, b]\nconfig:\n  k: {readers: *team}\n  l: {readers: *team}\n",
    { "acme:k": '{"readers":["a","b"]}', "acme:l": '{"readers":["a","b"]}' },
  ],
  ["config:\n  a: &a 1\n  b: &a 2\n  c: *a\n", { "acme:a": "1", "acme:b": "2", "acme:c": "2" }],
  ["x-d: &d {a: 1, b: 2}\nconfig:\n  k: {<<: *d, b: 3}\n", { "acme:k": '{"a":1,"b":3}' }],
  ["x-d: &d {a: 1, b: 2}\nconfig:\n  k: {b: 3, <<: *d}\n", { "acme:k": '{"a":1,"b":3}' }],
  ["x-d: &d {a: 1}\nconfig:\n  k: {<<: [*d, {a: 2, c: 3}]}\n", { "acme:k": '{"a":1,"c":3}' }],
  ["x-d: &d {a: 1, b: x}\nconfig:\n  <<: *d\n  b: y\n", { "acme:a": "1", "acme:b": "y" }],
  ["x-g: &g {1: x}\nconfig:\n  k: *g\n", { "acme:k": '{"1":"x"}' }],
  ["x-c: &c {a: 1}\nconfig: *c\n", { "acme:a": "1" }],
  ["config:\n  k: {<<: {<<: {a: 1}, b: 2}}\n", { "acme:k": '{"a":1,"b":2}' }],
  ["config:\n  k: {<<: {1: x}, 2: y}\n", { "acme:k": '{"1":"x","2":"y"}' }],
  ["config:\n  k: {<<: &q {a: 1}, b: *q}\n", { "acme:k": '{"a":1,"b":{"a":1}}' }],
];

const ESCAPE = "the Pulumi CLI does not read an escape in this text; write the character itself";
const CONTROL =
  "the Pulumi CLI reads no control characters and no unusual line ends; drop the one here, or write it as an escape in double quotes";
const TAB = "the Pulumi CLI reads no tab here; use spaces";
const ANCHOR = "an anchor stands before a value, and is a word of letters, digits, _ and -";
const UNEVEN =
  "the Pulumi CLI reads text of several lines differently if it begins with a line break or a tab; drop that";
const MARK = "names after a question mark are not read here; write name: value";
const ONE_LINE = "a name and its colon must stand on one line";
const MERGE = "<< takes a map, or a list of maps";
const QUOTED_MERGE = "the Pulumi CLI takes << in quotes for a merge too; drop the quotes";
const TWICE = "<< is given twice; give one, as in <<: [*a, *b]";
const MIXED = "merges 1 with and without quotes; write both alike";
const STR = "the tag tag:yaml.org,2002:str is not read here; drop it, or put the value in quotes";
const COLON = 'a second colon in one line; put the value in quotes, as in name: "a: b"';
const DEEPER = "the next line is indented deeper than this one, which has a value already";
const BLOCK_END = "the Pulumi CLI reads a block of text differently if the file ends without a line break; add one";
const OTHERWISE = (source: string) => `the Pulumi CLI reads ${source} as something else; put it in quotes`;

/** Stack files that one of them does not read, or might read otherwise: line and problem. */
export const REFUSED: readonly (readonly [string, number, string])[] = [
  ["config:\n  a: [", 2, "a bracket or brace is not closed, or its content is not indented"],
  ["config:\n  a: 1\n  a: 2\n", 3, '"a" is given twice; keep one'],
  ['config:\n  1: a\n  "1": b\n', 3, '"1" is given twice; keep one'],
  ['config:\n  a:\n    true: a\n    "true": b\n', 4, '"true" is given twice; keep one'],
  ["config:\n  a:1\n  b: 2\n", 2, 'a space is missing after the colon of "a"'],
  ["config:\n  b: 2\n  a:1\n", 3, 'a space is missing after the colon of "a"'],
  ["config:\n  a:\n    x\n    b: 1\n", 3, "a colon is missing here, or this line is indented wrongly"],
  ["config:\n  a: b: c\n", 2, COLON],
  ["config:\n  a: 1\n    b: 2\n", 2, DEEPER],
  ["config:\n  a: 1\n b: 2\n", 3, "the entries of one map must begin in the same column"],
  [`config:\n  a: ${"[".repeat(2_000)}${"]".repeat(2_000)}\n`, 2, "nested too deeply to be read here"],
  ["%FOO bar\n---\nconfig: {}\n", 1, "not valid YAML: Unknown directive %FOO"],
  ["# dev\n%YAML 1.2\n---\nconfig: {}\n", 2, "a %YAML directive changes how the file is read; drop it"],
  ["config: {}\n---\nconfig: {}\n", 2, "the Pulumi CLI reads only the first document; drop the rest"],
  ["# x\n...\n", 2, "a mark of a document's end is not read here; drop it"],
  // Characters.
  ["config:\n  a: 1 # x\u2028  b: 2\n", 2, CONTROL],
  ["config:\n  a: x\u2029y\n", 2, CONTROL],
  ["config:\n\n  a: x\u0085y\n", 3, CONTROL],
  ['config:\n  a: "x\ry"\n', 2, CONTROL],
  ["config:\n  a: 1\n  # \u0007\n", 3, CONTROL],
  ["config:\n  a: x\u007fy\n", 2, CONTROL],
  ["config:\n  a: x\u009b31m\n", 2, CONTROL],
  ["config:\n  a: x\uffffy\n", 2, CONTROL],
  ["\ufeff\ufeffconfig: {}\n", 1, CONTROL],
  ["config:\n\ta: 1\n", 2, TAB],
  ["config:\n  a:\n  \t\n    b: 1\n", 3, TAB],
  ["config:\n  a:\n    -\tx\n", 3, TAB],
  ["config:\n  a: 1\n\t# x\n", 3, TAB],
  ["config:\n  a: |\n    \tx\n", 3, TAB],
  ["config:\n  a:\n    - \tx\n", 3, TAB],
  ['config:\n  a: "x\\/y"\n', 2, ESCAPE],
  ['config:\n  a: "x\\\n\n    y"\n', 2, ESCAPE],
  ['config:\n  l:\n  - "a\\"\n  b: c\n  d: "e\n    f"\n', 3, ESCAPE],
  ['config:\n  a: "\\\\\\ud83d\\ude00"\n', 2, ESCAPE],
  // What should be encrypted is not quoted.
  ["config:\n  a:\n    secure: 0123456\n", 3, OTHERWISE("this")],
  ["config:\n  a:\n    secure: !HIDDEN x\n", 3, "the tag is not read here; drop it, or put the value in quotes"],
  ["config:\n  a:\n    secure: |HIDDEN\n", 3, "not valid YAML: Block scalar header includes extra characters"],
  // Names, tags and text of several lines.
  ["config: {a: {b: What is this?}}\n", 1, OTHERWISE("What is this?")],
  ["config: {?a : 1}\n", 1, OTHERWISE("?a")],
  ['{?"config": {a: 1}}\n', 1, OTHERWISE('?"config"')],
  ["config: {a: :b}\n", 1, OTHERWISE(":b")],
  ["config: {a:{b: 1}}\n", 1, "a space is missing after the colon of a"],
  ["config: {a:, b: 1}\n", 1, "a space is missing after the colon of a"],
  ["config: {a b\n  c: 1}\n", 1, ONE_LINE],
  ["config: {'a b\n  c': 1}\n", 1, ONE_LINE],
  ["config:\n  a\n    :\n", 3, ONE_LINE],
  ["config: {a\n  : 1}\n", 1, ONE_LINE],
  ["config:\n  ? a\n  : 1\n", 2, MARK],
  ["config: {? a : 1}\n", 1, MARK],
  ["5: x\n", 1, OTHERWISE("5")],
  ["config:\n  5: x\n", 2, OTHERWISE("5")],
  ["config:\n  true: x\n", 2, OTHERWISE("true")],
  ["config:\n  a: !!str 1\n", 2, STR],
  ["config:\n  a: !x {}\n", 2, "the tag !x is not read here; drop it, or put the value in quotes"],
  ["config:\n  !!str a: 1\n", 2, STR],
  ['config:\n  a: "\\nx"\n', 2, UNEVEN],
  ['config:\n  a: "\\tx\\ny"\n', 2, UNEVEN],
  ["config:\n  a: |\n\n    x\n", 2, UNEVEN],
  ["config:\n  a: |\n    x", 2, BLOCK_END],
  // Anchors, aliases and merge keys.
  ["config:\n  a: &a.b 1\n", 2, ANCHOR],
  ["config:\n  a: &é 1\n", 2, ANCHOR],
  ["config:\n  a: &x:- y\n", 2, ANCHOR],
  ["config:\n  &a a: 1\n", 2, ANCHOR],
  ["config:\n  b: *a\n  a: &a 1\n", 2, "there is no anchor &a above this alias"],
  ["config:\n  a: &x\n    b: [*x]\n", 3, "the anchor &x contains itself"],
  ["config:\n  a: &a x\n  *a : 3\n", 3, "an alias for a name is not read here; write out the name"],
  ["config:\n  b:\n    <<: {a: 1}\n    <<: {c: 1}\n", 4, TWICE],
  ["config:\n  b:\n    '<<': {a: 1}\n", 3, QUOTED_MERGE],
  ["config:\n  b: {<<: , k: 1}\n", 2, MERGE],
  ["config:\n  b: {<<: x, k: 1}\n", 2, MERGE],
  ["config:\n  b: {<<: [{k: 1}, [{j: 1}]]}\n", 2, MERGE],
  ['config:\n  b: {<<: {"1": x}, 1: y}\n', 2, MIXED],
];
