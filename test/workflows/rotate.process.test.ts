import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadTypeScript } from "../../harness/load-typescript";
import { project } from "../kit/example-files";
import { commitFiles, commitNext, runGit } from "../kit/repository";
import { type Ended, runStep } from "../kit/run-step";
import { folderWith } from "../kit/stack-folder";
import { jobOf } from "../kit/workflow-files";

const usage = {
  stack: "prod",
  from: "2026-08-27",
  to: "2026-11-24",
  generations: [
    { key: "search", generation: "1", state: "grace", today: 3, last7: 40, total: 900, lastUsed: "2026-11-24" },
    { key: "search", generation: "2", state: "current", today: 0, last7: 0, total: 0, lastUsed: null },
    { key: "batch", generation: "1", state: "current", today: 1, last7: 2, total: 3, lastUsed: "2026-11-24" },
    { key: "search", generation: "3", state: "disabled", today: null, last7: null, total: null, lastUsed: null },
  ],
};
const step = { key: "search", step: "promote", generation: "2", since: "2026-11-20", on: "2026-11-21" };
const due = {
  stack: "prod",
  on: "2026-11-24",
  due: [step],
  held: [{ key: "search", step: "retire", generation: "1", because: "still used: 40 requests in the last 7 days" }],
};
const nothing = { ...due, due: [], held: [] };

const git = (folder: string, ...args: string[]) => runGit(folder, args);
const summary = join(".github", "rotation-summary.mjs");
const summaryScript = { [summary]: readFileSync(join(project, summary), "utf8") };

/** A bare remote without a commit, and what makes a clone of it. */
function bareRemote() {
  const remote = folderWith({});
  git(remote, "init", "--quiet", "--bare", "--initial-branch", "main");
  const clone = () => {
    const folder = folderWith({});
    git(folder, "clone", "--quiet", remote, ".");
    return folder;
  };
  return { remote, clone };
}

/** A repository on a bare remote, and a run of the workflow in it, in a clone for each job as on GitHub. */
function repository() {
  const { remote, clone } = bareRemote();
  const first = clone();
  commitNext(first, { "Pulumi.prod.yaml": "generation 2 is staged\n", ...summaryScript });
  git(first, "push", "--quiet", "origin", "HEAD:main");

  /** The job `due`: what the calendar answers, and what it writes to the stack file. */
  function dueJob(answer: object, written?: string, withRole = true): { folder: string; ended: Ended } {
    const folder = clone();
    const write = written === undefined ? "" : `echo '${written}' > Pulumi.prod.yaml;`;
    const npm = `case "$*" in "run -s usage"*) cat ;; *) ${write} echo '${JSON.stringify(answer)}' ;; esac`;
    const standIns = { npm, pulumi: `echo '${JSON.stringify(usage)}'` };
    if (withRole) {
      const env = { PULUMI_STACK: "prod" };
      expect(runStep("rotate/due", "Ask who used which generation", { standIns, env, folder }).code).toBe(0);
    }
    const env = { STACK: "prod", GITHUB_STEP_SUMMARY: join(folder, "summary.md") };
    return { folder, ended: runStep("rotate/due", "Make the steps that are due", { standIns, env, folder }) };
  }

  /** The job `propose`, while this pull request is open. */
  function proposeJob(dueFolder: string, number = ""): Ended {
    const folder = clone();
    cpSync(join(dueFolder, "proposal"), join(folder, "proposal"), { recursive: true });
    return runStep("rotate/propose", "Open the pull request, bring it up to date or close it", {
      standIns: { gh: `case "$*" in "pr list"*) echo ${number} ;; esac` },
      folder,
      env: { STACK: "prod", APP: "rotator", GITHUB_REF_NAME: "main", ...runUrl },
    });
  }

  const proposed = () => git(remote, "show", "rotation/prod:Pulumi.prod.yaml");
  const tip = () => git(remote, "rev-parse", "rotation/prod").trim();
  return { remote, dueJob, proposeJob, proposed, tip };
}

