import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readStackFile } from "../../../tools/stack-file/stack-file";
import { UsageError } from "../../../tools/command";
import { folderWith, readDev } from "../../kit/stack-folder";

const LINE_END =
  "the Pulumi CLI takes a character here for the end of the line: drop it, or write it as an escape in double quotes";
const CONTROL =
  "the Pulumi CLI reads no control characters: drop the one here, or write it as an escape in double quotes";
const ESCAPE = "the Pulumi CLI does not read an escape in here: write the character itself";

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
      "the project's config is no map",
      { "Pulumi.yaml": "name: a\nconfig: 5", "Pulumi.qa.yaml": "" },
      "Pulumi.yaml: config is not a map",
    ],
    [
      "a name has three parts",
      { "Pulumi.yaml": "name: a", "Pulumi.qa.yaml": "config: {a:b:c: 1}" },
      'Pulumi.qa.yaml: "a:b:c" is no configuration key; give name or namespace:name',
    ],
    [
      "a name has four parts",
      { "Pulumi.yaml": "name: a\nconfig: {a:config:b:c: 1}", "Pulumi.qa.yaml": "" },
      'Pulumi.yaml: "a:config:b:c" is no configuration key; give name or namespace:name',
    ],
    [
      "the project file is no YAML",
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
    expect(() => readStackFile(folder, "qa")).toThrow(new UsageError("Pulumi.qa.yaml cannot be read: EISDIR"));
  });
});

describe("a file that the CLI or the plan cannot read", () => {
  test.each<[string, string, string]>([
    [
      "is no YAML",
      "config:\n  a: [",
      "line 2: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    ["has a tab for indentation", "config:\n\ta: 1\n", "line 2: not valid YAML: Tabs are not allowed as indentation"],
    ["has a name twice", "config:\n  a: 1\n  a: 2\n", "line 3: not valid YAML: Map keys must be unique"],
    [
      "has a name as number and as text",
      'config:\n  1: a\n  "1": b\n',
      "line 3: not valid YAML: Map keys must be unique",
    ],
    [
      "has a name as boolean and as text",
      'config:\n  a:\n    true: a\n    "true": b\n',
      "line 4: not valid YAML: Map keys must be unique",
    ],
    ["has an alias", "config:\n  a: &x 1\n\n  b: *x\n", "line 4: aliases are not read here: write the value out"],
    ["has a merge", "config:\n  a:\n    <<: {b: 1}\n", "line 3: merge keys are not read here: write the entries out"],
    [
      "has a merge in quotes, which the CLI makes all the same",
      "config:\n  a:\n    '<<': {b: 1}\n",
      "line 3: merge keys are not read here: write the entries out",
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
      "line 3: the Pulumi CLI reads no tab here: take spaces",
    ],
    ["has a tab behind a dash", "config:\n  a:\n    -\tx\n", "line 3: the Pulumi CLI reads no tab here: take spaces"],
    ["has JSON's escape of a slash", 'config:\n  a: "x\\/y"\n', `line 2: ${ESCAPE}`],
    ["has half an emoji", 'config:\n  a: "\\\\\\ud83d\\ude00"\n', `line 2: ${ESCAPE}`],
    [
      "has a directive that nobody knows",
      "%FOO bar\n---\nconfig: {}\n",
      "line 1: not valid YAML: Unknown directive %FOO",
    ],
    [
      "has text that should be encrypted and is a number to one reader only",
      "config:\n  a:\n    secure: 0123456\n",
      "line 3: the Pulumi CLI reads this as something else: put it in quotes",
    ],
    [
      "has text that should be encrypted and looks like a tag",
      "config:\n  a:\n    secure: !HIDDEN x\n",
      "line 3: the tag is not read here: drop it, or put the value in quotes",
    ],
    [
      "has text that should be encrypted and looks like a block",
      "config:\n  a:\n    secure: |HIDDEN\n",
      "line 3: not valid YAML: Block scalar header includes extra characters",
    ],
    [
      "is nested 2,000 deep",
      `config:\n  a: ${"[".repeat(2_000)}${"]".repeat(2_000)}\n`,
      "line 2: nested too deep to be read here",
    ],
    [
      "has a tag",
      "config:\n  a: !!str 1\n",
      "line 2: the tag tag:yaml.org,2002:str is not read here: drop it, or put the value in quotes",
    ],
    [
      "has a tag of its own",
      "config:\n  a: !x {}\n",
      "line 2: the tag !x is not read here: drop it, or put the value in quotes",
    ],
    [
      "has a tag on a name",
      "config:\n  !!str a: 1\n",
      "line 2: the tag tag:yaml.org,2002:str is not read here: drop it, or put the value in quotes",
    ],
    [
      "names its version",
      "%YAML 1.1\n---\nconfig: {}\n",
      "line 1: a %YAML directive changes how the file is read: drop it",
    ],
    [
      "names its version after a comment",
      "# dev\n%YAML 1.2\n---\nconfig: {}\n",
      "line 2: a %YAML directive changes how the file is read: drop it",
    ],
    [
      "has several documents",
      "config: {}\n---\nconfig: {}\n",
      "line 2: the Pulumi CLI reads only the first document: drop the rest",
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
