import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadTypeScript } from "../../../harness/processes";
import { project } from "../../kit/example-files";
import { folderWith } from "../../kit/stack-folder";

const run = (files: Readonly<Record<string, string>>, folder = folderWith(files)) => {
  const { stdout, stderr } = spawnSync(process.execPath, [...loadTypeScript, join(folder, "a.ts")], {
    cwd: folder,
    encoding: "utf8",
  });
  return { stdout, stderr: stderr.replaceAll(folder, "") };
};

test("Node loads a TypeScript file and those that it imports, written for this Node, whatever a .swcrc says", () => {
  const ended = run({
    "a.ts": 'import { B } from "./b";\n\nconst text: string = B.toString();\nconsole.log(text);\n',
    "b.ts": "export interface A {\n  a: number;\n}\nexport class B {\n  #a = 1;\n}\n",
    ".swcrc": '{"minify": true, "jsc": {"target": "es5"}}',
  });
  expect(ended).toEqual({ stdout: "class B {\n    #a = 1;\n}\n", stderr: "" });
});

test("a stack trace names the lines of the TypeScript files", () => {
  const { stderr } = run({
    "a.ts": 'import { fail } from "./b";\n\n// Why.\ninterface A {\n  a: number;\n}\n\nfail();\n',
    "b.ts": 'interface B {\n  b: number;\n}\n\nexport function fail(): never {\n  throw new Error("here");\n}\n',
  });
  expect(stderr.split("\n").filter((line) => /here|[ab]\.ts/.test(line))).toEqual([
    "/b.ts:6",
    '  throw new Error("here");',
    "Error: here",
    "    at fail (/b.ts:6:9)",
    "    at Object.<anonymous> (/a.ts:8:5)",
  ]);
});

test("a stack trace names a library's lines as they are, and its source map is not read", () => {
  const { stderr } = run({
    "a.ts": 'import "./b";\n',
    "b.js": 'throw new Error("here");\n//# sourceMappingURL=b.js.map\n',
    "b.js.map": '{"version":3,"sources":["c.ts"],"names":[],"mappings":"AAMA"}',
  });
  expect(stderr.split("\n").filter((line) => /[bc]\.(js|ts):/.test(line))).toEqual([
    "/b.js:1",
    "    at Object.<anonymous> (/b.js:1:7)",
  ]);
});

test("files of libraries are left to Node", () => {
  const folder = folderWith({ "a.ts": 'import "b/b.ts";\n' });
  mkdirSync(join(folder, "node_modules", "b"), { recursive: true });
  writeFileSync(join(folder, "node_modules", "b", "b.ts"), "const b: number = 1;\n");
  const { stderr } = run({}, folder);
  expect(stderr).toContain("SyntaxError: Missing initializer in const declaration");
});

test("it is what the program and every command of this project are loaded with", () => {
  const { scripts } = jest.requireActual<{ scripts: Record<string, string> }>(join(project, "package.json"));
  const loaded = Object.values(scripts).filter((script) => /^node .*\.ts\b/.test(script));
  expect(loaded).toHaveLength(7);
  expect(loaded.filter((script) => !script.startsWith("node --require ./src/sdk/load-typescript.cjs "))).toEqual([]);
});
