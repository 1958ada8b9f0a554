import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readStackFile } from "../../../tools/stack-file/stack-file";
import { UsageError } from "../../../tools/command";
import { folderWith, readDev } from "../../kit/stack-folder";

const LINE_END =
  "the Pulumi CLI reads a character here as the end of the line; drop it, or write it as an escape in double quotes";
const CONTROL =
  "the Pulumi CLI reads no control characters; drop the one here, or write it as an escape in double quotes";
const ESCAPE = "the Pulumi CLI does not read an escape in this text; write the character itself";

const TAB = "the Pulumi CLI reads no tab here; use spaces";
const ANCHOR = "the Pulumi CLI reads this anchor as something else; drop it";
const LINE_BREAK =
  "the Pulumi CLI reads text of several lines differently if it begins with a line break or a tab; drop that";
const MARK = "names after a question mark are not read here; write name: value";
const ONE_LINE = "a name and its colon must stand on one line";
const OTHERWISE = (source: string) => `the Pulumi CLI reads ${source} as something else; put it in quotes`;

describe("a stack that cannot be read", () => {
  const NO_STACK = "there is no stack file Pulumi.qa.yaml; the stacks are";

  test.each<[string, Record<string, string>, string]>([
    ["there is none of that name", { "Pulumi.yaml": "", "Pulumi.b.yaml": "", "Pulumi.a.yaml": "" }, `${NO_STACK} a, b`],
    ["there is none at all", { "Pulumi.yaml": "" }, `${NO_STACK} none`],
    ["there is no project file", { "Pulumi.qa.yaml": "" }, "Pulumi.yaml cannot be read: ENOENT"],
    ["the project file is a list", { "Pulumi.yaml": "[]", "Pulumi.qa.yaml": "" }, "Pulumi.yaml is not a map"],
    ["the project has no name", { "Pulumi.yaml": "", "Pulumi.qa.yaml": "" }, "Pulumi.yaml: the project has no name"],
    [
      "the project's name is no text",
      { "Pulumi.yaml": "name: 1", "Pulumi.qa.yaml": "" },
      "Pulumi.yaml: the project has no name",
    ],
    ["the file is text", { "Pulumi.yaml": "name: a", "Pulumi.qa.yaml": "x" }, "Pulumi.qa.yaml is not a map"],
    ["the file is a list", { "Pulumi.yaml": "name: a", "Pulumi.qa.yaml": "- x" }, "Pulumi.qa.yaml is not a map"],
    [
      "its config is a list",
      { "Pulumi.yaml": "name: a", "Pulumi.qa.yaml": "config: []" },
      "Pulumi.qa.yaml: config is not a map",
    ],
    [
      "its config is text",
      { "Pulumi.yaml": "name: a", "Pulumi.qa.yaml": "config: x" },
      "Pulumi.qa.yaml: config is not a map",
    ],
    [
      "a part of it is no text",
      { "Pulumi.yaml": "name: a", "Pulumi.qa.yaml": "encryptionsalt: {}" },
      "Pulumi.qa.yaml: encryptionsalt is not text",
    ],
    [
      "the project's config is no map",
      { "Pulumi.yaml": "name: a\nconfig: 5", "Pulumi.qa.yaml": "" },
      "Pulumi.yaml: config is not a map",
    ],
    [
      "a name has three parts",
      { "Pulumi.yaml": "name: a", "Pulumi.qa.yaml": "config: {a:b:c: 1}" },
      'Pulumi.qa.yaml: "a:b:c" is not a configuration key; give name or namespace:name',
    ],
    [
      "a name has four parts",
      { "Pulumi.yaml": "name: a\nconfig: {a:config:b:c: 1}", "Pulumi.qa.yaml": "" },
      'Pulumi.yaml: "a:config:b:c" is not a configuration key; give name or namespace:name',
    ],
    [
      "the project file is not valid YAML",
      { "Pulumi.yaml": "name: a\na: @b", "Pulumi.qa.yaml": "" },
      "Pulumi.yaml, line 2: not valid YAML: Plain value cannot start with reserved character @",
    ],
  ])("is refused where %s", (_, files, message) => {
    const folder = folderWith(files);
    expect(() => readStackFile(folder, "qa")).toThrow(new UsageError(message));
    expect(() => readStackFile(folder, "qa")).toThrow(UsageError);
  });

  test("is refused where its file is a folder", () => {
    const folder = folderWith({ "Pulumi.yaml": "name: a" });
    mkdirSync(join(folder, "Pulumi.qa.yaml"));
    expect(() => readStackFile(folder, "qa")).toThrow(new UsageError("Pulumi.qa.yaml is not an ordinary file"));
  });
});