const runUrl = { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "acme/keys", GITHUB_RUN_ID: "9" };
const look =
  "gh pr list --head rotation/prod --state open --json number,isCrossRepository " +
  "--jq map(select(.isCrossRepository | not))[0].number // empty";
const create = "gh pr create --base main --head rotation/prod --title Rotation of prod --body-file proposal/body.md";

describe("what is due", () => {
  test("is asked of the calendar, with who used what in the last 90 days", () => {
    const { dueJob } = repository();
    const { ended } = dueJob(due, "generation 2 is current");
    expect(ended.code).toBe(0);
    expect([...ended.calls].sort()).toEqual([
      "npm run -s rotate -- prod due --write --json --usage usage.json",
      "npm run -s usage -- prod --days 90 --json",
      "pulumi stack export --stack prod",
    ]);
    expect(ended.file("proposal/Pulumi.prod.yaml")).toBe("generation 2 is current\n");
    expect(ended.file("summary.md")).toBe(ended.file("proposal/body.md"));
    expect(ended.file("proposal/body.md").split("\n")).toEqual([
      "Due in prod on 2026-11-24:",
      "",
      "| key | step | generation | in its state since | due on |",
      "| --- | --- | --- | --- | --- |",
      "| `search` | `promote` | `2` | 2026-11-20 | 2026-11-21 |",
      "",
      "Held back:",
      "",
      "| key | step | generation | because |",
      "| --- | --- | --- | --- |",
      "| `search` | `retire` | `1` | still used: 40 requests in the last 7 days |",
      "",
      "Requests from 2026-08-27 to 2026-11-24, as API Gateway counted them:",
      "",
      "| key | generation | state | today | last 7 days | in all | last used |",
      "| --- | --- | --- | --- | --- | --- | --- |",
      "| `search` | `1` | grace | 3 | 40 | 900 | 2026-11-24 |",
      "| `search` | `2` | current | 0 | 0 | 0 | never |",
      "| `search` | `3` | disabled | not counted | not counted | not counted | never |",
      "",
      "Each step needs its own deployment. After this is merged and deployed, the next run proposes the next steps. The next run also",
      "overwrites this branch, with all changes made to it.",
      "",
    ]);
  });

  test("is what the calendar alone says, without a role for usage", () => {
    const { dueJob } = repository();
    const { ended } = dueJob(nothing, undefined, false);
    expect(ended.calls).toEqual(["npm run -s rotate -- prod due --write --json"]);
    expect(ended.file("proposal/body.md").split("\n").slice(0, 3)).toEqual([
      "Nothing is due in prod on 2026-11-24.",
      "",
      "No role for usage is set up, so this run cannot tell who still uses which generation: see docs/ci.md.",
    ]);
  });

  test("has a table that GitHub takes, for any number of keys", () => {
    const { dueJob } = repository();
    const { ended } = dueJob({ ...due, due: Array.from({ length: 1000 }, () => step), held: [] }, "many");
    expect(ended.file("proposal/body.md").match(/promote/g)).toHaveLength(150);
    expect(ended.file("proposal/body.md")).toContain("\n\nAnd 850 more.\n");
  });
});

