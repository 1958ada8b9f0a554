import { basename } from "node:path";
import { workflowsWithLists } from "../../tools/init/stack-lists";
import { project } from "../kit/example-files";
import { jobOf, jobs, workflows } from "../kit/workflow-files";

describe("which stacks a workflow works on", () => {
  test("a list of names says it, that `npm run init` adds to, in every job that is one stack's", () => {
    const lists = workflowsWithLists(project).flatMap(({ path, lists: of }) =>
      of.map(({ job }) => `${basename(path, ".yml")}/${job}`),
    );
    const ofOneStack = Object.entries(jobs).filter(([, job]) => JSON.stringify(job).includes("matrix.stack"));
    expect(lists).toEqual(["deploy/deploy", "drift/drift", "preview/preview", "rotate/due", "rotate/propose"]);
    expect(ofOneStack.map(([name]) => name)).toEqual(lists);
  });

  test.each([
    ["preview/preview", { name: "${{ matrix.stack }}-preview", deployment: false }],
    ["deploy/deploy", "${{ matrix.stack }}"],
    ["drift/drift", { name: "${{ matrix.stack }}-drift", deployment: false }],
    ["rotate/due", { name: "${{ matrix.stack }}-usage", deployment: false }],
  ])("%s has an environment of its own for each", (name, environment) => {
    expect(jobOf(name).environment).toEqual(environment);
  });
});

describe("when a workflow runs", () => {
  const ready = "vars.PULUMI_BACKEND_URL != ''";
  const pullRequest = null;

  test("ci: for every pull request, and on main", () => {
    expect(workflows.ci?.on).toEqual({ pull_request: pullRequest, push: { branches: ["main"] } });
    expect(workflows.ci?.concurrency).toEqual({
      group: "ci-${{ github.ref }}",
      "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
    });
  });

  test("preview: never for a fork, nor for Dependabot", () => {
    expect(workflows.preview?.on).toEqual({ pull_request: pullRequest });
    expect(jobOf("preview/preview").if?.split(" &&\n")).toEqual([
      [
        "github.event.pull_request.head.repo.full_name == github.repository",
        "github.event.pull_request.user.login != 'dependabot[bot]'",
        ready,
      ].join(" && "),
    ]);
    expect(jobOf("preview/comment")).toMatchObject({
      needs: "preview",
      if: "${{ !cancelled() && needs.preview.result != 'skipped' }}",
    });
  });

  test("deploy: on main only, one at a time for each stack, in order, and never cancelled in flight", () => {
    expect(workflows.deploy?.on).toEqual({
      push: { branches: ["main"] },
      workflow_dispatch: {
        inputs: {
          stack: { description: expect.any(String) as string, type: "string" },
          commit: { description: expect.any(String) as string, type: "string" },
          "leaked-key": { description: expect.any(String) as string, type: "boolean" },
          "deleted-secret": { description: expect.any(String) as string, type: "boolean" },
        },
      },
    });
    expect(workflows.deploy?.concurrency).toBeUndefined();
    const job = jobOf("deploy/deploy");
    expect(job.if).toBe(`github.ref == 'refs/heads/main' && ${ready}`);
    expect(job.concurrency).toEqual({ group: "deploy-${{ matrix.stack }}", "cancel-in-progress": false });
    expect(job["timeout-minutes"]).toBeUndefined();
    expect(job.strategy).toMatchObject({ "max-parallel": 1, "fail-fast": true });
  });

  test("drift: every night, one run at a time", () => {
    expect(workflows.drift?.on).toEqual({ schedule: [{ cron: "17 3 * * *" }], workflow_dispatch: null });
    expect(workflows.drift?.concurrency).toEqual({ group: "drift", "cancel-in-progress": false });
    expect(jobOf("drift/drift").if).toBe(`github.ref == 'refs/heads/main' && ${ready}`);
    expect(jobOf("drift/report")).toMatchObject({
      needs: "drift",
      if: "${{ !cancelled() && needs.drift.result != 'skipped' }}",
    });
  });

  test("rotate: every week, on main only, one run at a time", () => {
    expect(workflows.rotate?.on).toEqual({ schedule: [{ cron: "41 5 * * 1" }], workflow_dispatch: null });
    expect(workflows.rotate?.concurrency).toEqual({ group: "rotate", "cancel-in-progress": false });
    expect(jobOf("rotate/due").if).toBe("github.ref == 'refs/heads/main'");
    expect(jobOf("rotate/propose")).toMatchObject({
      needs: "due",
      if: "${{ !cancelled() && needs.due.result != 'skipped' }}",
      environment: { name: "rotation", deployment: false },
    });
  });

  test("every other job has a time limit", () => {
    const unlimited = Object.entries(jobs).filter(([, job]) => job["timeout-minutes"] === undefined);
    expect(unlimited.map(([name]) => name)).toEqual(["deploy/deploy"]);
  });
});
