import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { rotate } from "../../../tools/rotate/rotate";
import { projectWith } from "../../kit/repository";
import { PROJECT_FILE } from "../../kit/rotate";
import { folderWith } from "../../kit/stack-folder";
import { testTranscript } from "../../kit/transcripts";

const keys = (text: string) => `config:\n  keys: {${text}}\n`;
const check = (folder: string, base = "HEAD") => rotate(["check", "--base", base], folder);

testTranscript(join(__dirname, "check.txt"));

test("check reads the files of the folder that it runs in, and those of any older commit", () => {
  const below = projectWith(
    [{ "Pulumi.dev.yaml": keys("a: {}, b: {}") }, { "Pulumi.dev.yaml": keys("b: {}") }],
    "stack",
  );
  expect([check(below).exitCode, check(below, "HEAD~1").exitCode]).toEqual([0, 1]);
});

test("check names a symbolic link at the ref, without following it", () => {
  const folder = projectWith([{ "shared.yaml": keys("a: {}") }]);
  symlinkSync("shared.yaml", join(folder, "Pulumi.dev.yaml"));
  expect(check(folder)).toEqual({ exitCode: 0, stdout: "every stack file may follow the one at HEAD: dev" });
});

test("check needs a repository, and git", () => {
  const folder = folderWith({ "Pulumi.yaml": PROJECT_FILE, "Pulumi.dev.yaml": "" });
  expect(check(folder)).toEqual({
    exitCode: 2,
    stderr: "git says: fatal: not a git repository (or any of the parent directories): .git",
  });
  const path = process.env.PATH;
  process.env.PATH = folder;
  const withoutGit = check(folder);
  process.env.PATH = path;
  expect(withoutGit).toEqual({ exitCode: 2, stderr: "there is no git on PATH; install it" });
});
