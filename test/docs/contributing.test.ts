import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..", "..");
const read = (name: string) => readFileSync(join(root, name), "utf8");
const document = read("CONTRIBUTING.md");
const { scripts, dependencies, version, license } = JSON.parse(read("package.json")) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly version: string;
  readonly license: string;
};

describe("CONTRIBUTING.md", () => {
  test("names npm scripts that there are", () => {
    const named = [...new Set([...document.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name!))];
    expect(named).toEqual(["verify", "test:engine", "test:aws", "test:process", "format", "pictures", "imports"]);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test.each([".ci/run", ".ci/lint-workflows"])("names %s, which can be run", (program) => {
    expect(document).toContain(program);
    accessSync(join(root, program), constants.X_OK);
  });

  test("names tests that there are", () => {
    const [unit, engine] = [...document.matchAll(/--testPathPatterns (\w+)/g)].map(([, name]) => name!);
    expect(existsSync(join(root, "test", "src", `${unit}.test.ts`))).toBe(true);
    const [, title] = /--testNamePattern "(.*)"/.exec(document)!;
    expect(read(join("test", "engine", `${engine}.test.ts`))).toContain(title);
  });

  test("gives the reason for the version that is pinned", () => {
    expect(document).toContain("`@pulumi/pulumi` (3.248.0 is the\nlast for Node.js 20)");
    expect(dependencies["@pulumi/pulumi"]).toBe("3.248.0");
  });
});

test("CHANGELOG.md begins with what is not released yet, and with the version of package.json", () => {
  const sections = read("CHANGELOG.md").split(/^## /m);
  expect(sections[1]).toMatch(/^\[Unreleased\]\n/);
  expect(sections[2]).toContain(`[${version}] - `);
});

test("LICENSE is the licence that package.json names", () => {
  expect(license).toBe("Apache-2.0");
  expect(read("LICENSE")).toBe(readFileSync(require.resolve("@pulumi/aws/LICENSE"), "utf8"));
});
