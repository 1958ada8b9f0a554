import { UsageError } from "../../../tools/command";
import { writeFiles } from "../../../tools/init/write-files";
import { folderWith } from "../../kit/stack-folder";
import { filesOf } from "../../kit/workflow-folder";

const before = { a: "1", b: "1" };

test("all files are written", () => {
  const folder = folderWith(before);
  writeFiles(folder, [
    { path: "new", after: "2" },
    { path: "a", before: "1", after: "2" },
    { path: "b", before: "1", after: "2" },
  ]);
  expect(filesOf(folder)).toEqual({ a: "2", b: "2", new: "2" });
});

test.each([
  ["was changed meanwhile", { path: "b", before: "other", after: "2" }, "b was changed meanwhile"],
  ["is gone", { path: "c", before: "1", after: "2" }, "c cannot be written: ENOENT"],
  ["is there by now", { path: "b", after: "2" }, "b cannot be written: EEXIST"],
])("none is written where one %s", (_, last, problem) => {
  const folder = folderWith(before);
  const write = () => writeFiles(folder, [{ path: "new", after: "2" }, { path: "a", before: "1", after: "2" }, last]);
  expect(write).toThrow(UsageError);
  expect(write).toThrow(problem);
  expect(filesOf(folder)).toEqual(before);
});
