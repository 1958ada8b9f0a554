import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadTypeScript } from "../../harness/load-typescript";
import { commandsOf } from "../kit/documented";
import { project } from "../kit/example-files";

const results = () => readFileSync(join(project, "bench", "results.md"), "utf8");

test("the benchmark's own document has the two ways to run it", () => {
  const commands = commandsOf("bench/README.md").map(({ command }) => command);
  expect(commands.filter((command) => command.startsWith("npm "))).toEqual([
    "npm run bench -- --quick",
    "npm run bench",
  ]);
});

test("the quick benchmark measures each thing once and leaves the results of a full run alone", () => {
  const before = results();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...loadTypeScript, join(project, "bench", "bench.ts"), "--quick"],
    { cwd: project, encoding: "utf8" },
  );
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  const [head, ...lines] = stdout.trimEnd().split("\n");
  expect(head!.trim().split(/ {2,}/)).toEqual(["this stack", "against", "ratio", "goal"]);
  // Whether there is a Python that can is the machine's affair.
  const measured = lines.filter((line) => !line.includes("against Python"));
  expect(measured.map((line) => line.split(/ {2,}/)[0])).toEqual([
    "start of the program, CPU: against the template",
    "start of the program, wall: against the template",
    "start of the program, peak memory: against the template",
    "start of the program, CPU: against the floor",
    "pulumi preview, one key, CPU: against the template",
    "pulumi preview, one key, wall: against the template",
    "pulumi preview, one key, CPU: against the floor",
    "each of 10 keys, CPU: against a lean loop",
    "each of 10 keys, CPU: against a bare loop",
    "each of 10 keys, wall: against a bare loop",
    "each of 10 keys, peak memory: against a bare loop",
    "validation of 100 keys without a fault, CPU: against half a second",
    "validation of 100 keys without a fault, wall: against half a second",
    "validation of 100 keys with 100 faults, CPU: against half a second",
    "validation of 100 keys with 100 faults, wall: against half a second",
  ]);
  for (const line of lines) expect(line).toMatch(/ -?\d+\.\d\d(?: {2}at most \d\.\d\d(?:, missed)?)?$/);
  expect(results()).toBe(before);
});
