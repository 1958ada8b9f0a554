import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../../../tools/stack-file/stack-file";
import { UsageError } from "../../../tools/command";
import { project } from "../../kit/example-files";
import { folderWith } from "../../kit/stack-folder";

jest.mock("node:fs", () => ({ __esModule: true, ...jest.requireActual<typeof fs>("node:fs") }));
afterEach(() => jest.restoreAllMocks());

test("the new text takes the place of the old one, and nothing is left beside it", () => {
  const folder = folderWith({ a: "old" });
  replaceFile(join(folder, "a"), "old", "new é\r\n");
  expect(readFileSync(join(folder, "a"), "utf8")).toBe("new é\r\n");
  expect(readdirSync(folder)).toEqual(["a"]);
});

test("the file keeps its mode, also what the umask would take", () => {
  const folder = folderWith({ a: "old" });
  chmodSync(join(folder, "a"), 0o666);
  replaceFile(join(folder, "a"), "old", "new");
  expect(statSync(join(folder, "a")).mode & 0o777).toBe(0o666);
});

test("a link stays a link, and its file gets the text", () => {
  const folder = folderWith({ a: "old" });
  mkdirSync(join(folder, "sub"));
  symlinkSync("../a", join(folder, "sub", "link"));
  replaceFile(join(folder, "sub", "link"), "old", "new");
  expect(lstatSync(join(folder, "sub", "link")).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, "a"), "utf8")).toBe("new");
  expect(readdirSync(folder).sort()).toEqual(["a", "sub"]);
  expect(readdirSync(join(folder, "sub"))).toEqual(["link"]);
});

const CHANGED = "a was changed meanwhile, and nothing is written; look at the change and run the command again";

test.each<[string, Record<string, string>, number, string]>([
  ["was changed meanwhile", { a: "other" }, 0o644, CHANGED],
  ["is gone", {}, 0o644, "a cannot be written: ENOENT"],
  ["is read-only, also for root", { a: "old" }, 0o444, "a is read-only; make it writable first: chmod u+w a"],
])("a file that %s is refused and left as it is", (_, files, mode, problem) => {
  const folder = folderWith(files);
  if ("a" in files) chmodSync(join(folder, "a"), mode);
  expect(() => replaceFile(join(folder, "a"), "old", "new")).toThrow(new UsageError(problem));
  expect(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")])).toEqual(
    Object.entries(files),
  );
});

test("a folder is refused", () => {
  expect(() => replaceFile(folderWith({}), "old", "new")).toThrow(/ is not an ordinary file; put one in its place$/);
});

test.each(["writeFileSync", "chmodSync", "renameSync"] as const)(
  "the file is left as it was, and nothing beside it, where %s fails",
  (call) => {
    const folder = folderWith({ a: "old" });
    const full = Object.assign(new Error("in words of the system's"), { code: "ENOSPC" });
    jest.spyOn(fs, call).mockImplementationOnce(() => {
      throw full;
    });
    expect(() => replaceFile(join(folder, "a"), "old", "new")).toThrow(new UsageError("a cannot be written: ENOSPC"));
    expect(readFileSync(join(folder, "a"), "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["a"]);
  },
);

test("the new text is whole and on disk beside the file before it takes its name, and git ignores it", () => {
  const folder = folderWith({ a: "old", ".gitignore": readFileSync(join(project, ".gitignore"), "utf8") });
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
  const written = jest.spyOn(fs, "writeFileSync");
  const rename = jest.spyOn(fs, "renameSync").mockImplementationOnce((from, to) => {
    const beside = `.a.${process.pid}.tmp`;
    expect([from, to]).toEqual([join(fs.realpathSync(folder), beside), join(fs.realpathSync(folder), "a")]);
    expect([from, to].map((path) => readFileSync(path, "utf8"))).toEqual(["new", "old"]);
    expect(execFileSync("git", ["check-ignore", beside], { cwd: folder }).toString()).toBe(`${beside}\n`);
  });
  replaceFile(join(folder, "a"), "old", "new");
  expect(rename).toHaveBeenCalledTimes(1);
  expect(written.mock.calls.map(([, text, options]) => [text, options])).toEqual([["new", { flush: true }]]);
});
