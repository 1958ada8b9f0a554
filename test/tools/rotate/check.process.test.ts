import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { rotate } from "../../../tools/rotate/rotate";
import { type Files, projectWith, writeFiles } from "../../kit/repository";
import { PROJECT_FILE } from "../../kit/rotate";
import { folderWith } from "../../kit/stack-folder";

const keys = (text: string, name = "keys", more = "") => `config:\n  ${name}: {${text}}\n${more}`;
const check = (folder: string, base = "HEAD") => rotate(["check", "--base", base], folder);
const passes = (stacks: string, ...notes: string[]) => ({
  exitCode: 0,
  stdout: [`every stack file may follow the one at HEAD: ${stacks}`, ...notes].join("\n"),
});
const refused = (...lines: string[]) => ({ exitCode: 1, stderr: lines.join("\n") });
const SEVERAL = "if several pull requests were merged, deploy the commit of the first one";

describe("check compares each stack file with the one at the ref", () => {
  test.each<[string, Files, Files, object]>([
    [
      "and refuses a jump in a line for each fault",
      {
        "Pulumi.dev.yaml": keys("a: {generations: {1: current, 2: staged}}"),
        "Pulumi.b.yaml": keys("a: {generations: {1: grace, 2: current}}"),
      },
      {
        "Pulumi.dev.yaml": keys("a: {generations: {1: disabled, 2: current}}"),
        "Pulumi.b.yaml": keys("a: {generations: {2: current}}, c: {}"),
      },
      refused(
        `Pulumi.b.yaml: keys.a.generations.1: grace -> absent is two steps; deployed: 1 grace, 2 current; first deploy { "1": disabled, "2": current } (retire), then this; ${SEVERAL}`,
        `Pulumi.dev.yaml: keys.a.generations.1: current -> disabled is two steps; deployed: 1 current, 2 staged; first deploy { "1": grace, "2": current } (promote), then this; ${SEVERAL}`,
      ),
    ],
    [
      "and accepts one step, a revoked key and a new key",
      { "Pulumi.dev.yaml": keys("a: {generations: {1: current, 2: staged}}, b: {}") },
      {
        "Pulumi.dev.yaml": keys(
          "a: {generations: {1: grace, 2: current}}, b: {generations: {1: revoked, 2: current}}, c: {}",
        ),
      },
      passes("dev"),
    ],
    [
      "in whatever form their names are written",
      { "Pulumi.dev.yaml": keys("a: {}, b: {}", "acme:keys") },
      { "Pulumi.dev.yaml": keys("b: {}", "acme:config:keys") },
      refused(
        "Pulumi.dev.yaml: keys.a: left out while it is on; deployed: 1 current; first deploy it with enabled: false, then leave it out",
      ),
    ],
    [
      "with the keys that the project file declares, where they have none",
      { "Pulumi.dev.yaml": "" },
      { "Pulumi.dev.yaml": keys("a: {}") },
      refused(
        "Pulumi.dev.yaml: keys.service: left out while it is on; deployed: 1 current; first deploy it with enabled: false, then leave it out",
      ),
    ],
    [
      "each under the project file of its own time",
      { "Pulumi.dev.yaml": keys("a: {generations: {1: grace, 2: current}}", "acme:keys") },
      {
        "Pulumi.yaml": "name: other\n",
        "Pulumi.dev.yaml": keys("a: {generations: {1: disabled, 2: current}}", "other:keys"),
      },
      passes("dev"),
    ],
    [
      "and accepts a new one",
      {},
      { "Pulumi.new.yaml": keys("a: {generations: {x: grace, y: current}}") },
      passes("new"),
    ],
    [
      "and refuses the removal of one with a key that is on, protected or not",
      { "Pulumi.dev.yaml": keys("a: {}, b: {enabled: false}", "keys", "  deletionProtection: false\n") },
      { "Pulumi.dev.yaml": undefined },
      refused(
        "Pulumi.dev.yaml: keys.a: left out while it is on; deployed: 1 current; first deploy it with enabled: false, then leave it out",
      ),
    ],
    [
      "and accepts the removal of one with keys that are off",
      { "Pulumi.dev.yaml": keys("a: {enabled: false}"), "Pulumi.b.yaml": "" },
      { "Pulumi.dev.yaml": undefined },
      passes("b"),
    ],
    [
      "and refuses another import, secret name and Region",
      {
        "Pulumi.dev.yaml": keys(
          "a: {secretName: one, generations: {1: {state: current, import: k1}}}",
          "keys",
          "  secretsManager: {}\n  usagePlans: {p: {import: p1}}\n  aws:region: eu-central-1\n",
        ),
      },
      {
        "Pulumi.dev.yaml": keys(
          "a: {secretName: two, generations: {1: {state: current, import: k2}}}",
          "keys",
          "  secretsManager: {}\n  usagePlans: {p: {import: p2}}\n  aws:region: eu-west-1\n",
        ),
      },
      refused(
        "Pulumi.dev.yaml: aws:region: the stack is deployed in eu-central-1, and another Region would replace all its keys; give eu-central-1, and make a stack of its own for eu-west-1",
        'Pulumi.dev.yaml: keys.a.generations.1.import: deployed is "k1", which this would replace; drop the line, and import "k2" as a new generation',
        'Pulumi.dev.yaml: keys.a.secretName: deployed is "one", and AWS cannot rename a secret: its readers would lose it; keep that name, or drop the line',
        'Pulumi.dev.yaml: usagePlans.p.import: deployed is "p1", which this would replace; drop the line, or import "p2" under another name',
      ),
    ],
    [
      "and refuses another name of a parameter than the one that was made up for it",
      { "Pulumi.dev.yaml": keys("a: {}, b: {}", "keys", "  parameterStore: {}\n") },
      {
        "Pulumi.dev.yaml": keys(
          "a: {parameterName: /shop/a}, b: {parameterName: /acme/dev/b}",
          "keys",
          "  parameterStore: {}\n",
        ),
      },
      refused(
        'Pulumi.dev.yaml: keys.a.parameterName: deployed is "/acme/dev/a", and AWS cannot rename a parameter: its readers would lose it; keep that name',
      ),
    ],
    [
      "and warns of a live key that moves to another plan",
      { "Pulumi.dev.yaml": keys("a: {usagePlan: p}", "keys", "  usagePlans: {p: {}, q: {}}\n") },
      { "Pulumi.dev.yaml": keys("a: {usagePlan: q}", "keys", "  usagePlans: {p: {}, q: {}}\n") },
      passes(
        "dev",
        "Pulumi.dev.yaml: warning: keys.a.generations.1: moves from plan p to q, and its calls are refused for some seconds; without a gap: npm run rotate -- dev a start --usage-plan q",
      ),
    ],
    [
      "and names one that has faults at the ref, without comparing it",
      { "Pulumi.dev.yaml": keys("a: {enabled: 1}"), "Pulumi.b.yaml": "config: [\n" },
      { "Pulumi.dev.yaml": keys("b: {}"), "Pulumi.b.yaml": "" },
      {
        exitCode: 0,
        stdout: expect.stringMatching(
          /^every stack file may follow the one at HEAD: b, dev\nPulumi.b.yaml: not compared, as the one at HEAD cannot be read: Pulumi.b.yaml.*\nPulumi.dev.yaml: not compared, as the one at HEAD has 1 problem$/,
        ) as string,
      },
    ],
    [
      "and reports the faults of every file",
      { "Pulumi.dev.yaml": keys("a: {}"), "Pulumi.b.yaml": keys("a: {}") },
      { "Pulumi.dev.yaml": keys("a: {enabled: 1, readers: 2}"), "Pulumi.b.yaml": keys("b: {}") },
      refused(
        "Pulumi.b.yaml: keys.a: left out while it is on; deployed: 1 current; first deploy it with enabled: false, then leave it out",
        "the configuration of stack dev has 2 problems:",
        "  keys.a.enabled: got 1; give true or false (Pulumi.dev.yaml:2)",
        "  keys.a.readers: got 2; give a list of IAM role, user or account-root ARNs (Pulumi.dev.yaml:2)",
      ),
    ],
  ])("%s", (_, before, after, expected) => {
    const folder = projectWith([before]);
    writeFiles(folder, after);
    expect(check(folder)).toEqual(expected);
  });
});

