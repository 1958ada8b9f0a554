import { jobOf, jobs, workflows } from "../kit/workflow-files";

describe("which stacks a workflow works on", () => {
  const names = "${{ fromJSON(needs.stacks.outputs.names) }}";

  test("every job of one stack runs once for each stack that has a file", () => {
    const ofOneStack = Object.entries(jobs).filter(([, job]) => JSON.stringify(job).includes("matrix.stack"));
    expect(ofOneStack.map(([name, { needs, strategy }]) => [name, needs, strategy?.matrix])).toEqual([
      ["deploy/deploy", "stacks", { stack: names }],
      ["drift/drift", "stacks", { stack: names }],
      ["preview/preview", "stacks", { stack: names }],
      ["rotate/due", "stacks", { stack: names }],
      ["rotate/propose", ["stacks", "due"], { stack: names }],
    ]);
  });

  test("one workflow lists the stacks for all others, and a deployment by hand may ask for one of them", () => {
    const listings = Object.entries(jobs).filter(([name]) => name.endsWith("/stacks"));
    expect(listings.map(([name, { uses, with: given }]) => [name, uses, given])).toEqual([
      ["deploy/stacks", "./.github/workflows/stacks.yml", { only: "${{ inputs.stack }}" }],
      ["drift/stacks", "./.github/workflows/stacks.yml", undefined],
      ["preview/stacks", "./.github/workflows/stacks.yml", undefined],
      ["rotate/stacks", "./.github/workflows/stacks.yml", undefined],
    ]);
    expect(Object.keys(workflows.stacks?.on as object)).toEqual(["workflow_call"]);
    expect(workflows.stacks?.on).toMatchObject({
      workflow_call: { outputs: { names: { value: "${{ jobs.list.outputs.names }}" } } },
    });
    expect(jobOf("stacks/list").outputs).toEqual({ names: "${{ steps.list.outputs.names }}" });
  });

  test.each([
    ["deploy/deploy", ["Deploy", "Refuse to replace a secret that was deleted by hand"]],
    ["drift/drift", ["Compare AWS with the state"]],
    ["preview/preview", ["Preview", "actions/upload-artifact"]],
    ["rotate/due", ["Ask who used which generation", "Make the steps that are due", "actions/upload-artifact"]],
  ])("%s does nothing for a stack whose environment has no role", (name, does) => {
    const withRole = jobOf(name).steps.filter(({ if: condition }) => /(?<!!)vars\.AWS_ROLE_ARN/.test(condition ?? ""));
    const found = withRole.map((step) => step.name ?? step.uses?.split("@")[0]);
    expect(found.sort()).toEqual([...does, "aws-actions/configure-aws-credentials"].sort());
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
    expect(jobOf("preview/stacks").if?.split(" &&\n")).toEqual([
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
          "deleted-secret": { description: expect.any(String) as string, type: "boolean" },
        },
      },
    });
    expect(workflows.deploy?.concurrency).toBeUndefined();
    const job = jobOf("deploy/deploy");
    expect(jobOf("deploy/stacks").if).toBe(`github.ref == 'refs/heads/main' && ${ready}`);
    expect(job.concurrency).toEqual({ group: "deploy-${{ matrix.stack }}", "cancel-in-progress": false });
    expect(job["timeout-minutes"]).toBeUndefined();
    expect(job.strategy).toMatchObject({ "max-parallel": 1, "fail-fast": true });
  });

  test("drift: every night, one run at a time", () => {
    expect(workflows.drift?.on).toEqual({ schedule: [{ cron: "17 3 * * *" }], workflow_dispatch: null });
    expect(workflows.drift?.concurrency).toEqual({ group: "drift", "cancel-in-progress": false });
    expect(jobOf("drift/stacks").if).toBe(`github.ref == 'refs/heads/main' && ${ready}`);
    expect(jobOf("drift/report")).toMatchObject({
      needs: "drift",
      if: "${{ !cancelled() && needs.drift.result != 'skipped' }}",
    });
  });

  test("rotate: every week, on main only, one run at a time", () => {
    expect(workflows.rotate?.on).toEqual({ schedule: [{ cron: "41 5 * * 1" }], workflow_dispatch: null });
    expect(workflows.rotate?.concurrency).toEqual({ group: "rotate", "cancel-in-progress": false });
    expect(jobOf("rotate/stacks").if).toBe(`github.ref == 'refs/heads/main' && ${ready}`);
    expect(jobOf("rotate/propose")).toMatchObject({
      needs: ["stacks", "due"],
      if: "${{ !cancelled() && needs.due.result != 'skipped' }}",
      environment: { name: "rotation", deployment: false },
    });
  });

  test("every other job has a time limit", () => {
    const own = Object.entries(jobs).filter(([, { uses }]) => uses === undefined);
    const unlimited = own.filter(([, job]) => job["timeout-minutes"] === undefined);
    expect(unlimited.map(([name]) => name)).toEqual(["deploy/deploy"]);
  });
});
