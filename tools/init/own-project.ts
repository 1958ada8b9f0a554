import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Answer } from "../command";
import { fullName } from "../stack-file/entry-name";
import { readText } from "../stack-file/read-text";
import { parseAsCli } from "../stack-file/yaml-as-cli";
import { ENCRYPTION, newStackText } from "./stack-text";
import { type FileChange, writeFiles } from "./write-files";

/**
 * Makes the project its owner's: gives it the name in Pulumi.yaml wherever it has one, and takes out the consumers of the example.
 * What is so already stays, and nothing is printed then.
 *
 * @throws {UsageError} for a file that cannot be read or written.
 */
export function ownProject(folder: string): Answer {
  const changes = [...misnamed(folder), ...exampleIn(folder)];
  writeFiles(folder, changes);
  if (changes.length === 0) return { exitCode: 0 };
  return { exitCode: 0, stdout: changes.map(({ path, why }) => `wrote ${path}: ${why}`).join("\n") };
}

interface Mended extends FileChange {
  /** What the file is by now. */
  readonly why: string;
}

/** The files with another name of the project than Pulumi.yaml. */
export function misnamed(folder: string): Mended[] {
  const project = projectIn(folder).name;
  const why = `named after ${project}, as Pulumi.yaml is`;
  return [...packageFiles(folder, project), ...policies(folder, project)]
    .filter(({ before, after }) => before !== after)
    .map((change) => ({ ...change, why }));
}

/** npm takes no capital letters, and neither a period nor an underscore first. */
function packageFiles(folder: string, project: string): FileChange[] {
  const name = project.toLowerCase().replace(/^[._]+/, "");
  return textsOf(folder, ["package.json", "package-lock.json"]).map(({ path, before }) => {
    const { name: former } = JSON.parse(before) as { name?: string };
    return { path, before, after: before.replaceAll(`"name": "${former}"`, `"name": "${name}"`) };
  });
}

/** The documents in policies/, which are one project's: a name in them that is not its own is that of the project that it comes from. */
function policies(folder: string, project: string): FileChange[] {
  const inFolder = existsSync(join(folder, "policies")) ? readdirSync(join(folder, "policies")) : [];
  const files = inFolder
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => `policies/${file}`);
  const texts = textsOf(folder, files);
  const names = new Set(texts.flatMap(({ before }) => before.match(/(?<=Tag\/project": ")[^"]+/g) ?? []));
  if (names.size === 0 || names.has(project)) return [];
  const former = [...names].map((name) => name.replaceAll(".", "\\.")).join("|");
  const named = new RegExp(`(?<=Tag/project": "|:secret:|:role/)(?:${former})(?=["-])`, "g");
  return texts.map(({ path, before }) => ({ path, before, after: before.replace(named, project) }));
}

/** The stack file of the example, in a project that `pulumi new` has made: its consumers are nobody's. */
function exampleIn(folder: string): Mended[] {
  const { name: project, template } = projectIn(folder);
  const [file, example] = ["Pulumi.prod.yaml", "test/kit/example-stacks/Pulumi.prod.yaml"].flatMap((path) =>
    textsOf(folder, [path]),
  );
  if (template !== undefined || !file || !example) return [];
  const { ours, region, encryption } = partsOf(project, file.before);
  if (!isDeepStrictEqual(ours, partsOf(project, example.before).ours)) return [];
  return [{ ...file, after: newStackText("prod", region) + encryption, why: "without the consumers of the example" }];
}

/** A stack file taken apart, also as the CLI writes it. */
function partsOf(project: string, text: string) {
  const file = parseAsCli(text, "Pulumi.prod.yaml") as { readonly config?: Readonly<Record<string, unknown>> };
  const config = Object.entries(file.config ?? {});
  const isRegion = ([name]: readonly [string, unknown]) => name === "aws:region";
  const lines = text.split("\n").filter((line) => ENCRYPTION.includes(line.split(":")[0]!));
  return {
    ours: Object.fromEntries(
      config
        .filter((entry) => !isRegion(entry))
        .map(([name, value]) => [fullName(project, name, "Pulumi.prod.yaml"), value]),
    ),
    region: config.find(isRegion)?.[1] as string | undefined,
    encryption: lines.map((line) => `${line}\n`).join(""),
  };
}

function projectIn(folder: string): { readonly name: string; readonly template?: unknown } {
  return parseAsCli(readText(folder, "Pulumi.yaml"), "Pulumi.yaml") as { name: string };
}

/** The files of these that there are. */
function textsOf(folder: string, paths: readonly string[]): { path: string; before: string }[] {
  return paths
    .filter((path) => existsSync(join(folder, path)))
    .map((path) => ({ path, before: readText(folder, path) }));
}
