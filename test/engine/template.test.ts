import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parse } from "yaml";
import type { Settings } from "../../src/settings";
import { readStackFile, stackNames } from "../../tools/stack-file/stack-file";
import { exampleFiles, exampleStacks, project as root } from "../kit/example-files";
import { engineEnvironment } from "../kit/engine/engine";
import { StandIn } from "../../harness/stand-in";

const folder = mkdtempSync(join(tmpdir(), "template-"));
const template = join(folder, "template");
const made = join(folder, "made");
let aws: StandIn;
let printed: string;

// What `pulumi new` makes of a clean checkout. npm installs nothing: what is installed here is linked afterwards, as the CLI would
// download the plugin of each package that it finds.
const NPM = `#!/bin/sh
[ "$1" = install ] || exit 1
mkdir node_modules
`;
beforeAll(async () => {
  aws = await StandIn.start();
  const foreign = [".git", "node_modules", "coverage"].map((name) => join(root, name));
  cpSync(root, template, { recursive: true, filter: (path) => !foreign.includes(path) });
  for (const stack of stackNames(template)) rmSync(join(template, `Pulumi.${stack}.yaml`));
  for (const [file, text] of Object.entries(exampleFiles())) writeFileSync(join(template, file), text);
  for (const name of ["made", "backend", "home", "bin"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "bin", "npm"), NPM);
  chmodSync(join(folder, "bin", "npm"), 0o755);
  printed = run("pulumi", ["new", template, "--name", "acme", "--stack", "dev", "--yes", "--offline"]);
  rmSync(join(made, "node_modules"), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(made, "node_modules"));
});

afterAll(async () => {
  await aws.stop();
  rmSync(folder, { recursive: true });
});

/** Runs a command in the project that was made; its standard output, without colour. */
function run(command: string, args: readonly string[]): string {
  const env = engineEnvironment(folder, aws);
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: made,
    env: { ...env, PATH: `${join(folder, "bin")}:${env.PATH}`, NO_COLOR: "1" },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

function filesOf(project: string): string[] {
  const entries = readdirSync(project, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(project, join(entry.parentPath, entry.name)))
    .sort();
}

interface Project {
  readonly config: Readonly<Record<string, unknown>>;
  readonly template?: { readonly quickstart: string };
}

const projectIn = (project: string) => parse(readFileSync(join(project, "Pulumi.yaml"), "utf8")) as Project;

function settingsIn(project: string, stack: string): Settings {
  const { settings, faults, secretEntries } = readStackFile(project, stack);
  expect([faults, secretEntries]).toEqual([undefined, []]);
  return settings!;
}

describe("the project that pulumi new makes of this one", () => {
  test("is announced with what to do next", () => {
    const { quickstart = "" } = projectIn(template).template ?? {};
    expect(printed).toContain("Created project 'acme'");
    expect(printed.trimEnd().endsWith(quickstart.trimEnd())).toBe(true);
  });

  test("has every file of it, changed only where project and stack are named", () => {
    expect(filesOf(made)).toEqual(filesOf(template));
    const changed = filesOf(made).filter(
      (file) => !readFileSync(join(made, file)).equals(readFileSync(join(template, file))),
    );
    expect(changed).toEqual(["Pulumi.dev.yaml", "Pulumi.yaml"]);
  });

  test("is the same project under another name, and no template any more", () => {
    const { template: _, ...project } = projectIn(template);
    // A project made from a template has this already, and the CLI lets it be.
    const tags = { value: { "pulumi:template": template } };
    expect(projectIn(made)).toEqual({
      ...project,
      name: "acme",
      config: { "pulumi:tags": tags, ...project.config },
    });
  });

  test("has the Region that was asked for, and still names the schema to editors", () => {
    const stackFile = readFileSync(join(made, "Pulumi.dev.yaml"), "utf8");
    expect(stackFile.split("\n")[0]).toBe("# yaml-language-server: $schema=stack.schema.json");
    expect((parse(stackFile) as Project).config["aws:region"]).toBe("eu-central-1");
  });

  test("reads each stack file as it was meant, under its own name", () => {
    expect(stackNames(made)).toEqual(exampleStacks);
    for (const stack of stackNames(made)) expect(settingsIn(made, stack)).toEqual(settingsIn(template, stack));
  });

  test("passes the tests that read the files of the project where it lies", () => {
    const jest = join("node_modules", "jest", "bin", "jest.js");
    const folders = "test/(docs/(project|contributing)|workflows/(triggers|workflows|dependabot)|tools/schema/schema)";
    const result = run(process.execPath, [jest, "--selectProjects=unit", "--json", "--testPathPatterns", folders]);
    const { success, numFailedTests } = JSON.parse(result.slice(result.indexOf("{"))) as Record<string, unknown>;
    expect({ success, numFailedTests }).toEqual({ success: true, numFailedTests: 0 });
  });

  test("is planned and previewed under its own name", () => {
    const plan = JSON.parse(
      run(process.execPath, ["--require", "./src/sdk/load-typescript.cjs", "tools/plan/plan.ts", "dev", "--json"]),
    ) as {
      readonly resources: readonly { readonly type: string; readonly name: string }[];
    };
    const { steps } = JSON.parse(run("pulumi", ["preview", "--non-interactive", "--json"])) as {
      readonly steps: readonly { readonly op: string; readonly urn: string }[];
    };
    const stack = { type: "pulumi:pulumi:Stack", name: "acme-dev" };
    const planned = [stack, ...plan.resources].map(({ type, name }) => ["create", "dev::acme", type, name]);
    const previewed = steps.map(({ op, urn }) => {
      const [, project, types, name] = urn.split("::");
      return [op, `dev::${project}`, types?.split("$").at(-1), name];
    });
    expect(previewed.sort()).toEqual(planned.sort());
  });
});
