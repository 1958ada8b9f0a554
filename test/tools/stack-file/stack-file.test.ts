import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { configBytes } from "../../../src/settings/config-entries";
import { UsageError } from "../../../tools/command";
import { readStackFile, stackNames } from "../../../tools/stack-file/stack-file";
import { folderWith, readDev } from "../../kit/stack-folder";

const BARE = { project: "acme", stack: "dev", entries: {}, secretEntries: [], misplaced: [], faults: [], warnings: [] };

describe("the stacks of a folder", () => {
  test("are those that have a file, sorted", () => {
    const folder = folderWith({
      "Pulumi.yaml": "",
      "Pulumi.prod.yaml": "",
      "Pulumi.dev.yaml": "",
      "Pulumi.eu.dev.yaml": "",
      "Pulumi.B.yaml": "",
      "Pulumi.dev.yml": "",
      "Pulumi.dev.yaml.bak": "",
      "MyPulumi.x.yaml": "",
      "Pulumi..yaml": "",
      Pulumi_x_yaml: "",
    });
    expect(stackNames(folder)).toEqual(["B", "dev", "eu.dev", "prod"]);
  });

  test("are none in an empty folder", () => {
    expect(stackNames(folderWith({}))).toEqual([]);
  });
});

describe("the entries of a stack file", () => {
  test("are those of the stack that is asked for", () => {
    const folder = folderWith({
      "Pulumi.yaml": "name: other\n",
      "Pulumi.a.yaml": "config: {x: a}\n",
      "Pulumi.b.yaml": "config: {x: b}\n",
    });
    const { name, text, entries } = readStackFile(folder, "b");
    expect({ name, text, entries }).toEqual({
      name: "Pulumi.b.yaml",
      text: "config: {x: b}\n",
      entries: { "other:x": "b" },
    });
  });

  test("are at fault where one is given twice, bare and with the project's namespace", () => {
    expect(readDev("config:\n  keys: {a: {}}\n  acme:keys: {b: {}}\n").faults).toEqual([
      { path: "keys", problem: 'given twice, as "keys" and as "acme:keys", and the CLI drops one of them; keep one' },
    ]);
  });

  test("are at fault at each repetition, the old spelling too, whatever the name", () => {
    expect(
      readDev("config:\n  aws:a.b: 1\n  acme:x: 1\n  aws:config:a.b: 2\n  x: 3\n  acme:config:x: 4\n").faults,
    ).toEqual([
      {
        path: '["a.b"]',
        problem: 'given twice, as "aws:a.b" and as "aws:config:a.b", and the CLI drops one of them; keep one',
      },
      { path: "x", problem: 'given twice, as "acme:x" and as "x", and the CLI drops one of them; keep one' },
      { path: "x", problem: 'given twice, as "x" and as "acme:config:x", and the CLI drops one of them; keep one' },
    ]);
  });

  test("warn where environments would add to them", () => {
    expect(readDev("environment: [prod]\n")).toEqual({
      ...BARE,
      warnings: ["environment: what ESC environments add is not known offline and is left out"],
    });
  });
});

