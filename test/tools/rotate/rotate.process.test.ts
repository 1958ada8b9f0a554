import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadTypeScript } from "../../../harness/processes";
import { PROJECT_FILE } from "../../kit/rotate";
import { folderWith } from "../../kit/stack-folder";

test("the command is there, answers on the two streams, and exits as it says", () => {
  const folder = folderWith({ "Pulumi.yaml": PROJECT_FILE, "Pulumi.dev.yaml": "" });
  const root = join(__dirname, "..", "..", "..");
  const script = (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> })
    .scripts.rotate;
  expect(script).toBe("node --require ./src/sdk/load-typescript.cjs tools/rotate/rotate.ts");
  const run = (...args: string[]) => {
    const command = [...loadTypeScript, join(root, "tools/rotate/rotate.ts"), ...args];
    try {
      return {
        exitCode: 0,
        stdout: execFileSync(process.execPath, command, { cwd: folder, stdio: "pipe" }).toString(),
      };
    } catch (error) {
      const { status, stderr } = error as { status: number; stderr: Buffer };
      return { exitCode: status, stderr: stderr.toString() };
    }
  };
  expect(run("dev", "service", "promote")).toEqual({
    exitCode: 1,
    stderr:
      "service: no generation is staged; legal now: start, start --now, revoke\nPulumi.dev.yaml is left as it was\n",
  });
  expect(run("dev", "service", "remove", "1", "2").exitCode).toBe(2);
  expect(run("dev", "service", "start", "--dry-run")).toEqual({
    exitCode: 0,
    stdout: [
      "--- Pulumi.dev.yaml",
      "+++ Pulumi.dev.yaml",
      "@@ -0,0 +1,6 @@",
      "+config:",
      "+  keys:",
      "+    service:",
      "+      generations:",
      '+        "1": current',
      '+        "2": staged',
      "",
    ].join("\n"),
  });
});
