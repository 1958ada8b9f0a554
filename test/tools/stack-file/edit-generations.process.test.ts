import { rotateDev } from "../../kit/rotate";

/** The text of a stack file after a step that must be legal. */
function edited(text: string, ...args: string[]): string {
  const { exitCode, stderr, text: after } = rotateDev(text, args);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: undefined });
  return after;
}

const lines = (...all: string[]) => all.map((line) => `${line}\n`).join("");

const commented = lines(
  "# The stack of the shop.",
  "encryptionsalt: v1:abc=",
  "config:",
  "    aws:region:   eu-central-1   # Frankfurt",
  "",
  "    # Who gets a key:",
  "    acme:keys:",
  "        'search':   # semantic",
  "            usagePlan: standard",
  "            # Rotated each quarter.",
  "            generations:   # see the calendar",
  "                # the first one",
  '                "1": grace      # since March',
  "                # given out now",
  "                \"2\":   'current'   # since April",
  "                # more to come",
  "",
  "            description: >-",
  "                A long text that goes on and on and on, and would be folded anew by whoever writes the whole of the file from scratch",
  "        batch: { usagePlan:  standard ,generations: {1: current} }   # nightly",
  "",
  "    usagePlans: {standard: {throttle: {rateLimit: 10.50, burstLimit: 20}}}",
  "# The end.",
);

describe("a step on a file full of comments changes the lines it must and no other", () => {
  test.each<[string, string[], string[]]>([
    [
      "start",
      ["search", "start"],
      [
        "@@ -13,6 +13,7 @@",
        '                 "1": grace      # since March',
        "                 # given out now",
        "                 \"2\":   'current'   # since April",
        "+                \"3\": 'staged'",
        "                 # more to come",
        " ",
        "             description: >-",
      ],
    ],
    [
      "start --now",
      ["search", "start", "--now"],
      [
        "@@ -12,7 +12,8 @@",
        "                 # the first one",
        '                 "1": grace      # since March',
        "                 # given out now",
        "-                \"2\":   'current'   # since April",
        "+                \"2\":   'grace'   # since April",
        "+                \"3\": 'current'",
        "                 # more to come",
        " ",
        "             description: >-",
      ],
    ],
    [
      "retire",
      ["search", "retire"],
      [
        "@@ -10,7 +10,7 @@",
        "             # Rotated each quarter.",
        "             generations:   # see the calendar",
        "                 # the first one",
        '-                "1": grace      # since March',
        '+                "1": disabled      # since March',
        "                 # given out now",
        "                 \"2\":   'current'   # since April",
        "                 # more to come",
      ],
    ],
    [
      "rollback",
      ["search", "rollback"],
      [
        "@@ -10,9 +10,9 @@",
        "             # Rotated each quarter.",
        "             generations:   # see the calendar",
        "                 # the first one",
        '-                "1": grace      # since March',
        '+                "1": current      # since March',
        "                 # given out now",
        "-                \"2\":   'current'   # since April",
        "+                \"2\":   'grace'   # since April",
        "                 # more to come",
        " ",
        "             description: >-",
      ],
    ],
    [
      "start of every key, on a plan",
      ["--all", "start", "--usage-plan", "standard"],
      [
        "@@ -13,11 +13,12 @@",
        '                 "1": grace      # since March',
        "                 # given out now",
        "                 \"2\":   'current'   # since April",
        '+                "3": { state: staged, usagePlan: standard }',
        "                 # more to come",
        " ",
        "             description: >-",
        "                 A long text that goes on and on and on, and would be folded anew by whoever writes the whole of the file from scratch",
        "-        batch: { usagePlan:  standard ,generations: {1: current} }   # nightly",
        "+        batch: { usagePlan:  standard ,generations: {1: current, 2: { state: staged, usagePlan: standard }} }   # nightly",
        " ",
        "     usagePlans: {standard: {throttle: {rateLimit: 10.50, burstLimit: 20}}}",
        " # The end.",
      ],
    ],
  ])("%s", (_, args, expected) => {
    const dryRun = rotateDev(commented, [...args, "--dry-run"]);
    const diff = ["--- Pulumi.dev.yaml", "+++ Pulumi.dev.yaml", ...expected].join("\n");
    expect(dryRun).toEqual({ exitCode: 0, stdout: diff, text: commented });
    const [before, after] = [commented, edited(commented, ...args)].map((text) => text.split("\n"));
    const sign = (mark: string) => expected.filter((line) => line.startsWith(mark)).map((line) => line.slice(1));
    expect(after!.filter((line) => !before!.includes(line))).toEqual(sign("+"));
    expect(before!.filter((line) => !after!.includes(line))).toEqual(sign("-"));
  });
});

