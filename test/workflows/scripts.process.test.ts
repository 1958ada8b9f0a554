import { runStep } from "../kit/run-step";

describe("the plan of every stack file", () => {
  const files = { "Pulumi.yaml": "", "Pulumi.dev.yaml": "", "Pulumi.prod.yaml": "", "Pulumi.test.yaml": "" };
  const plan = (npm: string) =>
    runStep("ci/plan", "Plan every stack file", {
      standIns: { npm },
      files,
      env: { GITHUB_STEP_SUMMARY: "summary.md" },
    });

  test("goes to the summary, one after the other", () => {
    const { code, calls, file } = plan('echo "plan of $5"');
    expect(code).toBe(0);
    expect(calls).toEqual([
      "npm run -s plan -- dev --markdown",
      "npm run -s plan -- prod --markdown",
      "npm run -s plan -- test --markdown",
    ]);
    expect(file("summary.md")).toBe("plan of dev\nplan of prod\nplan of test\n");
  });

  test("fails with any of them, and still makes the rest", () => {
    const { code, file } = plan('echo "plan of $5"; [ "$5" != prod ]');
    expect(code).toBe(1);
    expect(file("summary.md")).toBe("plan of dev\nplan of prod\nplan of test\n");
  });
});

describe("the list of stacks", () => {
  const list = (files: Record<string, string>, ONLY = "") =>
    runStep("stacks/list", "List the stacks that have a file", {
      standIns: {},
      files,
      env: { ONLY, GITHUB_OUTPUT: "output.txt" },
    });
  const files = { "Pulumi.yaml": "", "Pulumi.prod.yaml": "", "Pulumi.dev-1.yaml": "", "Pulumi.eu.qa.yaml": "" };

  test("has the name of each stack that has a file", () => {
    const { code, file } = list(files);
    expect([code, file("output.txt")]).toEqual([0, 'names=["dev-1","eu.qa","prod"]\n']);
  });

  test("has the one stack that was asked for", () => {
    const { code, file } = list(files, "eu.qa");
    expect([code, file("output.txt")]).toEqual([0, 'names=["eu.qa"]\n']);
  });

  test("stops if the stack that was asked for has no file", () => {
    const { code, stdout } = list(files, "staging");
    expect([code, stdout]).toEqual([1, "::error::There is no Pulumi.staging.yaml\n"]);
  });

  test("stops if no stack has a file", () => {
    const { code, stdout } = list({ "Pulumi.yaml": "" });
    expect([code, stdout]).toEqual([1, "::error::There is no Pulumi.STACK.yaml\n"]);
  });
});

describe("the preview", () => {
  const preview = (pulumi: string) =>
    runStep("preview/preview", "Preview", { standIns: { pulumi }, env: { PULUMI_STACK: "dev" } });

  test("is kept for the comment, what it says of faults too", () => {
    const { code, file } = preview("echo changes; echo faults >&2");
    expect(code).toBe(0);
    expect(file("dev.txt")).toBe("changes\nfaults\n");
  });

  test("fails as pulumi does, and is kept all the same", () => {
    const { code, file } = preview("echo faults; exit 1");
    expect(code).toBe(1);
    expect(file("dev.txt")).toBe("faults\n");
  });
});

describe("the comment on a pull request", () => {
  const env = { GITHUB_REPOSITORY: "acme/keys", NUMBER: "7" };
  const comments = "repos/acme/keys/issues/7/comments";
  const look =
    `gh api --paginate ${comments} --jq .[] | select(.user.login == "github-actions[bot]" and ` +
    `(.body | startswith("<!-- pulumi preview -->"))) | .id`;
  const comment = (ids: string, files: Record<string, string>) =>
    runStep("preview/comment", "Write the comment, or write it anew", {
      standIns: { gh: `case "$*" in *--paginate*) printf '${ids}' ;; esac` },
      env,
      files,
    });

  test("shows every preview as a block of code that nothing in it can end", () => {
    const { code, calls, file } = comment("", { "dev.txt": "+ one\n```\n\n+ two\n", "prod.txt": "- three\n" });
    expect(code).toBe(0);
    expect(calls).toEqual([look, `gh api --silent --method POST ${comments} --field body=@comment.md`]);
    expect(file("comment.md").split("\n")).toEqual([
      "<!-- pulumi preview -->",
      "",
      "### Preview of dev",
      "",
      "    + one",
      "    ```",
      "    ",
      "    + two",
      "",
      "### Preview of prod",
      "",
      "    - three",
      "",
    ]);
  });

  test("is not written if no stack has a role for previews", () => {
    const { code, calls } = comment("", {});
    expect([code, calls]).toEqual([0, []]);
  });

  test("is the same comment at the next commit", () => {
    const { code, calls } = comment("41\\n42\\n", { "dev.txt": "+ one\n" });
    expect(code).toBe(0);
    const write = "gh api --silent --method PATCH repos/acme/keys/issues/comments/41 --field body=@comment.md";
    expect(calls).toEqual([look, write]);
  });

  test("is cut before GitHub refuses it, and says so", () => {
    const { code, file } = comment("", { "dev.txt": "x".repeat(995).concat("\n").repeat(70) });
    expect(code).toBe(0);
    const lines = file("comment.md").split("\n");
    // 1,000 characters a line, over the 47 of the head.
    expect(lines.filter((line) => line.startsWith("    x"))).toHaveLength(64);
    expect(lines.slice(-3)).toEqual(["", "Cut here; the log of the run has all of it.", ""]);
    expect(file("comment.md").length).toBeLessThan(65_536);
  });
});

describe("the drift report", () => {
  const env = {
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "acme/keys",
    GITHUB_RUN_ID: "9",
  };
  const url = "https://github.com/acme/keys/actions/runs/9";
  const body = `AWS is not as the last deployment left it, or could not be compared. Which stack, and what: ${url}`;
  const look = "gh issue list --app github-actions --label drift --state open --limit 1 --json number --jq .[].number";
  const report = (RESULT: string, open: string) =>
    runStep("drift/report", "Keep one issue up to date", {
      standIns: { gh: `case "$*" in "issue list"*) printf '${open}' ;; esac` },
      env: { ...env, RESULT },
    });

  test.each([
    [
      "opens an issue at the first drift",
      "failure",
      "",
      [
        "gh label create drift --force --color d93f0b --description AWS differs from the state of a stack",
        `gh issue create --title Drift --label drift --body ${body}`,
      ],
    ],
    ["keeps to the issue that is open", "failure", "5\\n", [`gh issue edit 5 --body ${body}`]],
    ["closes the issue once all is well", "success", "5\\n", [`gh issue close 5 --comment No drift any more: ${url}`]],
    ["says nothing while all is well", "success", "", []],
  ])("%s", (_, result, open, writes) => {
    const { code, calls } = report(result, open);
    expect(code).toBe(0);
    expect(calls).toEqual([look, ...writes]);
  });
});