test("a stack file that is a pipe is refused, and not waited for", () => {
  const folder = folderWith({ "Pulumi.yaml": "name: a" });
  execFileSync("mkfifo", [join(folder, "Pulumi.qa.yaml")]);
  expect(() => readStackFile(folder, "qa")).toThrow(new UsageError("Pulumi.qa.yaml is not an ordinary file"));
});

test("what a shell would take for more than a word is no stack's name, and what a terminal would obey is shown", () => {
  const folder = folderWith({ "Pulumi.yaml": "name: a", "Pulumi.a;b.yaml": "", "Pulumi.a_b.c-1.yaml": "" });
  expect(() => readStackFile(folder, "\u001b[31m")).toThrow(
    new UsageError("there is no stack file Pulumi.\\u001b[31m.yaml; the stacks are a_b.c-1"),
  );
});

describe("a project file that the CLI or the plan cannot read", () => {
  test.each<[string, string, string]>([
    [
      "has a name with a space",
      "name: a b",
      'the name "a b" has other characters than letters, digits, "_", "-" and "."',
    ],
    ["has an empty name", "name: ''", "the project has no name"],
    [
      "keeps the stack files elsewhere",
      "name: a\nstackConfigDir: stacks",
      "stack files are read only from the folder of Pulumi.yaml; drop stackConfigDir",
    ],
    [
      "keeps the stack files elsewhere, as it was said once",
      "name: a\nconfig: stacks",
      "stack files are read only from the folder of Pulumi.yaml; drop stackConfigDir",
    ],
    [
      "has a type",
      "name: a\nconfig: {x: {type: string}}",
      "config.x: type is not read here; drop it, as the program checks the value",
    ],
    [
      "has a secret",
      "name: a\nconfig: {x: {default: {secure: y}}}",
      "config.x: encrypted; give the value in the stack files",
    ],
    ["has nothing behind a name", "name: a\nconfig: {x: }", "config.x: empty: give a value or drop the line"],
    [
      "has a number for a description",
      "name: a\nconfig: {x: {description: 1}}",
      "config.x: the description is not text",
    ],
    [
      "has a default and a value",
      "name: a\nconfig: {x: {default: 1, value: 2}}",
      "config.x: has both a default and a value; keep one",
    ],
    [
      "has a default of another's",
      "name: a\nconfig: {b:x: {default: 1}}",
      'config["b:x"]: an entry of another namespace needs a value, not a default',
    ],
    [
      "has nothing for another",
      "name: a\nconfig: {b:x: {}}",
      'config["b:x"]: an entry of another namespace needs a value, not a default',
    ],
    [
      "has an entry twice",
      "name: a\nconfig: {x: 1, a:x: 2}",
      'config["a:x"]: given twice, and the CLI drops one of them; keep one',
    ],
    [
      "has a path for a name",
      "name: a\nconfig: {x.y: 1}",
      'config["x.y"]: the Pulumi CLI reads the name as a path; use letters, digits, "_" and "-"',
    ],
  ])("is refused: one that %s", (_, project, problem) => {
    expect(() => readDev("", project)).toThrow(new UsageError(`Pulumi.yaml: ${problem}`));
  });
});

test.each([
  ["a number for a name", "{1: y}", "1"],
  ["true for a name", "{true: y}", "true"],
  ["a number with a fraction", "{a: 1.0}", "1.0"],
])("a project file is refused that has, in a default, %s", (_, value, source) => {
  expect(() => readDev("", `name: a\nconfig: {x: {default: ${value}}}`)).toThrow(
    new UsageError(`Pulumi.yaml, line 2: ${OTHERWISE(source)}`),
  );
});

