import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StandIn } from "../../harness/stand-in";
import { exampleStack, exampleStacks, project, projectFile } from "../kit/example-files";
import { engineEnvironment } from "../kit/engine/engine";
import { jobs, scriptOf } from "../kit/workflow-files";

const withCredentials = Object.values(jobs).filter(({ permissions }) => permissions?.["id-token"] === "write");
const scripts = withCredentials.flatMap(({ steps }) => steps.flatMap(({ run = [] }) => run));
const install = scripts.find((script) => script.startsWith("npm ci"))!;

const folder = mkdtempSync(join(tmpdir(), "production-install-"));
const checkout = join(folder, "project");
let aws: StandIn;

beforeAll(async () => {
  aws = await StandIn.start();
  for (const name of ["backend", "home"]) mkdirSync(join(folder, name));
  for (const name of [
    "index.ts",
    "src",
    "tools",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "tsconfig.pulumi.json",
  ]) {
    cpSync(join(project, name), join(checkout, name), { recursive: true });
  }
  writeFileSync(join(checkout, "Pulumi.yaml"), projectFile());
  for (const stack of exampleStacks) writeFileSync(join(checkout, `Pulumi.${stack}.yaml`), exampleStack(stack));
  // With npm's settings and cache as they are on this machine.
  shell(`${install} --prefer-offline --no-audit --no-fund`, process.env);
  const author = "-c user.name=a -c user.email=a@example.com";
  shell(`git init --quiet && git add Pulumi*.yaml && git ${author} commit --quiet --message stacks`);
});

afterAll(async () => {
  await aws.stop();
  rmSync(folder, { recursive: true });
});

/** Runs a line of the shell in the checkout, as a step of a workflow does; one that fails, fails the test. */
function shell(line: string, env = engineEnvironment(folder, aws)): void {
  const options = { cwd: checkout, env, encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync("bash", ["-eo", "pipefail", "-c", line], options);
  if (status !== 0) throw new Error(`${line} ended with ${status}:\n${stdout}${stderr}`);
}

/** The commands that workflows run with credentials. */
const commands = {
  plan: "npm run -s plan -- dev",
  rotate: "npm run -s rotate -- check --base HEAD",
  usage: `echo '{"deployment":{}}' | npm run -s usage -- dev --json`,
};

describe("what a workflow with credentials installs", () => {
  test.each(Object.values(commands))("is enough for %s", (command) => {
    shell(command);
  });

  test("is enough for the program", () => {
    const preview = scriptOf("preview/preview", "Preview").split(" 2>&1")[0]!;
    shell(`pulumi stack init dev && ${preview}`);
  });

  test("was tried with every command that such a workflow runs", () => {
    const named = scripts.flatMap((script) =>
      [...script.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name]) => name!),
    );
    expect(named.filter((name) => !(name in commands))).toEqual([]);
  });
});
