import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../kit/example-files";
import { git as gitIn } from "../kit/repository";
import { runStep } from "../kit/run-step";
import { folderWith } from "../kit/stack-folder";
import { jobOf } from "../kit/workflow-files";

describe("a deployment of the newest commit", () => {
  const check = (newest: string) =>
    runStep("deploy/deploy", "Refuse a commit that is no longer the newest", {
      standIns: { gh: `echo ${newest}` },
      env: { GITHUB_REPOSITORY: "acme/keys", GITHUB_REF_NAME: "main", GITHUB_SHA: "abc" },
    });

  test("goes on with the newest commit of its branch", () => {
    const { code, calls, stdout } = check("abc");
    expect([code, stdout]).toEqual([0, ""]);
    expect(calls).toEqual(["gh api repos/acme/keys/commits/main --jq .sha"]);
  });

  test("stops with one that is not", () => {
    const { code, stdout } = check("def");
    expect(code).toBe(1);
    expect(stdout).toBe("::error::main has moved on to def, whose own run deploys it: nothing was deployed\n");
  });
});

describe("a deployment of a commit that was asked for", () => {
  /** A history of three states of main, of which the last merged a branch with a commit of its own. */
  function history() {
    const folder = folderWith({});
    const git = (...args: string[]) => gitIn(folder, ...args);
    const commit = (text: string) => {
      writeFileSync(join(folder, "file"), text);
      git("add", "file");
      git("commit", "--quiet", "--message", text);
      return git("rev-parse", "HEAD");
    };
    git("init", "--quiet", "--initial-branch", "main");
    const first = commit("first");
    const second = commit("second");
    git("switch", "--quiet", "--create", "branch");
    const between = commit("between");
    commit("third");
    git("switch", "--quiet", "main");
    git("merge", "--quiet", "--no-ff", "--message", "merge", "branch");
    git("switch", "--quiet", "--create", "other");
    const elsewhere = commit("elsewhere");
    git("switch", "--quiet", "main");
    const take = (COMMIT: string) =>
      runStep("deploy/deploy", "Take the commit that was asked for", {
        standIns: {},
        folder,
        env: { COMMIT, GITHUB_REF_NAME: "main" },
      });
    return { first, second, between, elsewhere, take, head: () => git("rev-parse", "HEAD") };
  }

  test("takes one that main has been at, by its whole name or the beginning of it", () => {
    const { first, second, take, head } = history();
    expect(take(second.slice(0, 10)).code).toBe(0);
    expect(head()).toBe(second);
    expect(take(first).code).toBe(0);
    expect(head()).toBe(first);
  });

  test("refuses what main has never been at, and what is no commit", () => {
    const { between, elsewhere, take, head } = history();
    const before = head();
    for (const asked of [between, elsewhere, "nonsense", "--all", "HEAD:file"]) {
      const { code, stdout } = take(asked);
      expect([asked, code, stdout]).toEqual([
        asked,
        1,
        "::error::main has never been at the commit that was asked for: nothing was deployed\n",
      ]);
    }
    expect(head()).toBe(before);
  });
});

describe("the check of the steps since the last deployment", () => {
  const check = (standIns: { pulumi: string; npm: string }) =>
    runStep("deploy/deploy", "Check the steps since the last deployment", { standIns, env: { PULUMI_STACK: "dev" } });

  test("reads the state of the stack, in which secrets are encrypted", () => {
    const { code, calls, stdout } = check({ pulumi: "echo state", npm: "cat" });
    expect([code, stdout]).toEqual([0, "state\n"]);
    expect([...calls].sort()).toEqual(["npm run -s rotate -- check --deployed dev", "pulumi stack export --stack dev"]);
  });

  test("stops where a step is refused, and where the state cannot be read", () => {
    expect(check({ pulumi: "echo state", npm: "cat > /dev/null; exit 1" }).code).toBe(1);
    expect(check({ pulumi: "exit 255", npm: "cat > /dev/null" }).code).toBe(255);
  });

  test("is left out only where a person says that a key has leaked", () => {
    const asked = "(!inputs.stack || inputs.stack == matrix.stack)";
    const conditions = jobOf("deploy/deploy").steps.map(({ name, uses, if: condition }) => [
      name ?? uses?.split("@")[0],
      condition,
    ]);
    expect(conditions.filter(([, condition]) => condition !== undefined)).toEqual([
      ["Refuse a commit that is no longer the newest", "${{ !inputs.commit }}"],
      ["Take the commit that was asked for", "${{ inputs.commit }}"],
      ["aws-actions/configure-aws-credentials", `\${{ ${asked.slice(1, -1)} }}`],
      ["Check the steps since the last deployment", `\${{ !inputs.leaked-key && ${asked} }}`],
      ["Refuse to replace a secret that was deleted by hand", `\${{ !inputs.deleted-secret && ${asked} }}`],
      ["Deploy", `\${{ ${asked.slice(1, -1)} }}`],
    ]);
  });
});

describe("the look at the secrets before a deployment", () => {
  const type = "aws:secretsmanager/secret:Secret";
  const look = (aws: string, resources?: readonly object[]) => {
    const folder = folderWith({ "state.json": JSON.stringify({ deployment: { resources } }) });
    mkdirSync(join(folder, ".github"));
    copyFileSync(join(project, ".github", "secrets-of-state.mjs"), join(folder, ".github", "secrets-of-state.mjs"));
    return runStep("deploy/deploy", "Refuse to replace a secret that was deleted by hand", {
      standIns: { pulumi: "cat state.json", aws },
      folder,
      env: { PULUMI_STACK: "dev" },
    });
  };
  const two = [
    { type, id: "arn:one" },
    { type, id: "arn:two" },
    { type, id: "arn:replaced", delete: true },
    { type: "aws:apigateway/apiKey:ApiKey", id: "k" },
  ];
  const inUse = 'printf "in use\\t%s\\n" "${@: -1}"';

  test("asks for each that the state has, and goes on where all are in use", () => {
    const { code, calls, stdout } = look(inUse, two);
    expect([code, stdout.split("\n").sort()]).toEqual([0, ["", "in use\tarn:one", "in use\tarn:two"]]);
    const ask = "aws secretsmanager describe-secret --query [DeletedDate || 'in use', ARN] --output text --secret-id";
    expect([...calls].sort()).toEqual([`${ask} arn:one`, `${ask} arn:two`, "pulumi stack export --stack dev"]);
  });

  test("asks for none where the state has none", () => {
    expect(look("exit 1", []).code).toBe(0);
    expect(look("exit 1").code).toBe(0);
  });

  test("stops where one is to be deleted, and where one is gone or nobody may look", () => {
    const one = look(`case "$*" in *two) echo "2026-11-24T10:00:00+00:00 arn:two" ;; *) ${inUse} ;; esac`, two);
    expect(one.code).toBe(1);
    expect(one.stdout).toContain(
      "::error::A secret is to be deleted: restore it, see docs/recovery.md. Nothing was deployed\n",
    );
    expect(look(`case "$*" in *two) exit 254 ;; *) ${inUse} ;; esac`, two).code).toBe(123);
  });
});