describe("a file that the CLI or the plan cannot read", () => {
  test.each<[string, string, string]>([
    [
      "is not valid YAML",
      "config:\n  a: [",
      "line 2: a bracket or brace is not closed, or its content is not indented",
    ],
    ["has a tab for indentation", "config:\n\ta: 1\n", "line 2: the Pulumi CLI reads no tab here; use spaces"],
    ["has a name twice", "config:\n  a: 1\n  a: 2\n", 'line 3: "a" is given twice; keep one'],
    ["has a name as number and as text", 'config:\n  1: a\n  "1": b\n', 'line 3: "1" is given twice; keep one'],
    [
      "has a name as boolean and as text",
      'config:\n  a:\n    true: a\n    "true": b\n',
      'line 4: "true" is given twice; keep one',
    ],
    ["has an alias", "config:\n  a: &x 1\n\n  b: *x\n", "line 4: aliases are not read here; write out the value"],
    ["has a merge", "config:\n  a:\n    <<: {b: 1}\n", "line 3: merge keys are not read here; write out the entries"],
    [
      "has a merge in quotes, which the CLI makes all the same",
      "config:\n  a:\n    '<<': {b: 1}\n",
      "line 3: merge keys are not read here; write out the entries",
    ],
    ["has a line separator", "config:\n  a: 1 # x\u2028  b: 2\n", `line 2: ${LINE_END}`],
    ["has a paragraph separator", "config:\n  a: x\u2029y\n", `line 2: ${LINE_END}`],
    ["has a next-line character", "config:\n\n  a: x\u0085y\n", `line 3: ${LINE_END}`],
    ["has a carriage return within a line", 'config:\n  a: "x\ry"\n', `line 2: ${LINE_END}`],
    ["has a bell, be it in a comment", "config:\n  a: 1\n  # \u0007\n", `line 3: ${CONTROL}`],
    ["has a delete character", "config:\n  a: x\u007fy\n", `line 2: ${CONTROL}`],
    ["has a terminal's control sequence", "config:\n  a: x\u009b31m\n", `line 2: ${CONTROL}`],
    ["has no character at all", "config:\n  a: x\uffffy\n", `line 2: ${CONTROL}`],
    [
      "has a line of nothing but a tab",
      "config:\n  a:\n  \t\n    b: 1\n",
      "line 3: the Pulumi CLI reads no tab here; use spaces",
    ],
    ["has a tab behind a dash", "config:\n  a:\n    -\tx\n", "line 3: the Pulumi CLI reads no tab here; use spaces"],
    ["has JSON's escape of a slash", 'config:\n  a: "x\\/y"\n', `line 2: ${ESCAPE}`],
    ["has a line that goes on behind a backslash", 'config:\n  a: "x\\\n\n    y"\n', `line 2: ${ESCAPE}`],
    [
      "has a quote that only an escaped one closes",
      'config:\n  l:\n  - "a\\"\n  b: c\n  d: "e\n    f"\n',
      `line 3: ${ESCAPE}`,
    ],
    ["has half an emoji", 'config:\n  a: "\\\\\\ud83d\\ude00"\n', `line 2: ${ESCAPE}`],
    [
      "has a directive that nobody knows",
      "%FOO bar\n---\nconfig: {}\n",
      "line 1: not valid YAML: Unknown directive %FOO",
    ],
    [
      "has text that should be encrypted and is a number to one reader only",
      "config:\n  a:\n    secure: 0123456\n",
      "line 3: the Pulumi CLI reads this as something else; put it in quotes",
    ],
    [
      "has text that should be encrypted and looks like a tag",
      "config:\n  a:\n    secure: !HIDDEN x\n",
      "line 3: the tag is not read here; drop it, or put the value in quotes",
    ],
    [
      "has text that should be encrypted and looks like a block",
      "config:\n  a:\n    secure: |HIDDEN\n",
      "line 3: not valid YAML: Block scalar header includes extra characters",
    ],
    ["has a comment behind a tab", "config:\n  a: 1\n\t# x\n", `line 3: ${TAB}`],
    ["has a block that begins with a tab", "config:\n  a: |\n    \tx\n", `line 3: ${TAB}`],
    ["has a tab behind a dash and a space", "config:\n  a:\n    - \tx\n", `line 3: ${TAB}`],
    ["has a second byte order mark", "\ufeff\ufeffconfig: {}\n", `line 1: ${CONTROL}`],
    ["has a question in braces", "config: {a: {b: What is this?}}\n", `line 1: ${OTHERWISE("What is this?")}`],
    ["has a name behind a question mark in braces", "config: {?a : 1}\n", `line 1: ${OTHERWISE("?a")}`],
    ["has a question mark before its quotes", '{?"config": {a: 1}}\n', `line 1: ${OTHERWISE('?"config"')}`],
    ["has text behind a colon in braces", "config: {a: :b}\n", `line 1: ${OTHERWISE(":b")}`],
    [
      "has no space behind a colon in braces",
      "config: {a:{b: 1}}\n",
      "line 1: a space is missing after the colon of a",
    ],
    ["has nothing behind a colon in braces", "config: {a:, b: 1}\n", "line 1: a space is missing after the colon of a"],
    ["has a name of two lines in braces", "config: {a b\n  c: 1}\n", `line 1: ${ONE_LINE}`],
    ["has a quoted name of two lines", "config: {'a b\n  c': 1}\n", `line 1: ${ONE_LINE}`],
    ["has the colon of a name on the next line", "config:\n  a\n    :\n", `line 3: ${ONE_LINE}`],
    ["has the colon of a name on the next line of braces", "config: {a\n  : 1}\n", `line 1: ${ONE_LINE}`],
    ["has a name behind a question mark", "config:\n  ? a\n  : 1\n", `line 2: ${MARK}`],
    ["has a question mark, space and a name in braces", "config: {? a : 1}\n", `line 1: ${MARK}`],
    ["has an anchor with a dot", "config:\n  a: &a.b 1\n", `line 2: ${ANCHOR}`],
    ["has an anchor with an accent", "config:\n  a: &é 1\n", `line 2: ${ANCHOR}`],
    ["has an anchor that runs on", "config:\n  a: &x:- y\n", `line 2: ${ANCHOR}`],
    ["has an anchor on a name", "config:\n  &a a: 1\n", `line 2: ${ANCHOR}`],
    ["has a number for a top-level name", "5: x\n", `line 1: ${OTHERWISE("5")}`],
    ["has a number for an entry's name", "config:\n  5: x\n", `line 2: ${OTHERWISE("5")}`],
    ["has true for an entry's name", "config:\n  true: x\n", `line 2: ${OTHERWISE("true")}`],
    ["has text that begins with a line break", 'config:\n  a: "\\nx"\n', `line 2: ${LINE_BREAK}`],
    ["has text of two lines that begins with a tab", 'config:\n  a: "\\tx\\ny"\n', `line 2: ${LINE_BREAK}`],
    ["has a block that begins with an empty line", "config:\n  a: |\n\n    x\n", `line 2: ${LINE_BREAK}`],
    [
      "ends in a block without a line break",
      "config:\n  a: |\n    x",
      "line 2: the Pulumi CLI reads a block of text differently if the file ends without a line break; add one",
    ],
    ["ends in a document mark", "# x\n...\n", "line 2: a mark of a document's end is not read here; drop it"],
    [
      "lacks a space behind a colon, with more behind",
      "config:\n  a:1\n  b: 2\n",
      'line 2: a space is missing after the colon of "a"',
    ],
    [
      "lacks a space behind a colon, with more before",
      "config:\n  b: 2\n  a:1\n",
      'line 3: a space is missing after the colon of "a"',
    ],
    [
      "lacks a colon",
      "config:\n  a:\n    x\n    b: 1\n",
      "line 3: a colon is missing here, or this line is indented wrongly",
    ],
    [
      "has two colons",
      "config:\n  a: b: c\n",
      'line 2: a second colon in one line; put the value in quotes, as in name: "a: b"',
    ],
    [
      "is indented below a value",
      "config:\n  a: 1\n    b: 2\n",
      "line 2: the next line is indented deeper than this one, which has a value already",
    ],
    [
      "is indented unevenly",
      "config:\n  a: 1\n b: 2\n",
      "line 3: the entries of one map must begin in the same column",
    ],
    [
      "is nested 2,000 deep",
      `config:\n  a: ${"[".repeat(2_000)}${"]".repeat(2_000)}\n`,
      "line 2: nested too deeply to be read here",
    ],
    [
      "has a tag",
      "config:\n  a: !!str 1\n",
      "line 2: the tag tag:yaml.org,2002:str is not read here; drop it, or put the value in quotes",
    ],
    [
      "has a tag of its own",
      "config:\n  a: !x {}\n",
      "line 2: the tag !x is not read here; drop it, or put the value in quotes",
    ],
    [
      "has a tag on a name",
      "config:\n  !!str a: 1\n",
      "line 2: the tag tag:yaml.org,2002:str is not read here; drop it, or put the value in quotes",
    ],
    [
      "names its version",
      "%YAML 1.1\n---\nconfig: {}\n",
      "line 1: a %YAML directive changes how the file is read; drop it",
    ],
    [
      "names its version after a comment",
      "# dev\n%YAML 1.2\n---\nconfig: {}\n",
      "line 2: a %YAML directive changes how the file is read; drop it",
    ],
    [
      "has several documents",
      "config: {}\n---\nconfig: {}\n",
      "line 2: the Pulumi CLI reads only the first document; drop the rest",
    ],
  ])("is refused: one that %s", (_, text, problem) => {
    expect(() => readDev(text)).toThrow(new UsageError(`Pulumi.dev.yaml, ${problem}`));
    expect(() => readDev(text)).toThrow(UsageError);
  });

  test("is not one whose line ends are Windows's, with a byte order mark, a tab within a line or an escape that YAML knows", () => {
    expect(readDev('\ufeffconfig:\r\n  a:\tx\r\n  b: "\\\\/\\u2028\\e"\r\n').entries).toEqual({
      "acme:a": "x",
      "acme:b": "\\/\u2028\u001b",
    });
  });

  test("is not one that has an anchor, a comment, a document mark or equal names in different maps", () => {
    expect(readDev("---\n# dev\nconfig:\n  a: &x 1\n  b: {a: 1}\n").entries).toEqual({
      "acme:a": "1",
      "acme:b": '{"a":1}',
    });
  });
});
