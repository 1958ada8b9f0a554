import { exampleStack, exampleStacks } from "../example-files";

/** A project that declares nothing. */
export const PROJECT = "name: acme\nruntime: nodejs\n";

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
];

/** What the two read differently, or once did. */
export const ODD: readonly string[] = [
  "config:\n  a: 1\n\t# x\n",
  "config: {a: {description: What is this?}}\n",
  "config: {keys:{a: {}}}\n",
  "config: {a b\n  c: 1}\n",
  "config: {'a b\n  c': 1}\n",
  "config:\n  a: &a.b 1\n",
  "config:\n  a: &é 1\n",
  "config:\n  a: &x 1\n",
  "config:\n  a: &x:- y\n",
  "config:\n  a: |\n    \tx\n",
  "config:\n  a:\n    - \tx\n",
  "5: x\n",
  "config:\n  5: x\n",
  "config: {keys: {a:, b: {}}}\n",
  'config:\n  a: "\\nx"\n',
  'config:\n  a: "\\tx\\ny"\n',
  'config:\n  a: " x\\ny"\n',
  "config:\n  a: |\n\n    x\n",
  "config:\n  a: |\n    x",
  "config:\n  a: |+\n    x\n\n",
  "\ufeff\ufeffconfig: {}\n",
  '{?"config": {a: 1}}\n',
  "config:\n  ? a\n  \n    : b\n",
  "config:\n  a\n    :\n",
  'config:\n  a: "x\\\n\n    y"\n',
  'config:\n  l:\n  - "a\\"\n  b: c\n  d: "e\n    f"\n',
  "config:\n  a: 9007199254740993\n",
  "config:\n  a: {x: 1e-7, y: 1e21, z: 0.000001, 10: a, 9: b, é: c, B: d}\n",
  "config: {a: {secure: 5}, b: {secure: x, y: z}, c: [{secure: x}]}\n",
  "config: {acme:a: 1, acme:config:b: 2, 'x:': 3, ':y': 4}\n",
  "config: {a.b: 1, 'c[0]': 2, \"\": 3}\n",
  "encryptionsalt: {}\n",
  "encryptionsalt: 5\n",
  "config: ~\n",
  "~\n",
  "",
  ..."0123 1_000 0b11 0X1F -0x1 0O7 2026-11-23 .inf 1e400 0x1F 0o17 089 +12 12. .5 1E-2 True FALSE Null yes off 1:30 _1 0b2 0o8 12e03ab9 2026-11"
    .split(" ")
    .map((scalar) => `config: {a: ${scalar}, b: {c: ${scalar}}}\n`),
];

/** What a project declares, besides {@link PROJECT}; also changed at random. */
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
