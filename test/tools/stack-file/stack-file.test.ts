import { configBytes } from "../../../src/settings/config-entries";
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
  test.each<[string, string, Record<string, string>]>([
    ["an empty file", "", {}],
    ["a file without config", "encryptionsalt: v1:x\n", {}],
    ["an empty config", "config:\n", {}],
    ["a bare name", "config:\n  keys: {}\n", { "acme:keys": "{}" }],
    ["a name with the project's namespace", "config:\n  acme:keys: {}\n", { "acme:keys": "{}" }],
    ["a name in the old spelling", "config:\n  acme:config:keys: {}\n", { "acme:keys": "{}" }],
    [
      "names of other namespaces",
      "config:\n  aws:region: eu-central-1\n  x:config:y: z\n",
      { "aws:region": "eu-central-1", "x:y": "z" },
    ],
    ["a name that is a number in quotes", 'config:\n  "1": x\n', { "acme:1": "x" }],
    ["text", "config:\n  a: x y\n", { "acme:a": "x y" }],
    ["text in quotes", 'config:\n  a: "0123"\n', { "acme:a": "0123" }],
    ["text that is JSON", "config:\n  a: '{\"b\": 1}'\n", { "acme:a": '{"b": 1}' }],
    ["a number", "config:\n  a: 10.50\n", { "acme:a": "10.5" }],
    ["true", "config:\n  a: true\n", { "acme:a": "true" }],
    ["false", "config:\n  a: false\n", { "acme:a": "false" }],
    ["nothing", "config:\n  a:\n", { "acme:a": "" }],
    ["empty text", 'config:\n  a: ""\n', { "acme:a": "" }],
    ["null", "config:\n  a: null\n", { "acme:a": "" }],
    [
      "a map",
      "config:\n  a:\n    b: {c: 1, d: null}\n    e: [x, true]\n",
      { "acme:a": '{"b":{"c":1,"d":null},"e":["x",true]}' },
    ],
    ["a list", "config:\n  a: [1, b]\n", { "acme:a": '[1,"b"]' }],
    ["names that are no text", "config:\n  a: {1: x, true: y}\n", { "acme:a": '{"1":"x","true":"y"}' }],
    ["the name __proto__", "config:\n  a: {__proto__: {b: 1}}\n", { "acme:a": '{"__proto__":{"b":1}}' }],
    [
      "characters that Go escapes, in a map",
      'config:\n  a: ["<b>&\\u2028\\u2029"]\n',
      { "acme:a": '["\\u003cb\\u003e\\u0026\\u2028\\u2029"]' },
    ],
    ["characters that Go escapes, in text", "config:\n  a: <b>&\n", { "acme:a": "<b>&" }],
    ["what is no ASCII", "config:\n  a: [é数]\n", { "acme:a": '["é数"]' }],
  ])("are read from %s", (_, text, entries) => {
    expect(readDev(text)).toEqual({ ...BARE, entries });
  });

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
