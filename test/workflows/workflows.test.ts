import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Job, jobOf, jobs, scriptOf, workflows } from "../kit/workflow-files";

const root = join(__dirname, "..", "..");
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };

/** The jobs of which something is true. */
const jobsWhere = (holds: (job: Job) => boolean) =>
  Object.entries(jobs).flatMap(([name, job]) => (holds(job) ? [name] : []));

/** No install script runs beside credentials, and nothing that only development needs. */
const INSTALL = "npm ci --omit=dev --ignore-scripts";

const usesCredentials = (job: Job) => job.steps.some(({ uses }) => uses?.startsWith("aws-actions/"));
const allSteps = Object.values(jobs).flatMap(({ steps }) => steps);
const runs = Object.entries(jobs).flatMap(([name, { steps }]) =>
  steps.flatMap(({ run }) => (run === undefined ? [] : [[name, run] as const])),
);

test("there are these workflows", () => {
  expect(Object.keys(workflows)).toEqual(["ci", "deploy", "drift", "preview", "rotate", "stacks"]);
});

describe("what a workflow may do", () => {
  test("is nothing, but for what each job asks for", () => {
    expect(Object.values(workflows).map(({ permissions }) => permissions)).toEqual(Array(6).fill({}));
    expect(Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.permissions]))).toEqual({
      "ci/verify": { contents: "read" },
      "ci/plan": { contents: "read" },
      "ci/rotation": { contents: "read" },
      "ci/engine": { contents: "read" },
      "ci/workflows": { contents: "read" },
      "deploy/stacks": { contents: "read" },
      "deploy/deploy": { contents: "read", "id-token": "write" },
      "drift/stacks": { contents: "read" },
      "drift/drift": { contents: "read", "id-token": "write" },
      "drift/report": { issues: "write" },
      "preview/stacks": { contents: "read" },
      "preview/preview": { contents: "read", "id-token": "write" },
      "preview/comment": { "pull-requests": "write" },
      "rotate/stacks": { contents: "read" },
      "rotate/due": { contents: "read", "id-token": "write" },
      "rotate/propose": { contents: "read" },
      "stacks/list": { contents: "read" },
    });
  });

  test("credentials are for the four jobs that may have a token to get them", () => {
    expect(jobsWhere(usesCredentials)).toEqual(jobsWhere((job) => job.permissions?.["id-token"] === "write"));
  });

  test("no job that may write runs what is in the repository: what needs its files runs git and gh alone", () => {
    const checksOut = (job: Job) => job.steps.some(({ uses }) => uses?.startsWith("actions/checkout@"));
    const writes = ({ permissions = {} }: Job) => "issues" in permissions || "pull-requests" in permissions;
    expect(jobsWhere((job) => checksOut(job) && writes(job))).toEqual([]);
    const ofAnApp = (job: Job) => job.steps.some(({ uses }) => uses?.startsWith("actions/create-github-app-token@"));
    expect(jobsWhere(ofAnApp)).toEqual(["rotate/propose"]);
    expect(
      jobsWhere((job) => ofAnApp(job) && job.steps.some(({ run = "" }) => /\b(npm|npx|node)\b/.test(run))),
    ).toEqual([]);
  });

  test("the token is not left in the working tree", () => {
    const checkouts = allSteps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.map((step) => step.with?.["persist-credentials"])).toEqual(Array(11).fill(false));
  });

  test("Pulumi Cloud's token reaches only the steps that run pulumi, and the app's key only its own step", () => {
    const named = Object.values(workflows).flatMap(({ text }) => text.match(/secrets\.\w+/g) ?? []);
    expect(named).toEqual([
      ...Array<string>(6).fill("secrets.PULUMI_ACCESS_TOKEN"),
      "secrets.ROTATION_APP_PRIVATE_KEY",
    ]);
    const steps = allSteps.filter(({ env = {} }) => "PULUMI_ACCESS_TOKEN" in env);
    expect(steps.map(({ name }) => name)).toEqual([
      "Refuse to replace a secret that was deleted by hand",
      "Deploy",
      "Compare AWS with the state",
      "Preview",
      "Ask who used which generation",
      "Make the steps that are due",
    ]);
  });

  test("no account, role or backend is written down", () => {
    const written = Object.values(workflows).flatMap(({ text }) => text.match(/\b\d{12}\b|arn:aws|s3:\/\//g) ?? []);
    expect(written).toEqual([]);
  });
});

