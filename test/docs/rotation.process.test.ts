import { join } from "node:path";
import { parseDay } from "../../tools/days";
import { rotate } from "../../tools/rotate/rotate";
import { usage } from "../../tools/usage/usage";
import { commandsOf } from "../kit/documented";
import { exampleFiles } from "../kit/example-files";
import { exportedState } from "../kit/exported-state";
import { git, repositoryWith, writeFiles } from "../kit/repository";
import { folderWith } from "../kit/stack-folder";

const CHECK = "Check the steps of rotations";
const commands = [
  ...commandsOf("docs/rotation.md").filter(({ part }) => part !== "Verify a step"),
  ...commandsOf("docs/ci.md").filter(({ part }) => part === CHECK),
];

/** What is deployed, without plans, of which AWS would be asked. */
const deployed = JSON.stringify(
  exportedState(
    Object.fromEntries(
      ["assistant", "batch", "search"].map((key) => [
        key,
        { generations: { 1: { state: "current", since: "2026-08-20" } } },
      ]),
    ),
    {},
    { stack: "prod", project: "ai-service-keys" },
  ),
);
const around = { today: parseDay("2026-11-25")!, colour: false, exportStack: () => deployed, input: "" };

/** The project with a calendar, cloned from a repository whose main branch is what is deployed. */
function clone(): string {
  const files = exampleFiles();
  const calendar = "  rotation: { everyDays: 90 }\n";
  const withCalendar = { ...files, "Pulumi.prod.yaml": `${files["Pulumi.prod.yaml"]}${calendar}` };
  const origin = repositoryWith(["2026-08-20", withCalendar]);
  const folder = join(folderWith({}), "clone");
  git(origin, "clone", "--quiet", `file://${origin}`, folder);
  return folder;
}

/** Runs a command, and gives what it prints. */
async function print(folder: string, command: string): Promise<{ exitCode: number; printed?: string }> {
  const [, rotates] = /^npm run (?:-s )?rotate -- (.*)$/.exec(command) ?? [];
  if (rotates !== undefined) {
    const { exitCode, stdout, stderr } = rotate(rotates.split(" "), folder, around);
    return { exitCode, printed: stderr ?? stdout };
  }
  const [, asks, file] = /^npm run (?:-s )?usage -- (.*?)(?: > (.*))?$/.exec(command) ?? [];
  if (asks !== undefined) {
    const input = { ...around, folder, printProgress: () => undefined };
    const { exitCode, stdout = "" } = await usage(asks.split(" "), input);
    if (file !== undefined) writeFiles(folder, { [file]: stdout });
    return { exitCode, printed: stdout };
  }
  const [own = "", deploys] = command.split(" && ");
  git(folder, ...own.match(/(?<=")[^"]+(?=")|[^ "]+/g)!.slice(1));
  // What it does is shown on the engine.
  if (!own.startsWith("git fetch")) expect(deploys).toBe("pulumi up --stack prod");
  return { exitCode: 0 };
}

const parts = [...new Set(commands.map(({ part }) => part))];

test("commands stand in these parts of the documents", () => {
  expect(parts).toEqual([
    "The steps by hand",
    "A key has leaked",
    "The calendar",
    "Another usage plan without a gap",
    CHECK,
  ]);
});

test.each(parts)("the commands of %s work one after the other, and print what is said", async (part) => {
  const folder = clone();
  for (const { command, prints } of commands.filter((it) => it.part === part)) {
    const { exitCode, printed } = await print(folder, command);
    expect({ command, exitCode, printed }).toEqual({ command, exitCode: 0, printed: prints ?? printed });
  }
});

test("every step by hand is committed and deployed", () => {
  const table = commands.filter(({ part }) => part === "The steps by hand");
  expect(table.map(({ command }) => command.split(" ")[0])).toEqual([
    "npm",
    "git",
    "npm",
    "git",
    "npm",
    "git",
    "npm",
    "git",
  ]);
});
