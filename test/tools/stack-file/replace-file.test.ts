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

test("is refused where another process took over meanwhile, as this one was slow", () => {
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
