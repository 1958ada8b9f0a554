import { getSecret } from "@aws-lambda-powertools/parameters/secrets";
import { getParameter } from "@aws-lambda-powertools/parameters/ssm";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { commandsOf, textOf } from "../documented";

/** The seconds for which each of them may keep a value before it fetches it again. */
export const CACHE_SECONDS = 3;

/** How a consumer gets a key: the value that it would call with now. */
export interface Holder {
  value(): Promise<string>;
  stop(): Promise<void>;
}

/** The ARN that docs/consumers.md names. */
const documented = /arn:aws:secretsmanager:[\w:-]+\/?[\w-]*/;

/** A shell that runs the documented command of the AWS CLI every few seconds. */
export async function awsCommandLine(arn: string): Promise<Holder> {
  const command = commandsOf("docs/consumers.md").find((it) => it.command.includes("get-secret-value"))!.command;
  const line = command.replace(documented, arn);
  const fetch = async () => (await promisify(execFile)("bash", ["-c", line])).stdout.trim();
  let held = await fetch();
  let stopped = false;
  const refreshing = (async () => {
    while (!stopped) {
      await setTimeout((CACHE_SECONDS - 1) * 1000);
      held = await fetch();
    }
  })();
  return {
    value: () => Promise.resolve(held),
    stop: () => {
      stopped = true;
      return refreshing;
    },
  };
}

/** A program with AWS's caching client for Python, as documented except for the seconds that it caches. */
export function cachingClient(arn: string, python: string): Holder {
  const [, code = ""] = /```python\n(import boto3[\s\S]*?)```/.exec(textOf("docs/consumers.md"))!;
  const program = code
    .replace(documented, arn)
    .replace(/secret_refresh_interval=\d+/, `secret_refresh_interval=${CACHE_SECONDS}`);
  const loop = "\nimport sys\nfor line in sys.stdin:\n    print(api_key(), flush=True)\n";
  const child: ChildProcess = spawn(python, ["-c", program + loop], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return {
    async value() {
      child.stdin!.write("\n");
      const { value, done } = (await lines.next()) as IteratorResult<string, undefined>;
      if (done) throw new Error("the program with AWS's caching client has ended");
      return value;
    },
    async stop() {
      const ended = new Promise((resolve) => child.on("exit", resolve));
      child.stdin!.end();
      await ended;
    },
  };
}

/** A function with AWS's Powertools for TypeScript, which cache. */
export function powertools(arn: string): Holder {
  return {
    value: async () => (await getSecret(arn, { maxAge: CACHE_SECONDS })) as string,
    stop: () => Promise.resolve(),
  };
}

/** The same, with a parameter in place of a secret. */
export function powertoolsParameter(name: string): Holder {
  return {
    value: async () => (await getParameter(name, { decrypt: true, maxAge: CACHE_SECONDS }))!,
    stop: () => Promise.resolve(),
  };
}

/** What Secrets Manager returns now, in the Region of the ARN. */
export async function currentValue(arn: string): Promise<string> {
  const client = new SecretsManagerClient({ region: arn.split(":")[3] });
  return (await client.send(new GetSecretValueCommand({ SecretId: arn }))).SecretString!;
}

/** What Parameter Store returns now. */
export async function currentParameter(Name: string, region?: string): Promise<string> {
  const { Parameter } = await new SSMClient({ region }).send(new GetParameterCommand({ Name, WithDecryption: true }));
  return Parameter!.Value!;
}