describe("the pull request of a stack", () => {
  test("is opened from a branch of its own, with the steps as one commit of the app", () => {
    const { remote, dueJob, proposeJob, proposed } = repository();
    const ended = proposeJob(dueJob(due, "generation 2 is current").folder);
    expect(ended.code).toBe(0);
    expect(ended.calls).toEqual([look, "gh auth setup-git", create]);
    expect(proposed()).toBe("generation 2 is current\n");
    const log = git(remote, "log", "--format=%an: %s", "--name-only", "main..rotation/prod");
    expect(log).toBe("rotator[bot]: prod: the steps of the rotation that are due\n\nPulumi.prod.yaml\n");
  });

  test("is brought up to date, and its branch pushed only where the steps are others", () => {
    const { dueJob, proposeJob, proposed, tip } = repository();
    proposeJob(dueJob(due, "generation 2 is current").folder);
    const before = tip();
    const again = proposeJob(dueJob(due, "generation 2 is current").folder, "7");
    expect(again.calls).toEqual([look, "gh auth setup-git", "gh pr edit 7 --body-file proposal/body.md"]);
    expect(tip()).toBe(before);
    proposeJob(dueJob(due, "generation 2 is current, and more").folder, "7");
    expect(proposed()).toBe("generation 2 is current, and more\n");
  });

  test("is closed once nothing is due any more", () => {
    const { dueJob, proposeJob } = repository();
    const { calls } = proposeJob(dueJob(nothing).folder, "7");
    const run = "https://github.com/acme/keys/actions/runs/9";
    expect(calls).toEqual([look, `gh pr close 7 --delete-branch --comment Nothing is due any more: ${run}`]);
  });

  test("is not opened while nothing is due", () => {
    const { remote, dueJob, proposeJob } = repository();
    expect(proposeJob(dueJob(nothing).folder).calls).toEqual([look]);
    expect(git(remote, "branch", "--list", "rotation/*")).toBe("");
  });

  test("is opened by an app alone, and without one the run says so", () => {
    const conditions = jobOf("rotate/propose").steps.map(({ if: condition }) => condition);
    expect(conditions).toEqual([
      "${{ !vars.ROTATION_APP_CLIENT_ID }}",
      ...Array<string>(4).fill("${{ vars.ROTATION_APP_CLIENT_ID }}"),
    ]);
    const { stdout } = runStep("rotate/propose", "Say that no pull request can be opened", { standIns: {} });
    expect(stdout).toBe(
      "::warning::No app is set up to open pull requests, see docs/ci.md. What is due is in the summary of this run.\n",
    );
  });
});

test("from end to end: what the calendar says is due is proposed, and once it is merged nothing is due any more", () => {
  const { remote, clone } = bareRemote();
  const stack = (generations: string) =>
    `config:\n  rotation: {}\n  usagePlans: {p: {}}\n  keys:\n    a: {usagePlan: p, generations: {${generations}}}\n`;
  const first = clone();
  const files = { "Pulumi.yaml": "name: acme\n", "Pulumi.prod.yaml": stack("1: current"), ...summaryScript };
  commitFiles(first, ["2026-01-01", files]);
  git(first, "push", "--quiet", "origin", "HEAD:main");

  const script = join(project, "tools", "rotate", "rotate.ts");
  const loader = loadTypeScript.map((part) => `"${part}"`).join(" ");
  const npm = `exec "${process.execPath}" ${loader} "${script}" "\${@:5}"`;
  /** A run of the workflow while a pull request is open, or none. */
  const run = (number = "") => {
    const dueFolder = clone();
    const env = { STACK: "prod", GITHUB_STEP_SUMMARY: join(dueFolder, "summary.md") };
    const made = runStep("rotate/due", "Make the steps that are due", { standIns: { npm }, env, folder: dueFolder });
    expect(made.code).toBe(0);
    const propose = clone();
    cpSync(join(dueFolder, "proposal"), join(propose, "proposal"), { recursive: true });
    const { code, calls } = runStep("rotate/propose", "Open the pull request, bring it up to date or close it", {
      standIns: { gh: `case "$*" in "pr list"*) echo ${number} ;; esac` },
      folder: propose,
      env: { STACK: "prod", APP: "rotator", GITHUB_REF_NAME: "main", ...runUrl },
    });
    expect(code).toBe(0);
    return { said: made.file("proposal/body.md").split("\n")[0], calls };
  };
  const proposed = () => git(remote, "show", "rotation/prod:Pulumi.prod.yaml");

  const today = new Date().toISOString().slice(0, 10);
  expect(run()).toEqual({ said: `Due in prod on ${today}:`, calls: [look, "gh auth setup-git", create] });
  expect(proposed()).toBe(stack("1: current, 2: staged"));
  git(remote, "branch", "--force", "main", "rotation/prod");
  expect(run("7").calls.at(-1)).toMatch(/^gh pr close 7 /);
});
