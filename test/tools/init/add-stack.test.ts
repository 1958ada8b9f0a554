import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { init } from "../../../tools/init/init";
import { readStackFile } from "../../../tools/stack-file/stack-file";
import { exampleStack } from "../../kit/example-files";
import { folderWith } from "../../kit/stack-folder";
import { exampleProject, filesOf, folderWithWorkflows, listLines } from "../../kit/workflow-folder";

const SCHEMA = "# yaml-language-server: $schema=stack.schema.json";
const everywhere = (stacks: string) =>
  ["deploy.yml", "drift.yml", "preview.yml", "rotate.yml", "rotate.yml"].map((name) => `${name}: stack: [${stacks}]`);
const written = (name: string) =>
  [`Pulumi.${name}.yaml`, ...["deploy", "drift", "preview", "rotate"].map((it) => `.github/workflows/${it}.yml`)].map(
    (path) => `wrote ${path}`,
  );

describe("npm run init -- STACK", () => {
  test("writes a stack file without a fault, and adds the stack to every list", () => {
    const folder = exampleProject();
    const before = filesOf(folder);
    const { exitCode, stdout = "" } = init(["staging"], folder);
    expect([exitCode, stdout.split("\n\n")[0]?.split("\n")]).toEqual([0, written("staging")]);
    expect(listLines(folder)).toEqual(everywhere("dev, prod, staging"));

    const file = readStackFile(folder, "staging");
    expect([file.faults, file.warnings, file.text.split("\n")[0]]).toEqual([undefined, [], SCHEMA]);
    const { "Pulumi.staging.yaml": _, ...rest } = filesOf(folder);
    const undone = Object.entries(rest).map(([name, text]) => [name, text.replaceAll(", staging]", "]")] as const);
    expect(Object.fromEntries(undone)).toEqual(before);
    expect(init(["--check"], folder)).toEqual({ exitCode: 0 });
  });

  test("--from copies another stack's file and puts the new stack before it", () => {
    const folder = exampleProject();
    expect(init(["staging", "--from", "prod"], folder).exitCode).toBe(0);
    expect(listLines(folder)).toEqual(everywhere("dev, staging, prod"));
    expect(readFileSync(join(folder, "Pulumi.staging.yaml"), "utf8")).toBe(exampleStack("prod"));
  });

  test("fills in the file that `pulumi stack init` has made, and keeps its key", () => {
    const folder = exampleProject();
    const encryption = "secretsprovider: awskms://alias/a?region=eu-central-1\nencryptedkey: AQ==\n";
    writeFileSync(join(folder, "Pulumi.staging.yaml"), encryption);
    const { exitCode, stdout } = init(["staging", "--from", "dev"], folder);
    expect([exitCode, stdout?.includes("pulumi stack init")]).toEqual([0, false]);
    expect(readFileSync(join(folder, "Pulumi.staging.yaml"), "utf8")).toBe(exampleStack("dev") + encryption);
    expect(listLines(folder)).toEqual(everywhere("staging, dev, prod"));
  });

  test("adds a stack to the lists whose file somebody has written, and leaves the file alone", () => {
    const folder = exampleProject();
    writeFileSync(join(folder, "Pulumi.staging.yaml"), "config: {} # mine\n");
    const { exitCode, stdout = "" } = init(["staging"], folder);
    expect([exitCode, stdout.split("\n\n")[0]?.split("\n")]).toEqual([0, written("staging").slice(1)]);
    expect(readFileSync(join(folder, "Pulumi.staging.yaml"), "utf8")).toBe("config: {} # mine\n");
    expect(listLines(folder)).toEqual(everywhere("dev, prod, staging"));
  });

  test("needs no workflow, and speaks of none then", () => {
    const folder = folderWith({ "Pulumi.yaml": "name: acme\n" });
    const { exitCode, stdout = "" } = init(["qa"], folder);
    expect([exitCode, stdout.split("\n")[0], stdout.includes("GitHub"), stdout.includes("roles")]).toEqual([
      0,
      "wrote Pulumi.qa.yaml",
      false,
      false,
    ]);
  });

  test.each([
    [["prod"], "Pulumi.prod.yaml exists already; the stacks are dev, prod"],
    [["prod", "--from", "dev"], "Pulumi.prod.yaml exists already; the stacks are dev, prod"],
    [["qa", "--from", "prdo"], "there is no stack file Pulumi.prdo.yaml; the stacks are dev, prod"],
    ...["", "a b", "acme/prod", ".qa", "Größe", "x".repeat(101)].map((name): [string[], string] => [
      [name],
      `"${name}" is not a valid stack name; give 1 to 100 letters, digits, hyphens, underscores or periods, a letter or digit first`,
    ]),
    ...["prod-drift", "qa-preview", "qa-usage", "rotation"].map((name): [string[], string] => [
      [name],
      `the workflows have a GitHub environment "${name}" of their own, and the stack would share its roles; give another name`,
    ]),
  ])("refuses %j and writes nothing", (args, stderr) => {
    const folder = exampleProject();
    const before = filesOf(folder);
    expect(init(args, folder)).toEqual({ exitCode: 2, stderr });
    expect(filesOf(folder)).toEqual(before);
  });

  test.each([
    [[], "no stack is given"],
    [["a", "b"], "more than one stack is given"],
    [["a", "--check"], "--check and --project take nothing else"],
    [["--check", "--project"], "--check and --project take nothing else"],
    [["--project", "--from", "dev"], "--check and --project take nothing else"],
    [["a", "--form", "b"], "Unknown option '--form'"],
  ])("does not know %j", (args, problem) => {
    const calls = ["STACK [--from STACK]", "--check", "--project"]
      .map((call) => `\n  npm run init -- ${call}`)
      .join("");
    expect(init(args, folderWith({}))).toEqual({ exitCode: 2, stderr: `${problem}; the calls are:${calls}` });
  });

  test("--help answers", () => {
    expect(init(["--help"], folderWith({}))).toMatchObject({ exitCode: 0 });
  });

  test("tells the faults of the file to copy, and writes nothing", () => {
    const folder = folderWith({ "Pulumi.yaml": "name: acme\n", "Pulumi.dev.yaml": "config:\n  keys: 1\n" });
    const { exitCode, stderr } = init(["qa", "--from", "dev"], folder);
    expect([exitCode, stderr?.split("\n")[0]]).toEqual([1, "the configuration of stack dev has 1 problem:"]);
    expect(Object.keys(filesOf(folder)).sort()).toEqual(["Pulumi.dev.yaml", "Pulumi.yaml"]);
  });

  test("writes nothing where one of the files cannot be written, nor where a workflow is not valid YAML", () => {
    const list = "jobs:\n  a:\n    strategy:\n      matrix:\n        stack: [dev]\n";
    const folder = folderWithWorkflows({ "Pulumi.yaml": "name: acme\n" }, { "a.yml": list, "b.yml": "a: [" });
    const before = filesOf(folder);
    const { exitCode, stderr } = init(["qa"], folder);
    expect([exitCode, stderr?.split(": ")[0]]).toEqual([2, ".github/workflows/b.yml is not valid YAML"]);
    expect(filesOf(folder)).toEqual(before);
  });
});
