import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Answer } from "../command";
import { fullName } from "../stack-file/entry";
import { readText } from "../stack-file/stack-file";
import { YamlFile } from "../stack-file/yaml";
import { ENCRYPTION, newStackText } from "./stack-text";
import { type FileChange, writeFiles } from "./write-files";

/**
 * Adapts a fresh copy to its owner: writes the name in Pulumi.yaml to every other file with a project name, and removes the
 * example's consumers. Prints nothing if there is nothing to change.
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
  /** What was changed. */
  readonly why: string;
}

/** The files whose project name differs from Pulumi.yaml. */
export function misnamed(folder: string): Mended[] {
  const project = projectIn(folder).name;
  const why = `named after ${project}, as Pulumi.yaml is`;
  return [...packageFiles(folder, project), ...policies(folder, project)]
    .filter(({ before, after }) => before !== after)
    .map((change) => ({ ...change, why }));
}

/** npm allows no capital letters, and no period or underscore at the start. */
function packageFiles(folder: string, project: string): FileChange[] {
  const name = project.toLowerCase().replace(/^[._]+/, "");
  return textsOf(folder, ["package.json", "package-lock.json"]).map(({ path, before }) => {
    const { name: former } = JSON.parse(before) as { name?: string };
    return { path, before, after: before.replaceAll(`"name": "${former}"`, `"name": "${name}"`) };
  });
}

/** The documents in policies/, which name one project. If that is another one, it is the project this one was copied from. */
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

/** The example's stack file, in a project made by `pulumi new`: its consumers do not exist. */
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

/** The parts of a stack file, in the user's or the CLI's spelling. */
function partsOf(project: string, text: string) {
  const file = new YamlFile(text, "Pulumi.prod.yaml").content as {
    readonly config?: Readonly<Record<string, unknown>>;
  };
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
  return new YamlFile(readText(folder, "Pulumi.yaml"), "Pulumi.yaml").content as { name: string };
}

/** Those of the files that exist. */
function textsOf(folder: string, paths: readonly string[]): { path: string; before: string }[] {
  return paths
    .filter((path) => existsSync(join(folder, path)))
    .map((path) => ({ path, before: readText(folder, path) }));
}
