import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { commandsOf, documents, textOf } from "../kit/documented";
import { exampleFiles, project } from "../kit/example-files";
import { run } from "../kit/mocks";
import { planOf } from "../kit/plan-of";
import { folderWith } from "../kit/stack-folder";

/** The tests that run the commands of each document, or compare them to the letter. */
const coveredBy: Readonly<Record<string, readonly string[]>> = {
  "CONTRIBUTING.md": ["contributing.test.ts"],
  "README.md": ["docs.test.ts", "readme.process.test.ts", "../engine/readme.test.ts"],
  "bench/README.md": ["../engine/bench.test.ts"],
  "docs/access.md": ["access.test.ts"],
  "docs/adoption.md": ["adoption.test.ts", "adoption.process.test.ts", "../aws/adoption.test.ts"],
  "docs/ci.md": ["ci.test.ts", "rotation.process.test.ts"],
  "docs/consumers.md": ["access.test.ts"],
  "docs/recovery.md": ["../engine/recovery.test.ts"],
  "docs/removal.md": ["removal.process.test.ts", "../engine/removal.test.ts"],
  "docs/rotation.md": ["rotation.test.ts", "rotation.process.test.ts", "../engine/rotate-docs.test.ts"],
  "docs/teams.md": ["teams.process.test.ts", "../engine/teams.test.ts"],
};

/** A document without its blocks of code. */
const proseOf = (document: string) => textOf(document).replace(/^```[\s\S]*?^```$/gm, "");

/** A stack file as it is; of an ESC environment what it adds to one, with text where it asks elsewhere. */
function configIn(block: string): string {
  const { values } = parse(block) as { values?: { pulumiConfig: object } };
  return values ? stringify({ config: values.pulumiConfig }).replace(/\$\{.*?\}/g, "abc") : block;
}

describe("every document", () => {
  test("that has commands has tests for them", () => {
    expect(documents().filter((document) => /^```sh$/m.test(textOf(document)))).toEqual(Object.keys(coveredBy));
    const named = Object.entries(coveredBy).flatMap(([document, tests]) =>
      tests.map((file) => [document, readFileSync(join(__dirname, file), "utf8")] as const),
    );
    const strangers = named.filter(([document, text]) => !text.includes(document.replace(/^(docs|bench)\//, "")));
    expect(strangers.map(([document]) => document)).toEqual([]);
  });

  test("has no block of code but in languages that are checked or are pictures and examples", () => {
    const languages = documents().flatMap((document) => textOf(document).match(/(?<=^```)\S+$/gm) ?? []);
    expect([...new Set(languages)].sort()).toEqual(["json", "mermaid", "python", "sh", "text", "yaml"]);
  });

  test("has no configuration with a fault, or with something that would warn", async () => {
    const blocks = documents().flatMap((document) =>
      [...textOf(document).matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(
        ([, block]) => [document, configIn(block!)] as const,
      ),
    );
    const files = blocks.map(([, block], index): [string, string] => [`Pulumi.stack${index}.yaml`, block]);
    const folder = folderWith({ "Pulumi.yaml": exampleFiles()["Pulumi.yaml"]!, ...Object.fromEntries(files) });
    const told: unknown[][] = [];
    for (const index of files.keys()) {
      const { exitCode, stdout, stderr } = await planOf(folder, `stack${index}`, "--json");
      told.push([exitCode, stderr ?? (JSON.parse(stdout!) as { warnings: unknown }).warnings]);
    }
    expect(blocks.map(([document], index) => [document, ...told[index]!])).toEqual(
      blocks.map(([document]) => [document, 0, []]),
    );
  });

  test("leads only to files and headings that are there", () => {
    const anchor = (heading: string) =>
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, "")
        .replaceAll(" ", "-");
    const headings = (document: string) => (proseOf(document).match(/(?<=^#+ ).*$/gm) ?? []).map(anchor);
    const dead = documents().flatMap((document) =>
      [...proseOf(document).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].flatMap(([link, path, heading]) => {
        const target = path === "" ? document : join(dirname(document), path!);
        const there =
          existsSync(join(project, target)) && (heading === undefined || headings(target).includes(heading));
        return there ? [] : [`${document}: ${link}`];
      }),
    );
    expect(dead).toEqual([]);
  });

  test("names only npm scripts that there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(project, "package.json"), "utf8")) as { scripts: object };
    // The changelog also names what earlier versions had.
    const current = documents().filter((document) => document !== "CHANGELOG.md");
    const named = current.flatMap((document) =>
      [...textOf(document).matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name]) => name!),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

/** The documents that README.md needs no row for: itself, and those that others lead to. */
const NOT_LISTED = ["CHANGELOG.md", "README.md", "bench/README.md", "bench/results.md"];

describe("README.md", () => {
  const commands = commandsOf("README.md");

  test("has these commands, of which those of the Pulumi CLI run on the engine", () => {
    expect(commands.map(({ command }) => command).filter((command) => !command.startsWith("pulumi "))).toEqual([
      "npm ci && npm run plan",
      commandsOf("docs/consumers.md")[0]!.command,
      "npm run rotate -- prod search start",
      'git commit -am "search: start" && pulumi up --stack prod',
    ]);
  });

  test("tells, with CONTRIBUTING.md, of every npm script but the parts of verify", () => {
    const { scripts } = JSON.parse(readFileSync(join(project, "package.json"), "utf8")) as { scripts: object };
    const told = ["README.md", "CONTRIBUTING.md"].flatMap((document) =>
      [...textOf(document).matchAll(/`npm (?:run )?([\w:]+)/g)].map(([, name]) => name!),
    );
    const parts = ["types", "lint", "format:check"];
    expect(Object.keys(scripts).filter((name) => !told.includes(name))).toEqual(parts);
  });

  test("leads to every document", () => {
    const listed = [...textOf("README.md").matchAll(/^\| \[(.*?)\]/gm)].map(([, document]) => document!);
    expect(listed.sort()).toEqual(documents().filter((document) => !NOT_LISTED.includes(document)));
  });
});

test("docs/configuration.md tells of every output, and which are secret", async () => {
  const [, part = ""] = textOf("docs/configuration.md").split("\n## Outputs\n");
  const rows = [...part.matchAll(/^\| `(\w+)` \| (yes|no) \|/gm)].map(([, name, secret]) => [name, secret]);
  const { outputs } = await run({ keys: { one: {} }, secretsManager: {} });
  const told = Object.entries(outputs).map(([name, { secret }]) => [name, secret ? "yes" : "no"]);
  expect(rows.sort()).toEqual(told.sort());
});