describe("the defaults of the project file", () => {
  const project = [
    "name: acme",
    "config:",
    "  keys: {description: d, default: {service: {}}}",
    "  acme:plain: text",
    "  flag: {default: false}",
    "  number: {default: 0}",
    "  pulumi:autonaming: {value: {pattern: x}}",
    "  valued: {value: v}",
    "  none: {value: null, default: d}",
  ].join("\n");
  const defaults = {
    "acme:keys": '{"service":{}}',
    "acme:plain": "text",
    "acme:flag": "false",
    "acme:number": "0",
    "pulumi:autonaming": '{"pattern":"x"}',
    "acme:valued": "v",
    "acme:none": "d",
  };

  test("stand for what the stack file leaves out", () => {
    expect(readDev("", project)).toEqual({ ...BARE, entries: defaults });
  });

  test("do not mix with what it gives, in whatever spelling", () => {
    const file = "config:\n  acme:keys: {a: {}}\n  flag: true\n  pulumi:autonaming: {mode: default}\n";
    expect(readDev(file, project)).toEqual({
      ...BARE,
      entries: { ...defaults, "acme:keys": '{"a":{}}', "acme:flag": "true", "pulumi:autonaming": '{"mode":"default"}' },
    });
  });

  test("are missed where neither file gives a value", () => {
    const { faults } = readDev(
      "config: {c: x}",
      "name: acme\nconfig: {a: {}, b: {default: null}, c: {description: d}}",
    );
    const problem = "missing, and Pulumi.yaml has no default for it; give a value here or a default there";
    expect(faults).toEqual([
      { path: "a", problem },
      { path: "b", problem },
    ]);
  });

  test("do not stand for an entry with nothing behind it", () => {
    expect(readDev('config:\n  keys:\n  flag: ""\n', project).entries).toEqual({
      ...defaults,
      "acme:keys": "",
      "acme:flag": "",
    });
  });
});

describe("an encrypted entry", () => {
  test.each([
    ["whole", "{secure: v1:MARKER}"],
    ["in a map", "{a: {b: {secure: v1:MARKER}}, c: {}}"],
    ["in a list", "[x, {secure: v1:MARKER}]"],
    ["in a list in a map", "{a: [x, [{secure: v1:MARKER}]]}"],
  ])("is named, and its text left out: %s", (_, value) => {
    expect(readDev(`config:\n  open: x\n  keys: ${value}\n  aws:token: ${value}\n`)).toEqual({
      ...BARE,
      entries: { "acme:open": "x", "acme:keys": "", "aws:token": "" },
      secretEntries: ["acme:keys", "aws:token"],
    });
  });

  test.each([
    ["a map with another entry", "{secure: x, other: y}", '{"other":"y","secure":"x"}'],
    ["a map that is not text", "{secure: 1}", '{"secure":1}'],
    ["a map in capitals", "{Secure: x}", '{"Secure":"x"}'],
    ["a list", "[secure]", '["secure"]'],
    ["text", "secure", "secure"],
  ])("is not made by %s", (_, value, text) => {
    expect(readDev(`config:\n  keys: ${value}\n`)).toEqual({ ...BARE, entries: { "acme:keys": text } });
  });
});

describe("the size of the configuration", () => {
  const sized = (bytes: number) => {
    const text = "x".repeat(bytes - configBytes({ "acme:a": "" }));
    return readDev(`config:\n  a: ${text}\n`).faults;
  };

  test("may be 131,072 bytes", () => {
    expect(sized(131_072)).toEqual([]);
  });

  test("is a fault from 131,073 bytes on", () => {
    expect(sized(131_073)).toEqual([
      {
        path: "keys",
        problem:
          "the configuration takes 131073 bytes, and Linux passes at most 131072 to a program, so it could not start; split the stack",
      },
    ]);
  });
});

const STACKS = "there is no stack file Pulumi.qa.yaml; the stacks are";
const ELSEWHERE = "Pulumi.yaml: stack files are read only from the folder of Pulumi.yaml; drop stackConfigDir";

