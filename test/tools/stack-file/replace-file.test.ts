import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../../../tools/stack-file/replace-file";
import { UsageError } from "../../../tools/command";
import { project } from "../../kit/example-files";
import { folderWith } from "../../kit/stack-folder";

jest.mock("node:fs", () => ({ __esModule: true, ...jest.requireActual<typeof fs>("node:fs") }));
afterEach(() => jest.restoreAllMocks());

const errno = (code: string) => Object.assign(new Error(`${code}: in words of the system's`), { code });

test("puts the new text in the place of the old, and leaves nothing beside it", () => {
  const folder = folderWith({ a: "old" });
  replaceFile(join(folder, "a"), "old", "new é\r\n");
  expect(readFileSync(join(folder, "a"), "utf8")).toBe("new é\r\n");
  expect(readdirSync(folder)).toEqual(["a"]);
});

test("keeps the mode of the file, also what the umask would take", () => {
  const folder = folderWith({ a: "old" });
  chmodSync(join(folder, "a"), 0o666);
  replaceFile(join(folder, "a"), "old", "new");
  expect(statSync(join(folder, "a")).mode & 0o777).toBe(0o666);
});

test("follows a link, which stays one", () => {
  const folder = folderWith({ a: "old" });
  mkdirSync(join(folder, "sub"));
  symlinkSync("../a", join(folder, "sub", "link"));
  replaceFile(join(folder, "sub", "link"), "old", "new");
  expect(lstatSync(join(folder, "sub", "link")).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, "a"), "utf8")).toBe("new");
  expect(readdirSync(folder).sort()).toEqual(["a", "sub"]);
  expect(readdirSync(join(folder, "sub"))).toEqual(["link"]);
});

test("is refused where the file was changed meanwhile", () => {
  const folder = folderWith({ a: "other" });
  const replace = () => replaceFile(join(folder, "a"), "old", "new");
  expect(replace).toThrow(UsageError);
  expect(replace).toThrow(
    "a was changed meanwhile, and nothing is written; look at the change and run the command again",
  );
  expect(readFileSync(join(folder, "a"), "utf8")).toBe("other");
  expect(readdirSync(folder)).toEqual(["a"]);
});

test("is refused where the file is gone", () => {
  const folder = folderWith({});
  expect(() => replaceFile(join(folder, "a"), "old", "new")).toThrow("a cannot be written: ENOENT");
  expect(readdirSync(folder)).toEqual([]);
});

test.each(["openSync", "writeSync", "ftruncateSync", "fchmodSync", "fsyncSync", "renameSync"] as const)(
  "leaves the file as it was where %s fails",
  (call) => {
    const folder = folderWith({ a: "old" });
    jest.spyOn(fs, call).mockImplementationOnce(() => {
      throw errno("ENOSPC");
    });
    const replace = () => replaceFile(join(folder, "a"), "old", "new");
    expect(replace).toThrow("a cannot be written: ENOSPC");
    expect(readFileSync(join(folder, "a"), "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["a"]);
  },
);

test("never shows a reader half of the text: it is written whole and on disk before it takes the file's name", () => {
  const folder = folderWith({ a: "old" });
  const seen: string[] = [];
  for (const call of ["ftruncateSync", "fsyncSync", "renameSync"] as const) {
    const real = fs[call] as (...args: unknown[]) => void;
    jest.spyOn(fs, call).mockImplementationOnce((...args: unknown[]) => {
      seen.push(`${call}: a is ${readFileSync(join(folder, "a"), "utf8")}`);
      real(...args);
    });
  }
  replaceFile(join(folder, "a"), "old", "new");
  expect(seen).toEqual(["ftruncateSync: a is old", "fsyncSync: a is old", "renameSync: a is old"]);
});

test("is refused where the file is read-only, also for root", () => {
  const folder = folderWith({ a: "old" });
  chmodSync(join(folder, "a"), 0o444);
  expect(() => replaceFile(join(folder, "a"), "old", "new")).toThrow(
    new UsageError("a is read-only; make it writable first: chmod u+w a"),
  );
  expect(readdirSync(folder)).toEqual(["a"]);
});

test("is refused where the file is none", () => {
  expect(() => replaceFile(folderWith({}), "old", "new")).toThrow(/ is not an ordinary file$/);
});

describe("two processes", () => {
  // The other one stops where it is told to, and says so first.
  const other = async (folder: string, stopAt: string) => {
    const script = `
      const fs = require("node:fs");
      const real = fs["${stopAt}"];
      fs["${stopAt}"] = (...args) => {
        fs.writeFileSync(1, "stopped");
        fs.readSync(0, Buffer.alloc(1));
        return real(...args);
      };
      require("${join(__dirname, "../../../tools/stack-file/replace-file")}").replaceFile("${join(folder, "a")}", "old", "other");`;
    const child = spawn(process.execPath, ["--require", "sucrase/register/ts", "-e", script], {
      cwd: project,
      stdio: ["pipe", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    return child;
  };

  test("at once: one writes, the other is refused, and no text is lost", async () => {
    const folder = folderWith({ a: "old" });
    const child = await other(folder, "ftruncateSync");
    const problem = `a is being written by process ${child.pid}, and nothing is written; run the command again once that has ended`;
    expect(() => replaceFile(join(folder, "a"), "old", "new")).toThrow(new UsageError(problem));
    child.stdin.write("!");
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(readFileSync(join(folder, "a"), "utf8")).toBe("other");
    expect(readdirSync(folder)).toEqual(["a"]);
    expect(() => replaceFile(join(folder, "a"), "old", "new")).toThrow("a was changed meanwhile");
  });

  test.each(["ftruncateSync", "fchmodSync", "renameSync"])(
    "one of which was killed before %s: the next one takes over what it left",
    async (stopAt) => {
      const folder = folderWith({ a: "old" });
      const child = await other(folder, stopAt);
      child.kill("SIGKILL");
      await once(child, "exit");
      expect(readdirSync(folder)).toEqual([".a.tmp", "a"]);
      expect(readFileSync(join(folder, "a"), "utf8")).toBe("old");
      // A second goes by from one look at the clock to the next.
      let now = Date.now();
      jest.spyOn(Date, "now").mockImplementation(() => (now += 1000));
      replaceFile(join(folder, "a"), "old", "new");
      expect(readFileSync(join(folder, "a"), "utf8")).toBe("new");
      expect(readdirSync(folder)).toEqual(["a"]);
    },
  );

  test("one of which took over from the other, which was slow: that one is refused", () => {
    const folder = folderWith({ a: "old" });
    jest.spyOn(fs, "fsyncSync").mockImplementationOnce(() => {
      rmSync(join(folder, ".a.tmp"));
      writeFileSync(join(folder, ".a.tmp"), `${process.pid}`);
    });
    expect(() => replaceFile(join(folder, "a"), "old", "new")).toThrow(
      new UsageError(
        "a is being written by another process, and nothing is written; run the command again once that has ended",
      ),
    );
    expect(readFileSync(join(folder, "a"), "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual([".a.tmp", "a"]);
  });

  test("what the lock is called is ignored by git", () => {
    const folder = folderWith({ ".gitignore": readFileSync(join(project, ".gitignore"), "utf8") });
    execFileSync("git", ["init", "--quiet"], { cwd: folder });
    const ignored = execFileSync("git", ["check-ignore", ".Pulumi.dev.yaml.tmp"], { cwd: folder }).toString();
    expect(ignored).toBe(".Pulumi.dev.yaml.tmp\n");
  });
});
