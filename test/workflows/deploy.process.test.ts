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

describe("the look at the secrets before a deployment", () => {
  const look = (aws: string, outputs: object) => {
    const folder = folderWith({ "outputs.json": JSON.stringify(outputs) });
    mkdirSync(join(folder, ".github"));
    copyFileSync(join(project, ".github", "secret-arns.mjs"), join(folder, ".github", "secret-arns.mjs"));
    return runStep("deploy/deploy", "Refuse to replace a secret that was deleted by hand", {
      standIns: { pulumi: "cat outputs.json", aws },
      folder,
      env: { PULUMI_STACK: "dev" },
    });
  };
  const arn = (region: string, name: string) => `arn:aws:secretsmanager:${region}:111122223333:secret:${name}`;
  const [home, abroad] = [arn("eu-central-1", "one"), arn("us-east-1", "one")];
  const outputs = {
    apiKeyIds: { one: "a1" },
    apiKeyValues: "[secret]",
    secretArns: { one: home },
    regions: { "us-east-1": { usagePlanIds: {}, secretArns: { one: abroad } } },
  };
  const inUse = 'printf "None\\t%s\\n" "$6"';

  test("asks for the secret of each key in its Region, and goes on if all are in use", () => {
    const { code, calls, stdout } = look(inUse, outputs);
    expect([code, stdout.split("\n").sort()]).toEqual([0, ["", `None\t${home}`, `None\t${abroad}`].sort()]);
    const ask = (region: string, id: string) =>
      `aws secretsmanager describe-secret --region ${region} --secret-id ${id} --query [DeletedDate, ARN] --output text`;
    expect([...calls].sort()).toEqual(
      [ask("eu-central-1", home), ask("us-east-1", abroad), "pulumi stack output --json"].sort(),
    );
  });

  test("asks for none before the first deployment, and none in a stack without secrets", () => {
    expect(look("exit 1", {}).code).toBe(0);
    expect(look("exit 1", { secretArns: {}, regions: {} }).code).toBe(0);
  });

  test("stops if one is to be deleted", () => {
    const date = "2026-11-24T10:00:00+00:00";
    const { code, stdout } = look(`if [ "$4" = us-east-1 ]; then echo "${date} $6"; else ${inUse}; fi`, outputs);
    expect(code).toBe(1);
    expect(stdout).toContain(
      "::error::A secret is to be deleted: restore it, see docs/recovery.md. Nothing was deployed\n",
    );
  });

  test("stops if one is gone, or nobody may look at it", () => {
    expect(look(`[ "$4" = us-east-1 ] && exit 254; ${inUse}`, outputs).code).toBe(123);
  });

  test("is left out only if a person accepts another secret", () => {
    const conditions = jobOf("deploy/deploy").steps.map(({ name, uses, if: condition }) => [
      name ?? uses?.split("@")[0],
      condition,
    ]);
    expect(conditions.filter(([, condition]) => condition !== undefined)).toEqual([
      ["Refuse a commit that is no longer the newest", "${{ !inputs.commit }}"],
      ["Take the commit that was asked for", "${{ inputs.commit }}"],
      ["aws-actions/configure-aws-credentials", "${{ vars.AWS_ROLE_ARN }}"],
      ["Refuse to replace a secret that was deleted by hand", "${{ !inputs.deleted-secret && vars.AWS_ROLE_ARN }}"],
      ["Say that this stack is not deployed", "${{ !vars.AWS_ROLE_ARN }}"],
      ["Deploy", "${{ vars.AWS_ROLE_ARN }}"],
    ]);
  });
});