test.each<[string | undefined, string | undefined, string]>([
  ["", undefined, `${STACKS} none`],
  [undefined, "", "Pulumi.yaml cannot be read: ENOENT"],
  ["[]", "", "Pulumi.yaml is not a map; give names, each with its value"],
  ["", "", "Pulumi.yaml: the project has no name; give it one, for example name: api-keys"],
  ["name: 1", "", "Pulumi.yaml: the project has no name; give it one, for example name: api-keys"],
  ["name: ''", "", "Pulumi.yaml: the project has no name; give it one, for example name: api-keys"],
  [
    "name: a b",
    "",
    'Pulumi.yaml: the name "a b" has other characters than letters, digits, "_", "-" and "."; give it another',
  ],
  ["name: a\na: @b", "", "Pulumi.yaml, line 2: not valid YAML: Plain value cannot start with reserved character @"],
  ["name: a\nconfig: 5", "", "Pulumi.yaml: config is not a map; give names, each with its value"],
  ["name: a\nstackConfigDir: stacks", "", ELSEWHERE],
  ["name: a\nconfig: stacks", "", ELSEWHERE],
  ["name: a", "x", "Pulumi.qa.yaml is not a map; give names, each with its value"],
  ["name: a", "- x", "Pulumi.qa.yaml is not a map; give names, each with its value"],
  ["name: a", "config: []", "Pulumi.qa.yaml: config is not a map; give names, each with its value"],
  ["name: a", "config: x", "Pulumi.qa.yaml: config is not a map; give names, each with its value"],
  ["name: a", "encryptionsalt: {}", "Pulumi.qa.yaml: encryptionsalt is not text; put it in quotes"],
  ["name: a", "config: {a:b:c: 1}", 'Pulumi.qa.yaml: "a:b:c" is not a configuration key; give name or namespace:name'],
])("Pulumi.yaml %j and Pulumi.qa.yaml %j are refused: %s", (project, stack, message) => {
  const files = Object.entries({ "Pulumi.yaml": project, "Pulumi.qa.yaml": stack });
  const folder = folderWith(
    Object.fromEntries(files.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]]))),
  );
  expect(() => readStackFile(folder, "qa")).toThrow(new UsageError(message));
  expect(() => readStackFile(folder, "qa")).toThrow(UsageError);
});

test("a stack that is not there is refused with those that are, a control character shown as text", () => {
  const folder = folderWith({
    "Pulumi.yaml": "name: a",
    "Pulumi.a;b.yaml": "",
    "Pulumi.a_b.c-1.yaml": "",
    "Pulumi.b.yaml": "",
  });
  expect(() => readStackFile(folder, "\u001b[31m")).toThrow(
    new UsageError("there is no stack file Pulumi.\\u001b[31m.yaml; the stacks are a_b.c-1, b"),
  );
});

test.each<[string, (path: string) => void]>([
  ["a folder", (path) => mkdirSync(path)],
  ["a pipe, and is not waited for", (path) => execFileSync("mkfifo", [path])],
])("a stack file is refused that is %s", (_, make) => {
  const folder = folderWith({ "Pulumi.yaml": "name: a" });
  make(join(folder, "Pulumi.qa.yaml"));
  expect(() => readStackFile(folder, "qa")).toThrow(
    new UsageError("Pulumi.qa.yaml is not an ordinary file; put one in its place"),
  );
});

const NO_VALUE = 'config["b:x"]: an entry of another namespace needs a value, not a default';

test.each([
  ["{a:config:b:c: 1}", '"a:config:b:c" is not a configuration key; give name or namespace:name'],
  ["{x: {type: string}}", "config.x: type is not read here; drop it, as the program checks the value"],
  ["{x: {default: {secure: y}}}", "config.x: encrypted; give the value in the stack files"],
  ["{x: }", "config.x: empty: give a value or drop the line"],
  ["{x: {description: 1}}", "config.x: the description is not text; put it in quotes"],
  ["{x: {default: 1, value: 2}}", "config.x: has both a default and a value; keep one"],
  ["{b:x: {default: 1}}", NO_VALUE],
  ["{b:x: {}}", NO_VALUE],
  ["{x: 1, a:x: 2}", 'config["a:x"]: given twice, and the CLI drops one of them; keep one'],
  ["{x.y: 1}", 'config["x.y"]: the Pulumi CLI reads the name as a path; use letters, digits, "_" and "-"'],
])("Pulumi.yaml is refused with config: %s", (config, problem) => {
  expect(() => readDev("", `name: a\nconfig: ${config}`)).toThrow(new UsageError(`Pulumi.yaml: ${problem}`));
});
