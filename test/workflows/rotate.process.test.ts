import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { commitNext, runGit } from "../kit/repository";
import { type Ended, runStep } from "../kit/run-step";
import { folderWith } from "../kit/stack-folder";
import { jobOf } from "../kit/workflow-files";

const git = (folder: string, ...args: string[]) => runGit(folder, args);

const staged = "generation 2 is staged\n";
const current = "generation 2 is current\n";

/** A repository on a bare remote, and a run of the workflow in it, in a clone for each job as on GitHub. */
function repository() {
  const remote = folderWith({});
  git(remote, "init", "--quiet", "--bare", "--initial-branch", "main");
  const clone = () => {
    const folder = folderWith({});
    git(folder, "clone", "--quiet", remote, ".");
    return folder;
  };
  const first = clone();
  commitNext(first, { "Pulumi.prod.yaml": staged });
  git(first, "push", "--quiet", "origin", "HEAD:main");

  /** The job `due`, in which the calendar makes this of the stack file. */
  function dueJob(written = staged): { folder: string; ended: Ended } {
    const folder = clone();
    const env = { STACK: "prod", GITHUB_STEP_SUMMARY: join(folder, "summary.md") };
    const usage = { standIns: { npm: "echo requests" }, env, folder };
    expect(runStep("rotate/due", "Ask who used which generation", usage).code).toBe(0);
    const npm = `cat usage.json; echo steps; printf '${written.replaceAll("\n", "\\n")}' > Pulumi.prod.yaml`;
    const made = { standIns: { npm }, env, folder };
    return { folder, ended: runStep("rotate/due", "Make the steps that are due", made) };
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
    const { ended } = repository().dueJob(current);
    expect(ended.code).toBe(0);
    expect(ended.calls).toEqual([
      "npm run -s usage -- prod --days 90 --json",
      "npm run -s rotate -- prod due --usage usage.json --write --markdown",
    ]);
    expect(ended.file("proposal/Pulumi.prod.yaml")).toBe(current);
    expect(ended.file("proposal/body.md")).toBe("requests\nsteps\n");
    expect(ended.file("summary.md")).toBe(ended.file("proposal/body.md"));
  });
});

describe("the pull request of a stack", () => {
  test("is opened from a branch of its own, with the steps as one commit of the app", () => {
    const { remote, dueJob, proposeJob, proposed } = repository();
    const ended = proposeJob(dueJob(current).folder);
    expect(ended.code).toBe(0);
    expect(ended.calls).toEqual([look, "gh auth setup-git", create]);
    expect(proposed()).toBe(current);
    const log = git(remote, "log", "--format=%an: %s", "--name-only", "main..rotation/prod");
    expect(log).toBe("rotator[bot]: prod: the steps of the rotation that are due\n\nPulumi.prod.yaml\n");
  });

  test("is brought up to date, and its branch pushed only where the steps are others", () => {
    const { dueJob, proposeJob, proposed, tip } = repository();
    proposeJob(dueJob(current).folder);
    const before = tip();
    const again = proposeJob(dueJob(current).folder, "7");
    expect(again.calls).toEqual([look, "gh auth setup-git", "gh pr edit 7 --body-file proposal/body.md"]);
    expect(tip()).toBe(before);
    proposeJob(dueJob(`${current}and more\n`).folder, "7");
    expect(proposed()).toBe(`${current}and more\n`);
  });

  test("is closed once nothing is due any more", () => {
    const { dueJob, proposeJob } = repository();
    const { calls } = proposeJob(dueJob().folder, "7");
    const run = "https://github.com/acme/keys/actions/runs/9";
    expect(calls).toEqual([look, `gh pr close 7 --delete-branch --comment Nothing is due any more: ${run}`]);
  });

  test("is not opened while nothing is due", () => {
    const { remote, dueJob, proposeJob } = repository();
    expect(proposeJob(dueJob().folder).calls).toEqual([look]);
    expect(git(remote, "branch", "--list", "rotation/*")).toBe("");
  });

  test("is not opened for a stack without a proposal, and the run says why", () => {
    const { proposeJob } = repository();
    const none = folderWith({});
    mkdirSync(join(none, "proposal"));
    const { code, calls, stdout } = proposeJob(none);
    expect([code, calls]).toEqual([0, []]);
    expect(stdout).toBe(
      "::notice::No proposal for prod: its job due failed, or the environment prod-usage has no role, see docs/ci.md\n",
    );
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
