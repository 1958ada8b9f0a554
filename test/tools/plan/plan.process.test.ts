import { spawnSync } from "node:child_process";
import { loadTypeScript } from "../../../harness/processes";
import { plan } from "../../../tools/plan/plan";
import { stackNames } from "../../../tools/stack-file/stack-file";
import { project } from "../../kit/example-files";
import { loadProgram } from "../../kit/mocks";

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
