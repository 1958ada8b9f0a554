import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { rotate } from "../../../tools/rotate/rotate";
import { commitNext, type Files, git, projectWith, writeFiles } from "../../kit/repository";
import { PROJECT_FILE } from "../../kit/rotate";
import { folderWith } from "../../kit/stack-folder";

const keys = (text: string, name = "keys") => `config:\n  ${name}: {${text}}\n`;

const check = (folder: string, ...args: string[]) => rotate(["check", "--base", "HEAD", ...args], folder);
const legal = (...stacks: string[]) => ({
  exitCode: 0,
  stdout: `every stack file is one legal step from HEAD, or none: ${stacks.join(", ")}`,
});
const refused = (...lines: string[]) => ({ exitCode: 1, stderr: lines.join("\n") });

const DROPPED = "the file is removed while the key is on; first give it enabled: false and deploy that";

describe("the stack files of the working tree are compared with those at the ref", () => {
  test.each<[string, Files, Files, ReturnType<typeof legal> | ReturnType<typeof refused>]>([
    [
      "and each illegal jump is told, file by file",
      { "Pulumi.dev.yaml": keys("a: {}"), "Pulumi.b.yaml": keys("a: {generations: {1: current, 2: staged}}") },
      { "Pulumi.dev.yaml": keys("a: {generations: {2: current}}"), "Pulumi.b.yaml": keys("a: {}, c: {}") },
      refused(
        "Pulumi.b.yaml: keys.a.generations.2: staged -> absent is not a legal step; first: npm run rotate -- b a cancel",
        "Pulumi.dev.yaml: keys.a.generations.1: current -> absent is not a legal step; first: npm run rotate -- dev a start --now",
      ),
    ],
    [
      "in whatever form their names are",
      { "Pulumi.dev.yaml": keys("a: {generations: {1: grace, 2: current}}", "acme:keys") },
      { "Pulumi.dev.yaml": keys("a: {generations: {2: current}}", "acme:config:keys") },
      refused(
        "Pulumi.dev.yaml: keys.a.generations.1: grace -> absent is not a legal step; first: npm run rotate -- dev a retire 1",
      ),
    ],
    [
      "where they have no keys, with the keys that the project file declares",
      { "Pulumi.dev.yaml": "" },
      { "Pulumi.dev.yaml": keys("a: {}") },
      refused(
        "Pulumi.dev.yaml: keys.service: dropped while the key is on; first give it enabled: false and deploy that",
      ),
    ],
    [
      "each under the project file of its own time",
      { "Pulumi.dev.yaml": keys("a: {generations: {1: grace, 2: current}}", "acme:keys") },
      {
        "Pulumi.yaml": "name: other\n",
        "Pulumi.dev.yaml": keys("a: {generations: {1: disabled, 2: current}}", "other:keys"),
      },
      legal("dev"),
    ],
    ["and may be new", {}, { "Pulumi.new.yaml": keys("a: {generations: {x: grace, y: current}}") }, legal("new")],
    [
      "and may not go with a key that is on",
      { "Pulumi.dev.yaml": keys("a: {}, b: {enabled: false}, c: {}"), "Pulumi.b.yaml": "" },
      { "Pulumi.dev.yaml": undefined },
      refused(`Pulumi.dev.yaml: keys.a: ${DROPPED}`, `Pulumi.dev.yaml: keys.c: ${DROPPED}`),
    ],
    [
      "and may go with keys that are off",
      { "Pulumi.dev.yaml": keys("a: {enabled: false}"), "Pulumi.b.yaml": "" },
      { "Pulumi.dev.yaml": undefined },
      legal("b"),
    ],
    [
      "and may be renamed with the keys as they are",
      { "Pulumi.dev.yaml": keys("a: {}") },
      { "Pulumi.dev.yaml": undefined, "Pulumi.test.yaml": keys("a: {generations: {1: current}}") },
      legal("test"),
    ],
    [
      "and may not be renamed and changed at once",
      { "Pulumi.dev.yaml": keys("a: {}") },
      { "Pulumi.dev.yaml": undefined, "Pulumi.test.yaml": keys("a: {generations: {1: current, 2: staged}}") },
      refused(`Pulumi.dev.yaml: keys.a: ${DROPPED}`),
    ],
    [
      "and are told where they are at fault",
      { "Pulumi.dev.yaml": keys("a: {}"), "Pulumi.b.yaml": keys("a: {}") },
      { "Pulumi.dev.yaml": keys("a: {enabled: 1, readers: 2}"), "Pulumi.b.yaml": keys("b: {enabled: 1}") },
      refused(
        "the configuration of stack b has 1 problem:",
        "  keys.b.enabled: got 1; give true or false (Pulumi.b.yaml:2)",
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

  test("and a file that the CLI would not read is told with all the others", () => {
    const folder = projectWith([{ "Pulumi.dev.yaml": keys("a: {}"), "Pulumi.x.yaml": keys("a: {}") }]);
    writeFiles(folder, { "Pulumi.dev.yaml": "config: [\n", "Pulumi.x.yaml": keys("b: {}") });
    const { exitCode, stderr } = check(folder);
    expect({ exitCode, lines: stderr?.split("\n").map((line) => line.slice(0, 51)) }).toEqual({
      exitCode: 2,
      lines: [
        "Pulumi.dev.yaml, line 2: a bracket or brace is not ",
        "Pulumi.x.yaml: keys.a: dropped while the key is on;",
      ],
    });
  });

  test("and what the ref has no file of is new, though there was one before", () => {
    const folder = projectWith([{ "Pulumi.dev.yaml": keys("a: {}") }, { "Pulumi.dev.yaml": undefined }]);
    writeFiles(folder, { "Pulumi.dev.yaml": keys("a: {generations: {1: disabled, 7: current}}") });
    expect(check(folder)).toEqual(legal("dev"));
  });

  test("with the project file that the ref has, though the stack file is older", () => {
    const folder = projectWith([
      { "Pulumi.dev.yaml": "" },
      { "Pulumi.yaml": "name: acme\nconfig: {keys: {default: {other: {}}}}\n" },
    ]);
    writeFiles(folder, { "Pulumi.dev.yaml": keys("other: {generations: {1: current, 2: staged}}") });
    expect(check(folder)).toEqual(legal("dev"));
  });

  test("and a live generation may move to another plan where that is allowed", () => {
    const moved = (plan: string) => `${keys(`a: {usagePlan: ${plan}}`)}  usagePlans: {p: {}, q: {}}\n`;
    const folder = projectWith([{ "Pulumi.dev.yaml": moved("p") }]);
    writeFiles(folder, { "Pulumi.dev.yaml": moved("q") });
    expect(check(folder).exitCode).toBe(1);
    expect(check(folder, "--allow-gap")).toEqual(legal("dev"));
  });

  test("and what it imports is to be dropped once it is deployed, and changed in no other way", () => {
    const importing = (id: string) =>
      `${keys(`a: {generations: {1: {state: current, import: ${id}}}}`)}  usagePlans: {p: {import: q1}}\n`;
    const folder = projectWith([{ "Pulumi.dev.yaml": importing("k1") }]);
    const drop = (path: string) => `Pulumi.dev.yaml: ${path}: HEAD has it too; once that is deployed: drop it`;
    const { stdout } = legal("dev");
    expect(check(folder)).toEqual({
      exitCode: 0,
      stdout: [stdout, drop("keys.a.generations.1.import"), drop("usagePlans.p.import")].join("\n"),
    });
    writeFiles(folder, { "Pulumi.dev.yaml": `${keys("a: {}")}  usagePlans: {p: {}}\n` });
    expect(check(folder)).toEqual(legal("dev"));
    writeFiles(folder, { "Pulumi.dev.yaml": importing("k2") });
    expect(check(folder)).toEqual(
      refused(
        'Pulumi.dev.yaml: keys.a.generations.1.import: changed from "k1", and would replace the API key of the generation; drop the line, and import "k2" as a new generation',
      ),
    );
  });

  test("in a folder below the repository's, and only there", () => {
    const folder = projectWith([{ "Pulumi.dev.yaml": keys("a: {}") }], "some/stack");
    writeFiles(join(folder, ".."), { "Pulumi.other.yaml": keys("a: {x: 1}") });
    writeFiles(folder, { "Pulumi.dev.yaml": keys("b: {}") });
    expect(check(folder)).toEqual(
      refused("Pulumi.dev.yaml: keys.a: dropped while the key is on; first give it enabled: false and deploy that"),
    );
  });
});

describe("a file that is at fault at the ref", () => {
  const sound = keys("a: {generations: {1: grace, 2: current}}");
  const versions: Files[] = [
    { "Pulumi.dev.yaml": keys("a: {generations: {1: current}}") },
    { "Pulumi.dev.yaml": sound },
    { "Pulumi.b.yaml": "" },
    { "Pulumi.dev.yaml": keys("a: {generations: {1: grace, 2: curent}}") },
    { "Pulumi.dev.yaml": "config: {keys: {a: &a {}, b: *a}}\n" },
  ];
  const unknown = (remedy: string) => ({
    exitCode: 2,
    stderr: `Pulumi.dev.yaml: the version at HEAD is faulty (Pulumi.dev.yaml, line 1: aliases are not read here; write out the value); ${remedy}`,
  });

  test.each<[string, Files]>([
    ["under its name", { "Pulumi.dev.yaml": `${sound}  tags: {team: x}\n` }],
    ["under another", { "Pulumi.dev.yaml": undefined, "Pulumi.test.yaml": sound }],
  ])("is mended by what gives back what the newest without a fault had: %s", (_, mended) => {
    const folder = projectWith(versions);
    writeFiles(folder, mended);
    expect(check(folder).exitCode).toBe(0);
  });

  test.each<[string, Files]>([
    ["another step", { "Pulumi.dev.yaml": keys("a: {generations: {1: disabled, 2: current}}") }],
    ["a key switched off", { "Pulumi.dev.yaml": keys("a: {enabled: false, generations: {1: grace, 2: current}}") }],
    [
      "a plan",
      { "Pulumi.dev.yaml": `${keys("a: {usagePlan: p, generations: {1: grace, 2: current}}")}  usagePlans: {p: }\n` },
    ],
    ["another key", { "Pulumi.dev.yaml": keys("a: {generations: {1: grace, 2: current}}, b: {}") }],
    ["no file", { "Pulumi.dev.yaml": undefined }],
  ])("is mended by nothing else: %s", (_, other) => {
    const folder = projectWith(versions);
    const commit = git(folder, "rev-parse", "HEAD~2").slice(0, 12);
    writeFiles(folder, other);
    expect(check(folder)).toEqual(
      unknown(`first fix it, with generations, plans and enabled as in commit ${commit}, the newest without a fault`),
    );
  });

  test("is mended by nothing that imports into what exists", () => {
    const folder = projectWith(versions);
    writeFiles(folder, { "Pulumi.dev.yaml": keys("a: {generations: {1: grace, 2: {state: current, import: k2}}}") });
    expect(check(folder)).toEqual(
      refused(
        'Pulumi.dev.yaml: keys.a.generations.2.import: added to what exists, and would replace the API key of the generation; drop the line, and import "k2" as a new generation',
      ),
    );
  });

  test("is compared with what first parents had, and not with what a branch did", () => {
    const folder = projectWith(versions.slice(0, 2));
    git(folder, "checkout", "--quiet", "-b", "branch");
    commitNext(folder, { "Pulumi.dev.yaml": keys("a: {generations: {2: current}}") });
    commitNext(folder, versions[4]!);
    git(folder, "checkout", "--quiet", "main");
    git(folder, "merge", "--quiet", "--no-ff", "--message", "x", "branch");
    writeFiles(folder, { "Pulumi.dev.yaml": sound });
    expect(check(folder)).toEqual(legal("dev"));
  });

  test("cannot be compared with where it was never without", () => {
    const folder = projectWith(versions.slice(4));
    writeFiles(folder, { "Pulumi.dev.yaml": keys("a: {}") });
    expect(check(folder)).toEqual(
      unknown(
        "so is every older version; compare with what is deployed: pulumi stack export --stack dev | npm run -s rotate -- check --deployed dev",
      ),
    );
  });

  test.each<[string, string | undefined]>([
    ["a symbolic link that leads out", "../dev"],
    ["a symbolic link to nothing", "nothing"],
    ["a symbolic link to itself", "Pulumi.dev.yaml"],
    ["a folder", undefined],
  ])("may be %s", (_, target) => {
    const folder = projectWith([]);
    const path = join(folder, "Pulumi.dev.yaml");
    if (target === undefined) commitNext(folder, { "Pulumi.dev.yaml/a": "" });
    else {
      symlinkSync(target, path);
      commitNext(folder, {});
    }
    rmSync(path, { recursive: true });
    writeFiles(folder, { "Pulumi.dev.yaml": keys("a: {}") });
    expect(check(folder)).toEqual({
      exitCode: 2,
      stderr:
        "Pulumi.dev.yaml: the version at HEAD is faulty (not a file in git); so is every older version; compare with what is deployed: pulumi stack export --stack dev | npm run -s rotate -- check --deployed dev",
    });
  });
});

describe("an id that history had removed is used up", () => {
  const versions = [
    { "Pulumi.dev.yaml": keys("a: {generations: {1: current, 2: staged}}, b: {}") },
    { "Pulumi.dev.yaml": keys("a: {generations: {1: current, 2: disabled}}, b: {enabled: false}") },
    { "Pulumi.dev.yaml": keys("a: {generations: {1: current}}") },
    { "Pulumi.dev.yaml": `${keys("a: {generations: {1: current}}")}# ${"a long comment ".repeat(80_000)}\n` },
  ];
  const next = "drop it, then: npm run rotate -- dev a start";
  const usedIn = (commit: string, path: string, remedy: string) =>
    `Pulumi.dev.yaml: ${path}: the id was used before, in commit ${commit.slice(0, 12)}, and is not used again; ${remedy}`;
  const used = (folder: string, path: string, remedy: string) =>
    usedIn(git(folder, "rev-parse", "HEAD~2"), path, remedy);

  test("in a key that stayed, and in one that comes back", () => {
    const folder = projectWith(versions);
    writeFiles(folder, { "Pulumi.dev.yaml": keys("a: {generations: {1: current, 2: staged}}, b: {}") });
    expect(check(folder)).toEqual(
      refused(
        used(folder, "keys.a.generations.2", next),
        used(folder, "keys.b.generations.1", "give the key a generation whose id was never used"),
      ),
    );
  });

  test("and any other is not", () => {
    const folder = projectWith(versions);
    writeFiles(folder, {
      "Pulumi.dev.yaml": keys("a: {generations: {1: current, 3: staged}}, b: {generations: {2: current}}"),
    });
    expect(check(folder)).toEqual(legal("dev"));
  });

  test("also where the project file gave it by default", () => {
    const declared = (generations: string) =>
      `name: acme\nconfig: {keys: {default: {a: {generations: ${generations}}}}}\n`;
    const folder = projectWith([
      { "Pulumi.dev.yaml": "" },
      { "Pulumi.yaml": declared("{'1': current, '2': disabled}") },
      { "Pulumi.yaml": declared("{'1': current}") },
    ]);
    writeFiles(folder, { "Pulumi.dev.yaml": keys("a: {generations: {1: current, 2: staged}}") });
    expect(check(folder)).toEqual(refused(usedIn(git(folder, "rev-parse", "HEAD~1"), "keys.a.generations.2", next)));
  });

  test("also under the names that the file and its folder had before", () => {
    const [first, second, third, fourth] = versions as readonly Files[] as [Files, Files, Files, Files];
    const named = (files: Files, name: string) => ({ [name]: files["Pulumi.dev.yaml"] });
    const folder = projectWith([
      { "old/Pulumi.yaml": PROJECT_FILE, ...named(first, "old/Pulumi.a.yaml") },
      named(second, "old/Pulumi.a.yaml"),
      { "old/Pulumi.a.yaml": undefined, ...named(third, "old/Pulumi.b.yaml") },
      { "old/Pulumi.b.yaml": undefined, ...third },
      fourth,
    ]);
    writeFiles(folder, first);
    const commit = git(folder, "rev-parse", "HEAD~3");
    expect(check(folder)).toEqual(
      refused(
        usedIn(commit, "keys.a.generations.2", next),
        usedIn(commit, "keys.b.generations.1", "give the key a generation whose id was never used"),
      ),
    );
  });

  test("also behind a symbolic link", () => {
    const folder = projectWith([]);
    symlinkSync("stacks/dev", join(folder, "Pulumi.dev.yaml"));
    const texts = versions.map((files) => ({ "stacks/dev": files["Pulumi.dev.yaml"] }));
    for (const files of texts) commitNext(folder, files);
    writeFiles(folder, { "stacks/dev": keys("a: {generations: {1: current, 2: staged}}") });
    expect(check(folder)).toEqual(refused(used(folder, "keys.a.generations.2", next)));
  });

  test("and none that was only on a branch, which is never deployed", () => {
    const folder = projectWith(versions.slice(2));
    git(folder, "checkout", "--quiet", "-b", "branch");
    commitNext(folder, { "Pulumi.dev.yaml": keys("a: {generations: {1: current, 5: staged}}") });
    commitNext(folder, versions[3]!);
    git(folder, "checkout", "--quiet", "main");
    git(folder, "merge", "--quiet", "--no-ff", "--message", "x", "branch");
    writeFiles(folder, { "Pulumi.dev.yaml": keys("a: {generations: {1: current, 5: staged}}") });
    expect(check(folder)).toEqual(legal("dev"));
  });

  test("as far as a shallow clone reaches", () => {
    const origin = projectWith(versions);
    const clone = folderWith({});
    const cloned = (depth: number) => {
      const folder = join(clone, `${depth}`);
      git(clone, "clone", "--quiet", `--depth=${depth}`, `file://${origin}`, folder);
      writeFiles(folder, { "Pulumi.dev.yaml": keys("a: {generations: {1: current, 2: staged}}") });
      return check(folder);
    };
    expect(cloned(1)).toEqual(legal("dev"));
    expect(cloned(3)).toEqual(refused(used(origin, "keys.a.generations.2", next)));
  });
});

describe("a ref to compare with", () => {
  const unknown = (ref: string) => ({
    exitCode: 2,
    stderr: `git has no commit "${ref}" here; fetch it first, for example git fetch --depth=1 origin main, which makes it FETCH_HEAD`,
  });

  test("must be there, and is never an option of git's", () => {
    const folder = projectWith([]);
    for (const ref of ["origin/main", "HEAD:Pulumi.yaml", "HEAD~9", "a b"]) {
      expect(rotate(["check", "--base", ref], folder)).toEqual(unknown(ref));
    }
    for (const ref of ["", "-x", "--output=/tmp/x"]) {
      expect(rotate(["check", `--base=${ref}`], folder)).toEqual({
        exitCode: 2,
        stderr: `"${ref}" is not a git ref; give one such as origin/main`,
      });
    }
  });

  test("may be missing in a shallow clone, where one that is at fault cannot be compared with", () => {
    const origin = projectWith([{ "Pulumi.dev.yaml": keys("a: {}") }, { "Pulumi.dev.yaml": keys("a: {x: 1}") }]);
    const clone = join(folderWith({}), "clone");
    git(origin, "clone", "--quiet", "--depth=1", `file://${origin}`, clone);
    writeFiles(clone, { "Pulumi.dev.yaml": keys("a: {}") });
    expect(rotate(["check", "--base", "HEAD~1"], clone)).toEqual(unknown("HEAD~1"));
    expect(check(clone)).toEqual({
      exitCode: 2,
      stderr:
        "Pulumi.dev.yaml: the version at HEAD is faulty (1 problem); this shallow clone has no older versions: run git fetch --unshallow, and check again",
    });
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