test("check exits with 2 if a file cannot be read, and reports the others", () => {
  const folder = projectWith([{ "Pulumi.dev.yaml": keys("a: {}"), "Pulumi.x.yaml": keys("a: {}") }]);
  writeFiles(folder, { "Pulumi.dev.yaml": "config: [\n", "Pulumi.x.yaml": keys("b: {}") });
  const { exitCode, stderr } = check(folder);
  expect([exitCode, stderr!.split("\n").map((line) => line.slice(0, 23))]).toEqual([
    2,
    ["Pulumi.dev.yaml, line 2", "Pulumi.x.yaml: keys.a: "],
  ]);
});

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
  expect(check(folder)).toEqual(passes("dev"));
});

describe("a ref", () => {
  test("that git does not have is refused, and is never an option of git's", () => {
    const folder = projectWith([]);
    for (const ref of ["origin/main", "HEAD:Pulumi.yaml", "HEAD~9", "a b"]) {
      expect(check(folder, ref)).toEqual({
        exitCode: 2,
        stderr: `git has no commit "${ref}" here; fetch it first, for example git fetch --depth=1 origin main, which makes it FETCH_HEAD`,
      });
    }
    for (const ref of ["", "-x", "--output=/tmp/x"]) {
      expect(rotate(["check", `--base=${ref}`], folder)).toEqual({
        exitCode: 2,
        stderr: `"${ref}" is not a git ref; give one such as origin/main`,
      });
    }
  });

  test("needs a repository, and git", () => {
    const folder = folderWith({ "Pulumi.yaml": PROJECT_FILE, "Pulumi.dev.yaml": "" });
    expect(check(folder)).toEqual({
      exitCode: 2,
      stderr: "git says: fatal: not a git repository (or any of the parent directories): .git",
    });
    const path = process.env.PATH;
    process.env.PATH = folder;
    const withoutGit = check(folder);
    process.env.PATH = path;
    expect(withoutGit).toEqual({ exitCode: 2, stderr: "there is no git on PATH" });
  });
});