describe("generations that are there by default", () => {
  const generations = (indent: string) => [
    `${indent}generations:`,
    `${indent}  "1": current`,
    `${indent}  "2": staged`,
  ];

  test.each<[string, string, string]>([
    ["an empty file", "", lines("config:", "  keys:", "    service:", ...generations("      "))],
    [
      "a comment that no line ends",
      "# c",
      lines("# c", "config:", "  keys:", "    service:", ...generations("      ")),
    ],
    [
      "a file without config",
      "encryptionsalt: v1:x\n",
      lines("encryptionsalt: v1:x", "config:", "  keys:", "    service:", ...generations("      ")),
    ],
    [
      "a config with nothing behind it",
      "config: # none\nencryptionsalt: v1:x\n",
      lines("config: # none", "  keys:", "    service:", ...generations("      "), "encryptionsalt: v1:x"),
    ],
    [
      "an empty config",
      "config: {}\n",
      'config: { keys: { service: { generations: { "1": current, "2": staged } } } }\n',
    ],
    [
      "a config without keys, indented by four",
      "config:\n    aws:region: eu-central-1",
      lines(
        "config:",
        "    aws:region: eu-central-1",
        "    keys:",
        "        service:",
        "            generations:",
        '                "1": current',
        '                "2": staged',
      ).trimEnd(),
    ],
    [
      "a key with nothing behind its name",
      "config:\n  keys:\n    service: # the only one\n    # usagePlan: none yet\n    other:\n",
      lines(
        "config:",
        "  keys:",
        "    service: # the only one",
        ...generations("      "),
        "    # usagePlan: none yet",
        "    other:",
      ),
    ],
    [
      "an empty key",
      "config:\n  keys:\n    service: {}   # c\n",
      'config:\n  keys:\n    service: { generations: { "1": current, "2": staged } }   # c\n',
    ],
    [
      "an empty key with space in its braces",
      "config:\n  keys:\n    service: { }\n",
      'config:\n  keys:\n    service: { generations: { "1": current, "2": staged } }\n',
    ],
    [
      "a key that is null",
      "config:\n  keys:\n    service: ~ # c\n",
      'config:\n  keys:\n    service: { generations: { "1": current, "2": staged } } # c\n',
    ],
    [
      "a key with fields in lines",
      "config:\n  keys:\n    service:\n      tags:\n        a: b # c\n      # d\n",
      lines(
        "config:",
        "  keys:",
        "    service:",
        "      tags:",
        "        a: b # c",
        ...generations("      "),
        "      # d",
      ),
    ],
    [
      "a key whose last field is a block of text that keeps its empty lines",
      "config:\n  keys:\n    service:\n      description: |+\n        text\n\n",
      lines(
        "config:",
        "  keys:",
        "    service:",
        "      description: |+",
        "        text",
        "",
        ...generations("      "),
      ),
    ],
    [
      "a key whose last field is a list",
      "config:\n  secretsManager:\n  keys:\n    service:\n      readers:\n      - arn:aws:iam::111122223333:root\n",
      lines(
        "config:",
        "  secretsManager:",
        "  keys:",
        "    service:",
        "      readers:",
        "      - arn:aws:iam::111122223333:root",
        ...generations("      "),
      ),
    ],
    [
      "a key whose last field has nothing behind its name",
      "config:\n  keys:\n    service:\n      tags: # none\n",
      lines("config:", "  keys:", "    service:", "      tags: # none", ...generations("      ")),
    ],
    [
      "a key in braces",
      "config:\n  keys: {service: {tags: {a: b}}} # c\n",
      'config:\n  keys: {service: {tags: {a: b}, generations: { "1": current, "2": staged }}} # c\n',
    ],
    [
      "a key in braces with nothing behind its last field",
      "config: {keys: {service: {tags: }}}\n",
      'config: {keys: {service: {tags: , generations: { "1": current, "2": staged }}}}\n',
    ],
    [
      "a key in braces with nothing behind its name",
      "config:\n  keys: {service: }\n",
      'config:\n  keys: {service: { generations: { "1": current, "2": staged } }}\n',
    ],
    [
      "a key in braces that is a name alone",
      "config:\n  keys: {service}\n",
      'config:\n  keys: {service: { generations: { "1": current, "2": staged } }}\n',
    ],
    [
      "the project's namespace",
      "config:\n  acme:keys:\n    service:\n",
      lines("config:", "  acme:keys:", "    service:", ...generations("      ")),
    ],
    [
      "the old spelling of the namespace",
      "config:\n  acme:config:keys:\n    service:\n",
      lines("config:", "  acme:config:keys:", "    service:", ...generations("      ")),
    ],
    [
      "lines that end as on Windows",
      "config:\r\n  keys:\r\n    service: # c\r\n  tags: {}\r\n",
      lines("config:", "  keys:", "    service: # c", ...generations("      "), "  tags: {}").replaceAll("\n", "\r\n"),
    ],
  ])("are written out below %s", (_, text, expected) => {
    expect(edited(text, "service", "start")).toBe(expected);
  });

  test("are written with all keys that the project file declares, as none of them holds once one is given", () => {
    const long = `A long ${"very ".repeat(40)}long text`;
    const project = `name: acme\nconfig:\n  keys: {default: {a: {description: ${long}, tags: {n: 'no'}}, b: {generations: {x: current}}, c: {}}}\n`;
    const { text } = rotateDev("config:\n  tags: {}\n", ["c", "start", "--now"], project);
    expect(text).toBe(
      lines(
        "config:",
        "  tags: {}",
        "  keys:",
        "    a:",
        `      description: ${long}`,
        "      tags:",
        '        "n": "no"',
        "    b:",
        "      generations:",
        "        x: current",
        "    c:",
        "      generations:",
        '        "1": grace',
        '        "2": current',
      ),
    );
  });
});

