import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { init } from "../../../tools/init/init";
import { exampleStack, project as root } from "../../kit/example-files";
import { folderWith } from "../../kit/stack-folder";
import { exampleProject, filesOf, folderWithWorkflows } from "../../kit/workflow-folder";

describe("npm run init -- --check", () => {
  test("finds nothing in this project", () => {
    expect(init(["--check"], root)).toEqual({ exitCode: 0 });
  });

  test.each([2, 3, 10])("passes where %d stacks are in every list, in any order", (count) => {
    const stacks = ["dev", "prod", ...Array.from({ length: count - 2 }, (_, index) => `qa${index}`)];
    const folder = exampleProject([...stacks].reverse().join(", "));
    for (const stack of stacks) writeFileSync(join(folder, `Pulumi.${stack}.yaml`), "");
    expect(init(["--check"], folder)).toEqual({ exitCode: 0 });
  });

  test("names each list that leaves out a stack, and the command that adds it", () => {
    const folder = exampleProject();
    writeFileSync(join(folder, "Pulumi.staging.yaml"), "");
    const jobs = ["deploy.yml: the job deploy", "drift.yml: the job drift", "preview.yml: the job preview"];
    const lists = [...jobs, "rotate.yml: the job due", "rotate.yml: the job propose"];
    const leavesOut = "leaves out staging, which has a stack file; run npm run init -- staging";
    expect(init(["--check"], folder)).toEqual({
      exitCode: 1,
      stderr: lists.map((list) => `.github/workflows/${list} ${leavesOut}`).join("\n"),
    });
    expect(init(["staging"], folder).exitCode).toBe(0);
    expect(init(["--check"], folder)).toEqual({ exitCode: 0 });
  });

  test("names a stack that has no file, and one that is there twice", () => {
    const workflow = "jobs:\n  a:\n    strategy:\n      matrix:\n        stack: [dev, qa, dev]\n";
    const files = { "Pulumi.yaml": "name: acme\n", "Pulumi.dev.yaml": "" };
    expect(init(["--check"], folderWithWorkflows(files, { "a.yml": workflow }))).toEqual({
      exitCode: 1,
      stderr: [
        "lists qa, and there is no Pulumi.qa.yaml; take it out of the list, or run npm run init -- qa",
        "lists dev twice; take one out",
      ]
        .map((problem) => `.github/workflows/a.yml: the job a ${problem}`)
        .join("\n"),
    });
  });

  test("names each file with another name of the project", () => {
    const files = { "Pulumi.yaml": "name: acme\n", "package.json": '{ "name": "former" }' };
    expect(init(["--check"], folderWith(files))).toEqual({
      exitCode: 1,
      stderr: "package.json: does not have the project's name in Pulumi.yaml; run npm run init -- --project",
    });
  });
});

describe("npm run init -- --project", () => {
  /** This project's files with a name, under another name in Pulumi.yaml. */
  function named(name: string, projectFile = `name: ${name}\n`): string {
    const folder = folderWith({ "Pulumi.yaml": projectFile });
    mkdirSync(join(folder, "policies"));
    for (const [path, text] of Object.entries(formerly)) writeFileSync(join(folder, path), text);
    return folder;
  }
  const paths = [
    "package.json",
    "package-lock.json",
    ...["close-secrets", "deployer", "usage"].map((it) => `policies/${it}.json`),
  ];
  const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { name: string };
  const formerly = Object.fromEntries(
    paths.map((path) => [path, readFileSync(join(root, path), "utf8").replaceAll(own.name, "former.one")]),
  );

  test("gives package.json and policies/ the name in Pulumi.yaml, and changes nothing else", () => {
    const folder = named("acme");
    const mended = paths.filter((path) => path !== "policies/usage.json");
    expect(init(["--project"], folder)).toEqual({
      exitCode: 0,
      stdout: mended.map((path) => `wrote ${path}: named after acme, as Pulumi.yaml is`).join("\n"),
    });
    const { "Pulumi.yaml": _, ...files } = filesOf(folder);
    const expected = Object.entries(formerly).map(([path, text]) => [path, text.replaceAll("former.one", "acme")]);
    expect(files).toEqual(Object.fromEntries(expected));
    expect(init(["--project"], folder)).toEqual({ exitCode: 0 });
    expect(init(["--check"], folder)).toEqual({ exitCode: 0 });
  });

  test("gives npm a name that it takes", () => {
    const folder = named("_Acme.Keys");
    init(["--project"], folder);
    const files = filesOf(folder);
    expect((JSON.parse(files["package.json"]!) as { name: string }).name).toBe("acme.keys");
    expect(files["policies/deployer.json"]).toContain('"aws:ResourceTag/project": "_Acme.Keys"');
  });

  test("leaves documents alone that name the project and others", () => {
    const folder = named("acme");
    const text = '{ "aws:ResourceTag/project": "acme", "aws:RequestTag/project": "former.one" }';
    rmSync(join(folder, "policies"), { recursive: true });
    mkdirSync(join(folder, "policies"));
    writeFileSync(join(folder, "policies", "mine.json"), text);
    init(["--project"], folder);
    expect(filesOf(folder)["policies/mine.json"]).toBe(text);
  });

  describe("the stack file of the example", () => {
    const example = exampleStack("prod");
    const made = (projectFile: string, stackFile: string) => {
      const folder = folderWith({ "Pulumi.yaml": projectFile, "Pulumi.prod.yaml": stackFile });
      mkdirSync(join(folder, "test", "kit", "example-stacks"), { recursive: true });
      writeFileSync(join(folder, "test", "kit", "example-stacks", "Pulumi.prod.yaml"), example);
      return { ...init(["--project"], folder), text: filesOf(folder)["Pulumi.prod.yaml"]! };
    };

    test("loses its consumers in a project that was made of the template", () => {
      const { exitCode, stdout, text } = made("name: acme\n", example.replace("eu-central-1", "us-east-1"));
      expect([exitCode, stdout]).toEqual([0, "wrote Pulumi.prod.yaml: without the consumers of the example"]);
      expect(text).toContain("\n  aws:region: us-east-1\n\n  keys:\n");
      expect(text).not.toMatch(/111122223333|search|assistant|batch/);
    });

    test("keeps its key where the CLI has made the stack", () => {
      const { text } = made("name: acme\n", `${example.replaceAll("  keys:", "  acme:keys:")}encryptionsalt: v1:a\n`);
      expect(text).not.toContain("111122223333");
      expect(text.endsWith("\nencryptionsalt: v1:a\n")).toBe(true);
    });

    test.each([
      ["of the template itself", "name: acme\ntemplate:\n  description: a\n", example],
      ["that somebody has changed", "name: acme\n", example.replace("rateLimit: 50", "rateLimit: 51")],
    ])("stays as it is where it is one %s", (_, projectFile, stackFile) => {
      expect(made(projectFile, stackFile)).toEqual({ exitCode: 0, text: stackFile });
    });
  });
});
