import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { project } from "../kit/example-files";

interface Update {
  readonly "package-ecosystem": string;
  readonly groups: object;
  readonly cooldown: unknown;
  readonly ignore?: readonly { readonly "dependency-name": string; readonly versions: readonly string[] }[];
}

const read = (file: string) => readFileSync(join(project, file), "utf8");
const { updates } = parse(read(".github/dependabot.yml")) as { updates: Update[] };

test("actions and packages are raised in groups, a week after a release", () => {
  expect(updates.map(({ "package-ecosystem": of, groups, cooldown }) => [of, Object.keys(groups), cooldown])).toEqual([
    ["github-actions", ["actions"], { "default-days": 7 }],
    ["npm", ["production", "development"], { "default-days": 7 }],
  ]);
});

test("what is pinned below its newest stays where it is, and all of it is in use", () => {
  const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Record<string, Record<string, string>>;
  const ignored = updates.flatMap(({ ignore = [] }) => ignore.map((it) => [it["dependency-name"], ...it.versions]));
  expect(ignored).toEqual([
    ["@pulumi/pulumi", `>${dependencies!["@pulumi/pulumi"]}`],
    ["typescript", ">=7"],
    ["@types/node", ">=21"],
  ]);
  expect(ignored.filter(([name]) => !(name! in { ...dependencies, ...devDependencies }))).toEqual([]);
});
