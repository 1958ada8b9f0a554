import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commandsOf } from "../kit/documented";
import { git, repositoryWith } from "../kit/repository";

const commands = commandsOf("docs/teams.md").flatMap(({ part, command }) =>
  part === "Take a newer version" ? [command] : [],
);

test("docs/teams.md takes a newer version, and leaves the stack files and the project's name alone", () => {
  const upstream = repositoryWith([
    "2026-11-30",
    { "Pulumi.yaml": "name: product\n", "Pulumi.prod.yaml": "theirs", "index.ts": "new", "src/more.ts": "new" },
  ]);
  git(upstream, "tag", "v0.3.0");
  const team = repositoryWith([
    "2026-09-01",
    {
      "Pulumi.yaml": "name: team\n",
      "Pulumi.prod.yaml": "ours",
      "index.ts": "old",
      "tools/gone.ts": "old",
      "our/own.ts": "ours",
    },
  ]);
  git(team, "config", `url.file://${upstream}.insteadOf`, "https://github.com/acme/ai-service-keys");

  const script = ["set -e", ...commands].join("\n");
  const printed = execFileSync("bash", ["-c", script], { cwd: team, encoding: "utf8", stdio: "pipe" });

  expect(["Pulumi.yaml", "Pulumi.prod.yaml", "index.ts"].map((file) => readFileSync(join(team, file), "utf8"))).toEqual(
    ["name: team\n", "ours", "new"],
  );
  expect(printed.split("\n").slice(-7)).toEqual([
    "-name: team",
    "+name: product",
    "M  index.ts",
    "D  our/own.ts",
    "A  src/more.ts",
    "D  tools/gone.ts",
    "",
  ]);
});
