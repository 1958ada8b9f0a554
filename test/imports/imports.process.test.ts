import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { folderWith } from "../kit/stack-folder";

const root = join(__dirname, "..", "..");

/** Where one file of each folder imports what it must not: the file, what it imports, the rule, and what is reached by way of that. */
const FORBIDDEN: readonly (readonly [from: string, to: string, rule: string, reached?: string])[] = [
  ["index.ts", "harness/a", "program-stands-alone"],
  ["index.ts", "@pulumi/pulumi/runtime/debuggable", "sdk-internals-in-src-sdk"],
  ["src/a.ts", "@pulumi/pulumi/proto/resource_pb", "sdk-internals-in-src-sdk"],
  ["src/sdk/a.ts", "test/kit/a", "program-stands-alone"],
  ["src/settings/a.ts", "@pulumi/pulumi", "without-pulumi"],
  ["src/settings.ts", "src/sdk/b", "without-pulumi"],
  ["src/settings/b.ts", "tools/program/a", "program-stands-alone"],
  ["src/rotation.ts", "src/by-way", "without-pulumi", "@pulumi/pulumi"],
  ["src/guard.ts", "@pulumi/pulumi", "without-pulumi"],
  ["src/guard/a.ts", "src/sdk/b", "without-pulumi"],
  ["src/last-deployment.ts", "@pulumi/pulumi", "without-pulumi"],
  ["src/generation.ts", "bench/a", "program-stands-alone"],
  ["tools/command.ts", "tools/plan/b", "commands-stand-alone"],
  ["tools/stack-file/a.ts", "tools/rotate/b", "commands-stand-alone"],
  ["tools/stack-file/b.ts", "harness/b", "tools-without-tests"],
  ["tools/program/a.ts", "tools/schema/b", "commands-stand-alone"],
  ["tools/plan/a.ts", "tools/rotate/a", "commands-stand-alone"],
  ["tools/rotate/a.ts", "tools/plan/b", "commands-stand-alone"],
  ["tools/schema/a.ts", "bench/b", "tools-without-tests"],
  ["tools/usage/a.ts", "tools/plan/b", "commands-stand-alone"],
  ["tools/pictures.ts", "harness/b", "tools-without-tests"],
  ["harness/a.ts", "test/kit/b", "harness-below-test-and-bench"],
  ["harness/aws/a.ts", "bench/b", "harness-below-test-and-bench"],
  ["bench/a.ts", "test/kit/b", "bench-without-test"],
  ["test/kit/a.ts", "bench/b", "test-without-bench"],
  ["test/engine/a.ts", "bench/b", "test-without-bench"],
];

/** What each of these may do: the way of the data, and what is shared. */
const ALLOWED: readonly (readonly [from: string, to: string])[] = [
  ["src/by-way.ts", "@pulumi/pulumi"],
  ["src/sdk/c.ts", "@pulumi/pulumi/runtime/debuggable"],
  ["src/c.ts", "@pulumi/aws/apigateway"],
  ["tools/program/c.ts", "@pulumi/pulumi/proto/resource_pb"],
  ["tools/plan/c.ts", "tools/program/b"],
  ["tools/rotate/c.ts", "tools/stack-file/c"],
  ["tools/usage/c.ts", "tools/program/b"],
  ["tools/schema/c.ts", "tools/command-b"],
  ["tools/rotate/d.ts", "tools/rotate/b"],
  ["harness/c.ts", "src/b"],
  ["test/c.ts", "harness/b"],
  ["bench/c.ts", "harness/b"],
];

/** In each of these folders two files that import each other's types. */
const FOLDERS = [...new Set([...FORBIDDEN, ...ALLOWED].map(([from]) => dirname(from)))]
  .filter((it) => it !== ".")
  .sort();

describe("npm run imports", () => {
  const { status, stdout } = cruise();

  test("fails where a file imports what it must not, and names both files", () => {
    const broken = FORBIDDEN.map(([from, to, rule, reached = to]) => `${rule}: ${from} → ${reached}`);
    const told = [...stdout.matchAll(/^ {2}error ((?!no-circle).*)\.[jt]s$/gm)];
    const short = told.map(([, line]) => line!.replace(/\S*node_modules\//, "").replace(/\/index$/, ""));
    expect(short.sort()).toEqual(broken.sort());
    expect(status).not.toBe(0);
  });

  test.each(FOLDERS)("fails for a circle of types in %s, which is there", (folder) => {
    expect(stdout).toContain(
      `error no-circle: ${folder}/one.ts → \n      ${folder}/other.ts →\n      ${folder}/one.ts`,
    );
    expect(existsSync(join(root, folder))).toBe(true);
  });

  test.each(["src", "tools"])("is seen to fail in each folder of %s", (folder) => {
    const entries = readdirSync(join(root, folder), { withFileTypes: true }).filter((it) => it.isDirectory());
    expect(FOLDERS).toEqual(expect.arrayContaining(entries.map(({ name }) => `${folder}/${name}`)));
  });

  test("prints the sentence of each rule", () => {
    const { forbidden } = jest.requireActual<{ forbidden: { comment: string }[] }>("../../.dependency-cruiser.cjs");
    const words = stdout.replace(/\s+/g, " ");
    expect(forbidden.filter(({ comment }) => !words.includes(comment))).toEqual([]);
  });
});

/** Runs the script of package.json on a copy of the project's folders that has nothing but such files. */
function cruise() {
  const folder = folderWith({});
  for (const name of ["package.json", "tsconfig.json", ".dependency-cruiser.cjs"]) {
    copyFileSync(join(root, name), join(folder, name));
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${text}\nexport {};\n`, { flag: "a" });
  };
  for (const [from, to] of [...FORBIDDEN, ...ALLOWED]) {
    const path = to.startsWith("@") ? to : `${"../".repeat(from.split("/").length - 1) || "./"}${to}`;
    write(from, `import "${path}";`);
    if (!to.startsWith("@")) write(`${to}.ts`, "");
  }
  for (const dir of FOLDERS) {
    write(`${dir}/one.ts`, 'import type { Other } from "./other";\nexport type One = Other;');
    write(`${dir}/other.ts`, 'import type { One } from "./one";\nexport type Other = { one?: One };');
  }
  return spawnSync("npm", ["run", "-s", "imports"], { cwd: folder, encoding: "utf8" });
}
