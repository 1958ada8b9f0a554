import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { generationStates, isEnabled, isPublished, mayBecome, type Presence, steps } from "../../src/rotation";
import { stepBetween } from "../../tools/rotate/steps";
import { rotate } from "../../tools/rotate/rotate";
import { commandsOf, textOf } from "../kit/documented";
import { exampleFiles } from "../kit/example-files";
import { folderWith } from "../kit/stack-folder";

const text = textOf("docs/rotation.md");
const commands = commandsOf("docs/rotation.md");

/** The project, cloned from a repository whose main branch is what is deployed. */
function clone(): string {
  const origin = folderWith(exampleFiles());
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], { cwd: origin });
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("commit", "--quiet", "--message", "x");
  const folder = join(folderWith({}), "clone");
  git("clone", "--quiet", "--depth=1", `file://${origin}`, folder);
  return folder;
}

const parts = [...new Set(commands.map(({ part }) => part))];

test("commands stand in these parts of the document", () => {
  expect(parts).toEqual(["The calendar", "The steps", "A key has leaked", "Another usage plan without a gap", "In CI"]);
});

test.each(parts)("the commands of %s work one after the other, and print what is said", (part) => {
  const folder = clone();
  for (const { command, prints } of commands.filter((it) => it.part === part)) {
    const call = /^npm run (-s )?rotate -- (.*)$/.exec(command);
    if (call) {
      const { exitCode, stdout, stderr } = rotate(call[2]!.split(" "), folder);
      const asSaid = stderr?.endsWith("is left as it was") ? 1 : 0;
      expect({ command, exitCode, prints: stderr ?? stdout }).toEqual({
        command,
        exitCode: prints === undefined ? 0 : asSaid,
        prints: prints ?? stdout,
      });
    } else if (command.startsWith("git ")) {
      execFileSync("git", command.split(" ").slice(1), { cwd: folder, stdio: "pipe" });
    } else {
      // What it does is shown on the engine.
      expect(command).toBe("pulumi up --stack prod");
    }
  }
});

test("every step is followed by a deployment, where one follows at all", () => {
  const calendar = commands.filter(({ command }) => !command.includes("--all") && !command.includes(" -s "));
  const inCalendar = calendar.filter(({ part }) => part === "The calendar").map(({ command }) => command.split(" ")[0]);
  expect(inCalendar).toEqual(["npm", "pulumi", "npm", "pulumi", "npm", "pulumi", "npm", "pulumi"]);
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
  const table = text.slice(text.indexOf("| step "), text.indexOf("- `retire` and `remove`"));
  const listed = [...table.matchAll(/^\| `([a-z]+( --now)?)( ID)?`/gm)].map(([, step]) => step);
  expect(listed).toEqual(Object.keys(steps));
});
