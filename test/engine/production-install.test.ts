import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import { StandIn } from "../../harness/stand-in";
import type { UsageReport } from "../../tools/usage-file";
import { ApiGatewayServer } from "../kit/api-gateway-server";
import { exampleStack, project, projectFile } from "../kit/example-files";
import { engineEnvironment } from "../kit/engine/engine";
import { jobs, scriptOf } from "../kit/workflow-files";

const withCredentials = Object.values(jobs).filter(({ permissions }) => permissions?.["id-token"] === "write");
const scripts = withCredentials.flatMap(({ steps: all }) => all.flatMap(({ run = [] }) => run));
const install = scripts.find((script) => script.startsWith("npm ci"))!;

const folder = mkdtempSync(join(tmpdir(), "production-install-"));
const checkout = join(folder, "project");
let aws: StandIn;
let gateway: ApiGatewayServer;

beforeAll(async () => {
  aws = await StandIn.start();
  gateway = await ApiGatewayServer.start();
  gateway.answer = () => ({});
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
  writeFileSync(join(checkout, "Pulumi.prod.yaml"), `${exampleStack("prod")}  rotation: { everyDays: 90 }\n`);
  // With npm's settings and cache as they are on this machine.
  await shell(`${install} --prefer-offline --no-audit --no-fund`, process.env);
  await shell("pulumi stack init prod", environment());
});

afterAll(async () => {
  await gateway.stop();
  await aws.stop();
  rmSync(folder, { recursive: true });
});

/** That of a step which has credentials, for the stack prod. */
function environment(): NodeJS.ProcessEnv {
  const ofTheStep = { STACK: "prod", PULUMI_STACK: "prod", GITHUB_STEP_SUMMARY: join(folder, "summary.md") };
  return { ...engineEnvironment(folder, aws, "prod"), ...gateway.environment, ...ofTheStep };
}

/** Runs a script in the checkout, as a step of a workflow does; returns what it printed. One that fails, fails the test. */
async function shell(script: string, env: NodeJS.ProcessEnv): Promise<string> {
  // Not synchronously: what the script calls is answered by this process.
  const running = promisify(execFile)("bash", ["-eo", "pipefail", "-c", script], { cwd: checkout, env });
  const { stdout } = await running.catch((error: Error & { stdout: string; stderr: string }) => {
    throw new Error(`${error.message}\n${error.stdout}${error.stderr}`);
  });
  return stdout;
}

/** The steps of jobs with credentials that run what `npm ci` installed, in an order in which they can follow each other. */
const steps: readonly (readonly [job: string, step: string])[] = [
  ["preview/preview", "Preview"],
  ["deploy/deploy", "Deploy"],
  ["drift/drift", "Compare AWS with the state"],
  ["rotate/due", "Ask who used which generation"],
  ["rotate/due", "Make the steps that are due"],
];

describe("what a workflow with credentials installs", () => {
  test.each(steps)("is enough for a step of %s: %s", async (job, step) => {
    await shell(scriptOf(job, step), environment());
  });

  test("is enough to ask for the use of every plan that was deployed, and to say what is due", () => {
    const { config } = parse(exampleStack("prod")) as { config: { usagePlans: object } };
    expect(gateway.calls).toHaveLength(Object.keys(config.usagePlans).length);
    const usage = JSON.parse(readFileSync(join(checkout, "usage.json"), "utf8")) as UsageReport;
    expect(usage.generations.map(({ key, generation, state }) => [key, generation, state])).toEqual([
      ["assistant", "1", "current"],
      ["batch", "1", "current"],
      ["search", "1", "current"],
    ]);
    expect(readFileSync(join(checkout, "proposal", "body.md"), "utf8")).toContain("Nothing is due");
  });

  test("was tried with every step of such a workflow that runs npm, node or the program", () => {
    const tried = steps.map(([job, step]) => scriptOf(job, step));
    const others = scripts.filter((script) => /\b(npm run|npx|pulumi (up|preview|refresh))\b/.test(script));
    expect(others.filter((script) => !tried.includes(script))).toEqual([]);
  });
});
