import { join } from "node:path";
import { keyHistories } from "../../../tools/calendar/since";
import { historyFromHead } from "../../../tools/stack-file/history";
import { readStackFile } from "../../../tools/stack-file/stack-file";
import { type Commit, commitFiles, git, repositoryWith, writeFiles } from "../../kit/repository";
import { folderWith } from "../../kit/stack-folder";

const PROJECT = { "Pulumi.yaml": "name: acme\n" };
const one = (generations: string, more = "") => `config:\n  keys: {one: {generations: {${generations}}}${more}}\n`;
const dev = (generations: string, more?: string) => ({ "Pulumi.dev.yaml": one(generations, more) });
/** Committed first, so that no commit of a test is the oldest. */
const first: Commit = ["2026-01-01", PROJECT];

/** Since when each generation of `one` is in its state; in brackets, why that is not known. */
function since(folder: string, stack = "dev") {
  const { settings } = readStackFile(folder, stack);
  const { generations } = keyHistories(historyFromHead(folder, stack), settings!).get("one")!;
  return Object.fromEntries(Object.entries(generations).map(([id, it]) => [id, it.since ?? `(${it.unknown})`]));
}

const changed = (folder: string) =>
  [...keyHistories(historyFromHead(folder, "dev"), readStackFile(folder, "dev").settings!)]
    .filter(([, it]) => it.changed)
    .map(([name]) => name);

const UNCOMMITTED = "(it is not committed yet)";
const SHALLOW = "(this clone is shallow and does not reach back to that day: run git fetch --unshallow)";

describe("a generation is in its state since the oldest commit from which on it has been", () => {
  test.each<[string, Commit[], Record<string, string>]>([
    [
      "whatever else has changed since",
      [
        ["2026-03-01", dev("1: current")],
        ["2026-03-02", dev("1: current, 2: staged")],
        ["2026-03-04", dev("1: grace, 2: current")],
        ["2026-03-05", dev("1: grace, 2: current", ", two: {}")],
      ],
      { 1: "2026-03-04", 2: "2026-03-04" },
    ],
    [
      "and not since an earlier time in that state",
      [
        ["2026-03-01", dev("1: current")],
        ["2026-03-02", dev("1: grace, 2: current")],
        ["2026-03-03", dev("1: current, 2: grace")],
      ],
      { 1: "2026-03-03", 2: "2026-03-03" },
    ],
    [
      "in UTC, by the committer's clock",
      [
        ["2026-03-01T23:30:00-02:00", dev("1: current")],
        ["2026-03-09T01:30:00+02:00", dev("1: current, 2: staged")],
      ],
      { 1: "2026-03-02", 2: "2026-03-08" },
    ],
    [
      "under any name of the stack file",
      [
        ["2026-03-01", { "Pulumi.old.yaml": one("1: current, 2: staged") }],
        ["2026-03-04", { "Pulumi.old.yaml": undefined, ...dev("1: current, 2: staged") }],
      ],
      { 1: "2026-03-01", 2: "2026-03-01" },
    ],
    [
      "over versions at fault, which were never deployed",
      [
        ["2026-03-01", dev("1: current")],
        ["2026-03-02", dev("1: current, 2: stagd")],
        ["2026-03-03", dev("1: current, 2: staged")],
        ["2026-03-04", { "Pulumi.dev.yaml": "config: [\n" }],
        ["2026-03-05", dev("1: current, 2: staged", ", two: {}")],
      ],
      { 1: "2026-03-01", 2: "2026-03-03" },
    ],
    [
      "in the default keys of the project too",
      [
        ["2026-03-01", { "Pulumi.dev.yaml": "config: {}\n" }],
        ["2026-03-03", { "Pulumi.yaml": "name: acme\nconfig:\n  keys:\n    default:\n      one: {}\n" }],
      ],
      { 1: "2026-03-03" },
    ],
  ])("%s", (_, commits, days) => {
    expect(since(repositoryWith(first, ...commits))).toEqual(days);
  });

  test("which is named", () => {
    const folder = repositoryWith(first, ["2026-03-01", dev("1: current")]);
    const commit = git(folder, "rev-parse", "HEAD");
    commitFiles(folder, ["2026-03-02", dev("1: current, 2: staged")]);
    const { generations } = keyHistories(historyFromHead(folder, "dev"), readStackFile(folder, "dev").settings!).get(
      "one",
    )!;
    expect(generations[1]).toEqual({ since: "2026-03-01", commit });
  });

  test("on the branch that is deployed: since the merge, not since the commit that was merged", () => {
    const folder = repositoryWith(first, ["2026-03-01", dev("1: current")]);
    git(folder, "switch", "--quiet", "--create", "work");
    commitFiles(folder, ["2026-03-02", dev("1: current, 2: staged")]);
    git(folder, "switch", "--quiet", "main");
    commitFiles(folder, ["2026-03-03", { other: "" }]);
    git(folder, "merge", "--quiet", "--no-commit", "--no-ff", "work");
    commitFiles(folder, ["2026-03-07", {}]);
    expect(since(folder)).toEqual({ 1: "2026-03-01", 2: "2026-03-07" });
  });
});

describe("it is not known since when a generation is in its state", () => {
  test("where that is not committed yet", () => {
    const folder = repositoryWith(first, ["2026-03-01", dev("1: current, 2: staged")]);
    expect(changed(folder)).toEqual([]);
    writeFiles(folder, dev("1: grace, 2: current"));
    expect([since(folder), changed(folder)]).toEqual([{ 1: UNCOMMITTED, 2: UNCOMMITTED }, ["one"]]);
    writeFiles(folder, dev("1: current"));
    expect([since(folder), changed(folder)]).toEqual([{ 1: "2026-03-01" }, ["one"]]);
  });

  test("where the stack or the key is new", () => {
    const folder = repositoryWith(first);
    writeFiles(folder, dev("1: current"));
    expect([since(folder), changed(folder)]).toEqual([{ 1: UNCOMMITTED }, ["one"]]);
  });

  test("in a clone that does not reach back so far", () => {
    const origin = repositoryWith(
      first,
      ["2026-03-01", dev("1: current")],
      ["2026-03-02", { other: "" }],
      ["2026-03-03", dev("1: current, 2: staged")],
    );
    const clone = (depth: number) => {
      const folder = join(folderWith({}), "clone");
      git(origin, "clone", "--quiet", `--depth=${depth}`, `file://${origin}`, folder);
      return since(folder);
    };
    expect([1, 2, 3, 4].map(clone)).toEqual([
      { 1: SHALLOW, 2: SHALLOW },
      { 1: SHALLOW, 2: "2026-03-03" },
      { 1: SHALLOW, 2: "2026-03-03" },
      { 1: "2026-03-01", 2: "2026-03-03" },
    ]);
  });

  test("without git", () => {
    const folder = folderWith({ ...PROJECT, ...dev("1: current") });
    expect([since(folder), changed(folder)]).toEqual([{ 1: "(git does not have it)" }, []]);
  });
});
