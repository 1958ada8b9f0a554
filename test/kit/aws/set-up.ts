import { join } from "node:path";
import { hasCli } from "../../../harness/cli-project";
import { startCounting } from "../engine/counts";
import { LocalStack } from "./localstack";
import { pythonEnvironment } from "./python";
import { own } from "./target";

/** Before the tests against LocalStack: starts it, and sets the environment for it. */
export default async function setUp(): Promise<void> {
  if (!hasCli()) refuse("test:aws needs the Pulumi CLI: install it, and see that `pulumi version` works.");
  if (own !== undefined) {
    process.env.PATH = `${join(pythonEnvironment(), "bin")}:${process.env.PATH}`;
    startCounting();
    return;
  }
  try {
    const aws = await LocalStack.start();
    for (const name of ["AWS_PROFILE", "AWS_SESSION_TOKEN"]) delete process.env[name];
    Object.assign(process.env, aws.environment);
    startCounting();
    (globalThis as { aws?: LocalStack }).aws = aws;
  } catch (error) {
    refuse((error as Error).message);
  }
}

function refuse(why: string): never {
  console.error(why);
  process.exit(1);
}
