import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadTypeScript } from "../../../harness/load-typescript";
import { replaceFile } from "../../../tools/stack-file/replace-file";
import { UsageError } from "../../../tools/command";
import { project } from "../../kit/example-files";
import { folderWith } from "../../kit/stack-folder";

afterEach(() => jest.restoreAllMocks());

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
    const child = spawn(process.execPath, [...loadTypeScript, "-e", script], {
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
});

test("what the lock is called is ignored by git", () => {
  const folder = folderWith({ ".gitignore": readFileSync(join(project, ".gitignore"), "utf8") });
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
  const ignored = execFileSync("git", ["check-ignore", ".Pulumi.dev.yaml.tmp"], { cwd: folder }).toString();
  expect(ignored).toBe(".Pulumi.dev.yaml.tmp\n");
});