describe("generations that are given", () => {
  const key = (...generations: string[]) =>
    lines(
      "config:",
      "  usagePlans: {p: {}, 'yes': {}}",
      "  keys:",
      "    a:",
      ...generations.map((line) => `      ${line}`),
    );

  test.each<[string, string[], string[], string[]]>([
    ["in braces", ["generations: { 1: current }"], ["start"], ["generations: { 1: current, 2: staged }"]],
    [
      "in braces with a comma at the end",
      ["generations: {1: current,}"],
      ["start"],
      ["generations: {1: current, 2: staged,}"],
    ],
    [
      "as in JSON",
      ['generations: {"1":"current"}'],
      ["start", "--now"],
      ['generations: {"1":"grace", "2": "current"}'],
    ],
    [
      "in braces over several lines",
      ["generations: {", "  1: grace, # one", "  2: current # two", "}"],
      ["start"],
      ["generations: {", "  1: grace, # one", "  2: current, 3: staged # two", "}"],
    ],
    [
      "as maps in lines",
      ["generations:", "  1:", "    usagePlan: p", "    # why", "    state: current # s", "  # end"],
      ["start", "--now", "--usage-plan", "yes"],
      [
        "generations:",
        "  1:",
        "    usagePlan: p",
        "    # why",
        "    state: grace # s",
        '  2: { state: current, usagePlan: "yes" }',
        "  # end",
      ],
    ],
    [
      "as a map in braces, whose plan the next one inherits",
      ["generations: { 1: { state: current, usagePlan: p } }"],
      ["start"],
      ["generations: { 1: { state: current, usagePlan: p }, 2: { state: staged, usagePlan: p } }"],
    ],
    [
      "as folded text",
      ["generations:", "  1: >-", "    current", "  x: grace"],
      ["start", "--now"],
      ["generations:", "  1: >-", "    grace", "  x: grace", '  "2": current'],
    ],
    [
      "as text that is folded last",
      ["generations:", "  x: grace", "  1: >-", "    current"],
      ["start"],
      ["generations:", "  x: grace", "  1: >-", "    current", "  2: staged"],
    ],
    [
      "with ids in single quotes, one with a leading zero",
      ["generations:", "  '07': current"],
      ["start"],
      ["generations:", "  '07': current", "  '8': staged"],
    ],
    [
      "with a number of 15 digits, the last that the CLI reads as such",
      ["generations:", "  999999999999999: current"],
      ["start"],
      ["generations:", "  999999999999999: current", '  "1000000000000000": staged'],
    ],
    [
      "with anchors that nothing refers to",
      ["generations: &all", "  1: &one current"],
      ["start", "--now"],
      ["generations: &all", "  1: &one grace", "  2: current"],
    ],
    [
      "the first of them removed",
      ["generations:", "  # one", "  1: disabled # old", "  2: current"],
      ["remove"],
      ["generations:", "  # one", "  2: current"],
    ],
    [
      "the last of them removed, a map",
      ["generations:", "  2: current # two", "  1:", "    state: disabled", "    usagePlan: p # p", "  # end"],
      ["remove"],
      ["generations:", "  2: current # two", "  # end"],
    ],
    [
      "one of them removed that is folded text",
      ["generations:", "  1: >-", "    disabled", "  2: current"],
      ["remove"],
      ["generations:", "  2: current"],
    ],
    [
      "the first in braces removed",
      ["generations: { 1: disabled, 2: current }"],
      ["remove"],
      ["generations: { 2: current }"],
    ],
    [
      "the last in braces removed",
      ["generations: { 2: current, 1: disabled }"],
      ["remove"],
      ["generations: { 2: current }"],
    ],
    [
      "one in the middle removed",
      ["generations: { 2: current, 1: disabled, 3: staged }"],
      ["remove"],
      ["generations: { 2: current, 3: staged }"],
    ],
    [
      "the first in braces removed, and the comment kept",
      ["generations: {", "  1: disabled, # one", "  2: current # two", "}"],
      ["remove"],
      ["generations: {", "   # one", "  2: current # two", "}"],
    ],
    [
      "the last in braces removed, and the comments kept",
      ["generations: {", "  2: current, # two", "  1: disabled # one", "}"],
      ["remove"],
      ["generations: {", "  2: current, # two", "   # one", "}"],
    ],
  ])("%s", (_, before, args, after) => {
    expect(edited(key(...before), "a", ...args)).toBe(key(...after));
  });

  test("at the end of a file that no line ends are removed with their line", () => {
    const text = "config:\n  keys:\n    a:\n      generations:\n        2: current # c\n        1: disabled";
    expect(edited(text, "a", "remove")).toBe("config:\n  keys:\n    a:\n      generations:\n        2: current # c");
  });

  test("are removed with lines that end as on Windows", () => {
    const text = key("generations:", "  1: disabled", "  2: current").replaceAll("\n", "\r\n");
    expect(edited(text, "a", "remove")).toBe(key("generations:", "  2: current").replaceAll("\n", "\r\n"));
  });
});

test.each<[string, string]>([
  ["a file that is nothing, said in so many words", "~\n"],
  ["a state in letters of another kind", 'config:\n  keys:\n    service: {generations: {1: "curr\\u0065nt"}}\n'],
])("is not written where it would not read back: %s", (_, text) => {
  expect(rotateDev(text, ["service", "start", "--now"])).toEqual({
    exitCode: 2,
    stderr: "Pulumi.dev.yaml is written in a form that cannot be edited here, and is left as it was; edit it by hand",
    text,
  });
});
