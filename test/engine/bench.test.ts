import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadTypeScript } from "../../harness/processes";
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
  const [head, , ...lines] = stdout.trimEnd().split("\n");
  expect(head).toBe("| what | ratio | goal | this stack | against |");
  const cells = lines.map((line) => line.split("|").map((cell) => cell.trim()));
  // Whether there is a Python that can is the machine's affair, and so is the history of the clone.
  const measured = cells.filter(([, what = ""]) => !/^validation|against python$/.test(what));
  expect(measured.map(([, what, , goal]) => [what, goal!.replace(", missed", "")])).toEqual([
    ["preview of one key, cpu: against template", "at most 0.18"],
    ["preview of one key, cpu: against floor", "at most 1.25"],
    ["preview of 2 deployed keys, wall: against one that does not read what was deployed", "at most 1.3"],
    ["each of 4 keys, cpu: against lean-loop", "at most 1.4"],
    ["each of 4 keys, cpu: against each of 2", "at most 1.2"],
  ]);
  for (const [, , ratio] of cells) expect(ratio).toMatch(/^-?\d+\.\d\d$/);
  expect(results()).toBe(before);
});
