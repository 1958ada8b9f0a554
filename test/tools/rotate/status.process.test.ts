import { stripVTControlCharacters } from "node:util";
import { rotate } from "../../../tools/rotate/rotate";
import { git, repositoryWith, writeFiles } from "../../kit/repository";
import { folderWith } from "../../kit/stack-folder";

const PROJECT = { "Pulumi.yaml": "name: acme\n" };
const TODAY = "2026-11-25";
const stack = (...lines: string[]) => ({
  "Pulumi.dev.yaml": ["config:", ...lines.map((line) => `  ${line}`), ""].join("\n"),
});

const status = (folder: string, args: readonly string[] = [], colour = false) =>
  rotate(["dev", "status", ...args], folder, "", { today: TODAY, colour });
const json = (folder: string, ...args: string[]) => JSON.parse(status(folder, [...args, "--json"]).stdout!) as object;

const rotating = stack(
  "rotation: {}",
  "usagePlans: {basic: {}}",
  "keys:",
  "  search: {usagePlan: basic, generations: {1: disabled, 2: grace, 3: current}}",
  "  batch: {rotation: false}",
  "  ending: {enabled: false, usagePlan: basic}",
);
const before = stack(
  "rotation: {}",
  "usagePlans: {basic: {}}",
  "keys: {search: {usagePlan: basic, generations: {1: disabled, 2: current}}, batch: {}}",
);

describe("where the keys of a stack stand", () => {
  let folder: string;
  let commits: string[];
  beforeAll(() => {
    folder = repositoryWith(["2026-11-01", { ...PROJECT, ...before }], ["2026-11-10", rotating]);
    commits = git(folder, "log", "--format=%H").split("\n");
  });

  test("is a table of their generations, with the commits that brought them where they are", () => {
    const [second, first] = commits.map((commit) => commit.slice(0, 7));
    expect(status(folder).stdout!.split("\n")).toEqual([
      "Stack dev on 2026-11-25, by its file and by git",
      "",
      "key     id  state         plan   since       commit   next step",
      `batch   1   current       -      2026-11-01  ${first}`,
      "  legal now: start, start --now",
      `ending  1   current, off  basic  2026-11-10  ${second}`,
      "  legal now: start, start --now",
      `search  1   disabled      basic  2026-11-01  ${first}`,
      `        2   grace         basic  2026-11-10  ${second}  retire due 2026-11-17`,
      `        3   current       basic  2026-11-10  ${second}`,
      "  legal now: start, start --now, rollback, retire, restore 1, remove",
      "",
      "Off by enabled: false, and free to be removed once that is deployed: ending",
    ]);
  });

  test("stands out on a terminal where something is due, and steps back where it is off", () => {
    const painted = status(folder, ["search"], true).stdout!.split("\n").slice(2);
    expect(painted.map(stripVTControlCharacters)).toEqual(status(folder, ["search"]).stdout!.split("\n").slice(2));
    const styles = painted.map((line) =>
      line.startsWith("\u001b") ? line.slice(0, line.indexOf("m") + 1) : undefined,
    );
    expect(styles).toEqual(["\u001b[1m", "\u001b[2m", "\u001b[33m", undefined, "\u001b[2m"]);
  });

  test("is for programs what it is for people", () => {
    const [second, first] = commits;
    const basic = { usagePlan: "basic", since: "2026-11-10", commit: second };
    expect(json(folder)).toEqual({
      stack: "dev",
      on: TODAY,
      keys: {
        batch: {
          generations: { 1: { state: "current", usagePlan: null, since: "2026-11-01", commit: first } },
          legal: ["start", "start --now"],
          due: null,
        },
        ending: {
          generations: { 1: { state: "current", ...basic } },
          legal: ["start", "start --now"],
          due: null,
        },
        search: {
          generations: {
            1: { state: "disabled", usagePlan: "basic", since: "2026-11-01", commit: first },
            2: { state: "grace", ...basic },
            3: { state: "current", ...basic },
          },
          legal: ["start", "start --now", "rollback", "retire", "restore 1", "remove"],
          due: { step: "retire", generation: "2", on: "2026-11-17" },
        },
      },
    });
  });

  test("is told of one key alone, which may be called like a verb", () => {
    expect(json(folder, "batch")).toMatchObject({ keys: { batch: {} } });
    const named = folderWith({ ...PROJECT, ...stack("keys: {status: {}, start: {}}") });
    expect(Object.keys((json(named, "status") as { keys: object }).keys)).toEqual(["status"]);
    expect(rotate(["dev", "status", "start"], named).stdout).toContain("status 2: absent -> staged");
  });
});

test("no line is longer than 100 characters, whatever the names", () => {
  const longest = (first: string) => first.padEnd(64, "x");
  const generations = Array.from({ length: 9 }, (_, index) => `${"g".repeat(15)}${index}: disabled`).join(", ");
  const folder = folderWith({
    ...PROJECT,
    ...stack(
      `usagePlans: {${longest("p")}: {}}`,
      "keys:",
      `  ${longest("k")}: {usagePlan: ${longest("p")}, generations: {${generations}, 1: current}}`,
      `  short: {usagePlan: ${longest("p")}}`,
    ),
  });
  const lines = status(folder).stdout!.split("\n");
  // The note names what it is about.
  expect(Math.max(...lines.filter((line) => !line.startsWith("No ")).map((line) => line.length))).toBe(100);
});

describe("where there is no day", () => {
  const dayless = (of: object) => ({
    generations: { 1: { state: "current", usagePlan: null, since: null, commit: null } },
    ...of,
  });

  test("without git, the rest is told, and why", () => {
    const folder = folderWith({ ...PROJECT, ...stack("rotation: {}", "keys: {one: {}}") });
    expect(status(folder).stdout!.split("\n").slice(2)).toEqual([
      "key  id  state    plan  since  commit  next step",
      "one  1   current  -     -      -",
      "  legal now: start, start --now",
      "",
      "No day is known for one 1: git does not have it",
    ]);
    expect(json(folder)).toMatchObject({ keys: { one: dayless({ due: null }) } });
  });

  test("as a step is not committed yet, no other is called due", () => {
    const folder = repositoryWith(["2026-11-01", { ...PROJECT, ...before }]);
    writeFiles(folder, rotating);
    expect(status(folder, ["search"]).stdout!.split("\n").slice(-3)).toEqual([
      "No day is known for search 2, search 3: it is not committed yet",
      "",
      "Every step is held back for search: it is not committed yet",
    ]);
  });
});

test("a stack without any calendar is told so", () => {
  const folder = folderWith({ ...PROJECT, ...stack("keys: {one: {}}") });
  expect(status(folder).stdout!.split("\n").at(-1)).toBe(
    "No key here has a calendar, so no step is ever due: see docs/rotation.md",
  );
});

test("a file with faults has no status", () => {
  const folder = folderWith({ ...PROJECT, ...stack("keys: {one: {generations: {1: curent}}}") });
  expect(status(folder)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining("keys.one.generations.1") as string,
  });
});
