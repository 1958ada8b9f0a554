/** `npm run test:aws`: on LocalStack or, with `--account`, on the account that the credentials at hand lead to. */
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { setTimeout } from "node:timers/promises";
import { sweep } from "../kit/aws/account";
import { pythonEnvironment } from "../kit/aws/python";
import { Service } from "../kit/aws/service";

const PLUGIN = "7.48.0";

async function main(args: readonly string[]): Promise<number> {
  const rest = args.filter((arg) => arg !== "--account" && arg !== "--yes");
  return args.includes("--account") ? onAccount(args.includes("--yes"), rest) : jest(rest, {});
}

async function onAccount(yes: boolean, args: readonly string[]): Promise<number> {
  const { AWS_REGION: region } = process.env;
  if (region === undefined)
    throw new Error("test:aws --account needs AWS_REGION: the Region in which to make what it tests");
  if (process.env.PULUMI_DEBUG_PROVIDERS === undefined && !hasPlugin()) {
    throw new Error(
      `test:aws --account needs the provider plugin aws ${PLUGIN}: run pulumi plugin install resource aws ${PLUGIN}`,
    );
  }
  const accountId = account(join(pythonEnvironment(), "bin", "aws"));
  const project = `service-keys-test-${randomBytes(3).toString("hex")}`;
  console.log(`In account ${accountId}, Region ${region}, this makes and then deletes:
  a REST API with one MOCK method, ${project}
  some 20 API keys, 8 usage plans, 10 secrets and 2 parameters, their names beginning with ${project}
Some 10,000 calls of the API and 1,000 of AWS's services cost less than 0.10 USD, as do the secrets; it takes about an hour.`);
  if (!yes && !(await agreed())) return 1;

  try {
    const { apiId } = await untilStopped(Service.make(project));
    const files = ["lifecycle", "rotation", "delivery", "drift"].map((name) => `aws/${name}`);
    const own = { TEST_AWS_OWN: JSON.stringify({ accountId, project, apiId }) };
    return await jest(["--runInBand", ...args, "--testPathPatterns", ...files], own);
  } finally {
    console.log(`Deleting all that is left of ${project}`);
    // A deployment that was interrupted may go on for some seconds.
    while ((await sweep(project)) > 0) await setTimeout(20_000);
  }
}

/** What the promise comes to. @throws if meanwhile there was a Ctrl-C, which from now on ends jest, and not what comes after it. */
async function untilStopped<T>(promise: Promise<T>): Promise<T> {
  let stopped = false;
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => (stopped = true));
  const result = await promise;
  if (stopped) throw new Error("stopped");
  return result;
}

/** Runs jest to its end, and returns its code. */
async function jest(args: readonly string[], variables: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(process.execPath, [require.resolve("jest/bin/jest"), "--selectProjects", "aws", ...args], {
    stdio: "inherit",
    env: { ...process.env, ...variables },
  });
  // Ctrl-C reaches both; jest ends what it has started.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.on("close", (code) => resolve(code ?? 1)));
}

function hasPlugin(): boolean {
  const { stdout } = spawnSync("pulumi", ["plugin", "ls", "--json"], { encoding: "utf8" });
  const plugins = JSON.parse(stdout || "[]") as { name: string; kind: string; version: string }[];
  return plugins.some(({ name, kind, version }) => name === "aws" && kind === "resource" && version === PLUGIN);
}

/** The number of the account. @throws with what AWS's command line says, where there are no credentials. */
function account(aws: string): string {
  const asked = spawnSync(aws, ["sts", "get-caller-identity", "--query", "Account", "--output", "text"], {
    encoding: "utf8",
  });
  if (asked.status !== 0) throw new Error(`test:aws --account needs credentials: ${asked.stderr.trim()}`);
  return asked.stdout.trim();
}

async function agreed(): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await asking.question("Go on? [y/N] ");
  asking.close();
  return answer === "y";
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