describe("what a workflow runs", () => {
  test.each(Object.entries(workflows))("%s names each action by a whole commit hash and its version", (_, { text }) => {
    const uses = text.split("\n").filter((line) => line.includes("uses:") && !line.includes(" ./.github/workflows/"));
    const pinned = /^ {6}(- | {2})uses: [\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(uses.filter((line) => !pinned.test(line))).toEqual([]);
    expect(uses.length).toBeGreaterThan(0);
  });

  test("one action is in one version everywhere", () => {
    const versions = new Set(
      Object.values(workflows).flatMap(({ text }) => text.match(/[\w-]+\/[\w-]+@\S+ # \S+/g) ?? []),
    );
    expect([...versions].map((version) => version.split("@")[0]).sort()).toEqual([
      "actions/checkout",
      "actions/create-github-app-token",
      "actions/download-artifact",
      "actions/setup-node",
      "actions/upload-artifact",
      "aws-actions/configure-aws-credentials",
      "pulumi/actions",
    ]);
  });

  test("pulumi/actions only installs the CLI: with a command it would publish the outputs", () => {
    const inputs = allSteps.filter(({ uses }) => uses?.startsWith("pulumi/actions@")).map((step) => step.with);
    expect(inputs).toEqual(Array(5).fill({ "pulumi-version": "3.260.0" }));
  });

  test("credentials come last, when what is installed is installed, and an old commit is refused", () => {
    const order = ({ steps }: Job) => steps.map(({ name, uses, run }) => name ?? run ?? uses?.split("@")[0]);
    const setUp = ["actions/setup-node", INSTALL, "pulumi/actions", "aws-actions/configure-aws-credentials"];
    expect(Object.values(jobs).filter(usesCredentials).map(order)).toEqual([
      [
        "actions/checkout",
        "Refuse a commit that is no longer the newest",
        "Take the commit that was asked for",
        ...setUp,
        "Refuse to replace a secret that was deleted by hand",
        "Say that this stack is not deployed",
        "Deploy",
      ],
      ["actions/checkout", ...setUp, "Compare AWS with the state"],
      ["actions/checkout", ...setUp, "Preview", "actions/upload-artifact"],
      [
        "actions/checkout",
        ...setUp,
        "Ask who used which generation",
        "Make the steps that are due",
        "actions/upload-artifact",
      ],
    ]);
  });

  test("a preview that failed is commented too", () => {
    expect(jobOf("preview/preview").steps.at(-1)).toMatchObject({
      if: "${{ !cancelled() && vars.AWS_ROLE_ARN }}",
      with: { name: "preview-${{ matrix.stack }}", path: "${{ matrix.stack }}.txt", "if-no-files-found": "error" },
    });
    expect(jobOf("preview/comment").steps[0]?.with).toEqual({ pattern: "preview-*", "merge-multiple": true });
  });

  test("a script gets no text that is put into it: a title or a branch name could be code", () => {
    expect(runs.filter(([, run]) => run.includes("${{"))).toEqual([]);
  });

  test("a pipe fails where any part of it fails", () => {
    expect(Object.values(workflows).map(({ defaults }) => defaults)).toEqual(Array(6).fill({ run: { shell: "bash" } }));
  });

  test("every npm script that is named is there", () => {
    const named = runs.flatMap(([, run]) => [...run.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name]) => name!));
    expect(named).toEqual(["verify", "plan", "rotate", "test:engine", "usage", "rotate"]);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test("every change is verified on each Node.js that the stack supports", () => {
    expect(jobOf("ci/verify").strategy?.matrix).toEqual({ node: [20, 22, 24] });
    expect(runs.filter(([name]) => name === "ci/verify")).toEqual([
      ["ci/verify", "npm ci"],
      ["ci/verify", "npm run verify"],
    ]);
  });

  test("a rotation is compared with what the pull request is merged into", () => {
    const { if: condition, steps } = jobOf("ci/rotation");
    expect(condition).toBe("github.event_name == 'pull_request'");
    expect(steps[0]?.with).toEqual({ "persist-credentials": false, "fetch-depth": 2 });
    expect(steps.at(-1)?.run).toBe("npm run -s rotate -- check --base HEAD^1");
  });

  test("only the deployment of an older commit needs the whole history", () => {
    const deep = jobsWhere(({ steps }) => steps.some((step) => step.with?.["fetch-depth"] === 0));
    expect(deep).toEqual(["deploy/deploy"]);
  });

  test.each([
    ["preview/preview", "Preview", "pulumi preview --refresh=false --non-interactive --color never --suppress-outputs"],
    ["deploy/deploy", "Deploy", "pulumi up --yes --skip-preview --non-interactive --color never --suppress-outputs"],
    [
      "drift/drift",
      "Compare AWS with the state",
      "pulumi refresh --preview-only --expect-no-changes --diff --non-interactive --color never --suppress-outputs",
    ],
  ])("%s runs Pulumi without showing outputs", (job, step, command) => {
    expect(scriptOf(job, step).split(" 2>&1")[0]).toBe(command);
    expect(jobOf(job).steps.find(({ name }) => name === step)?.env).toEqual({
      PULUMI_STACK: "${{ matrix.stack }}",
      PULUMI_BACKEND_URL: "${{ vars.PULUMI_BACKEND_URL }}",
      PULUMI_ACCESS_TOKEN: "${{ secrets.PULUMI_ACCESS_TOKEN }}",
    });
  });
});
