import { join } from "node:path";
import { generationStates, isEnabled, isPublished, mayBecome, type Presence, steps } from "../../src/rotation";
import { stepBetween } from "../../tools/rotate/steps";
import { calendarOf } from "../../src/settings/rotation-calendar";
import { rotate } from "../../tools/rotate/rotate";
import { usage } from "../../tools/usage/usage";
import { commandsOf, textOf } from "../kit/documented";
import { exampleFiles } from "../kit/example-files";
import { exportedState } from "../kit/exported-state";
import { git, repositoryWith, writeFiles } from "../kit/repository";
import { folderWith } from "../kit/stack-folder";

const text = textOf("docs/rotation.md");
const CHECK = "Check the steps of rotations";
const commands = [...commandsOf("docs/rotation.md"), ...commandsOf("docs/ci.md").filter(({ part }) => part === CHECK)];

const TODAY = "2026-11-25";

/** The project with a calendar, cloned from a repository whose main branch is what is deployed. */
function clone(): string {
  const files = exampleFiles();
  const calendar = "  rotation: { everyDays: 90 }\n";
  const origin = repositoryWith([
    "2026-08-20",
    { ...files, "Pulumi.prod.yaml": `${files["Pulumi.prod.yaml"]}${calendar}` },
  ]);
  const folder = join(folderWith({}), "clone");
  git(origin, "clone", "--quiet", `file://${origin}`, folder);
  return folder;
}

/** What is deployed, without plans, of which AWS would be asked. */
const deployed = exportedState(
  Object.fromEntries(
    ["assistant", "batch", "search"].map((key) => [
      key,
      { generations: { 1: {} }, states: { 1: "current" }, current: "1" },
    ]),
  ),
  {},
  { stack: "prod", project: "ai-service-keys" },
);

/** Runs a command, and gives what it prints. */
async function print(folder: string, command: string): Promise<{ exitCode: number; printed?: string }> {
  const [, rotates] = /^npm run (?:-s )?rotate -- (.*)$/.exec(command) ?? [];
  if (rotates !== undefined) {
    const { exitCode, stdout, stderr } = rotate(rotates.split(" "), folder, "", { today: TODAY, colour: false });
    const commit = git(folder, "rev-parse", "--short=7", "HEAD");
    return { exitCode, printed: (stderr ?? stdout)?.replaceAll(commit, "0a1b2c3") };
  }
  const [, asks, file] =
    /^pulumi stack export --stack prod \| npm run -s usage -- (.*?)(?: > (.*))?$/.exec(command) ?? [];
  if (asks !== undefined) {
    const input = {
      folder,
      exported: JSON.stringify(deployed),
      today: TODAY,
      colour: false,
      printProgress: () => undefined,
    };
    const { exitCode, stdout = "" } = await usage(asks.split(" "), input);
    if (file !== undefined) writeFiles(folder, { [file]: stdout });
    return { exitCode, printed: stdout };
  }
  const [own, deploys] = command.startsWith("pulumi ") ? ["", command] : command.split(" && ");
  if (own!.startsWith("git ")) git(folder, ...own!.match(/(?<=")[^"]+(?=")|[^ "]+/g)!.slice(1));
  // What it does is shown on the engine.
  if (!own!.startsWith("git fetch")) expect(deploys).toBe("pulumi up --stack prod");
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
  const table = commands.filter(({ part, command }) => part === "The steps by hand" && !command.includes(" -s "));
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

test("the table of the calendar has every entry with its default", () => {
  const rows = [...text.matchAll(/^\| `(\w+Days)` +\| (\d+) /gm)].map(([, entry, days]) => [entry, Number(days)]);
  expect(Object.fromEntries(rows)).toEqual(calendarOf({}, undefined));
});

test("the table of the states says what they mean", () => {
  const word = (is: boolean) => (is ? "yes" : "no");
  const rows = [...text.matchAll(/^\| `(staged|current|grace|disabled)` +\| (\w+) +\| (\w+) +\| (\w+) +\|$/gm)];
  expect(rows.map((row) => row.slice(1))).toEqual(
    generationStates.map((state) => [
      state,
      word(isEnabled(state)),
      word(isPublished(state)),
      // `createGeneration` protects exactly what is enabled.
      word(isEnabled(state)),
    ]),
  );
});

test("the picture shows every verb, and no step that is not legal", () => {
  const arrows = [...text.matchAll(/^ {4}(\S+) --> (\S+): (.*)$/gm)].map(([, from, to, label]) => {
    const presence = (name: string) => (name === "[*]" ? "absent" : name) as Presence;
    return { from: presence(from!), to: presence(to!), label };
  });
  expect(arrows.filter(({ from, to }) => !mayBecome(from, to))).toEqual([]);
  const others = arrows.filter(({ from, to, label }) => stepBetween(from, to) !== label);
  expect(others).toEqual([{ from: "current", to: "grace", label: "another one becomes current" }]);
  expect(arrows.map(({ label }) => label).sort()).toEqual(
    [...Object.keys(steps), "another one becomes current"].sort(),
  );
});

test("the table of the steps has every verb", () => {
  const table = text.slice(text.indexOf("| step "), text.indexOf("The newest in grace"));
  const listed = [...table.matchAll(/^\| `([a-z]+( --now)?)( ID)?`/gm)].map(([, step]) => step);
  expect(listed).toEqual(Object.keys(steps));
});
