import { spawnSync } from "node:child_process";
import { loadTypeScript } from "../../../harness/load-typescript";
import { plan } from "../../../tools/plan/plan";
import { stackNames } from "../../../tools/stack-file/stack-file";
import { project } from "../../kit/example-files";
import { loadProgram } from "../../kit/mocks";
import { repositoryWith } from "../../kit/repository";
import { folderWith } from "../../kit/stack-folder";

const call = (...args: string[]) =>
  spawnSync(process.execPath, [...loadTypeScript, "tools/plan/plan.ts", ...args], {
    cwd: project,
    encoding: "utf8",
  });

test("prints the plan of this project uncoloured into a pipe, and ends with its exit code", async () => {
  const { status, stdout, stderr } = call("prod", "--json");
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toBe(`${(await plan(["prod", "--json"], project, loadProgram)).stdout}\n`);
  const wrong = call("nowhere");
  expect([wrong.status, wrong.stdout, wrong.stderr]).toEqual([
    2,
    "",
    `there is no stack file Pulumi.nowhere.yaml; the stacks are ${stackNames(project).join(", ")}\n`,
  ]);
});

test("as Markdown shows what the calendar asks for next, where a key has one", async () => {
  const stack = `config:
  rotation: {}
  keys:
    due: {generations: {1: current, 2: staged}}
    far:
    off: {enabled: false}
    none: {rotation: false}
`;
  const files = { "Pulumi.yaml": "name: ai-service-keys\n", "Pulumi.dev.yaml": stack };
  const rows = async (folder: string) => {
    const { stdout } = await plan(["dev", "--markdown"], folder, loadProgram, { today: "2026-11-25" });
    return stdout!.split("\n").filter((line) => line.startsWith("|"));
  };
  expect(await rows(repositoryWith(["2026-11-20", files]))).toEqual([
    "| Service key | Usage plan | Generations | Next step | Readers |",
    "| --- | --- | --- | --- | --- |",
    "| `due` | none | 1 current, 2 staged | promote 2 due since 2026-11-21 | none |",
    "| `far` | none | 1 current | start on 2027-02-18 | none |",
    "| `none` | none | 1 current | none | none |",
    "| `off` | none | 1 current; all switched off | none while it is off | none |",
  ]);
  expect((await rows(folderWith(files)))[2]).toBe("| `due` | none | 1 current, 2 staged | not known here | none |");
});
