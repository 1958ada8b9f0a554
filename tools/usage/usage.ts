/**
 * `npm run usage -- STACK`: how much each generation of a key was used.
 *
 * The ids come from what was last deployed. No call returns a key value.
 */
import { type Answer, answerTo, npmCommand, parseCall, print, refuseCall, UsageError } from "../command";
import { type Day, dayOf } from "../days";
import { DEPLOYED_OPTION, type DeployedSources, deployedSources, readDeployed } from "../deployed";
import { hasColour } from "../paint";
import { readStackFile, stackNames } from "../stack-file/stack-file";
import type { UsageReport } from "../usage-file";
import { askUsage, explainAwsError, lastDays } from "./api-gateway";
import { usageRows } from "./report";
import { usageTable } from "./table";

/** What the command needs besides its arguments. */
export interface UsageInput extends DeployedSources {
  readonly folder: string;
  readonly today: Day;
  readonly colour: boolean;
  /** Prints how far the command is, at most once a second. */
  readonly printProgress: (line: string) => void;
}

/** Asks API Gateway for the usage of every generation that is deployed. */
export async function usage(args: readonly string[], input: UsageInput): Promise<Answer> {
  let region: string | undefined;
  try {
    const { stack, days, from, json } = readCall(args, input.folder);
    const file = readStackFile(input.folder, stack);
    const deployed = readDeployed({ ...input, stack, project: file.project, from });
    region = deployed.region ?? file.entries["aws:region"];
    // The table always shows the last seven days.
    const asked = lastDays(Math.max(days, 7), input.today);
    const ids = Object.values(deployed.usagePlans).flatMap(({ id }) => id ?? []);
    const counted = await askUsage(await connect(region), ids, asked, progress(ids.length, input.printProgress));
    const period = lastDays(days, input.today);
    const rows = usageRows(deployed, counted, period);
    const report: UsageReport = { stack, ...period, generations: rows.map((row) => row.usage) };
    return {
      exitCode: 0,
      stdout: json ? JSON.stringify(report, null, 2) : usageTable(stack, period, rows, input.colour),
    };
  } catch (error) {
    const explanation = explainAwsError(error, region);
    return answerTo(explanation === undefined ? error : new UsageError(explanation));
  }
}

function readCall(args: readonly string[], folder: string) {
  const command = npmCommand("usage", "STACK [options]", ABOUT)
    .argument("<STACK>", `one of ${stackNames(folder).join(", ")}`)
    .option("--days <N>", "the last 1 to 90 days, today included", "30")
    .option(...DEPLOYED_OPTION)
    .option("--json", "for scripts, and for rotate with --usage FILE");
  const given = parseCall(command, args).opts<{ days: string; deployed?: string; json?: boolean }>();
  const days = /^[1-9][0-9]?$/.test(given.days) ? Number(given.days) : 0;
  if (days < 1 || days > 90) refuseCall(command, `--days ${given.days}: not a number from 1 to 90`);
  return { stack: command.args[0]!, days, from: given.deployed, json: given.json ?? false };
}

const ABOUT = `Asks API Gateway how many requests each generation of each key has made, and when the last one was.

Finds AWS credentials as the AWS CLI does; policies/usage.json allows all it needs. Reads no key value.

Exit code 0; 2 for a wrong call, a file that cannot be read, or an error of the Pulumi CLI or of AWS.`;

/** Loads the SDK only once it is needed. */
async function connect(region: string | undefined) {
  // Turns off the SDK's warning that its later releases do not support Node.js 20: the release used here is pinned.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const { APIGatewayClient } = await import("@aws-sdk/client-api-gateway");
  return new APIGatewayClient({ region });
}

function progress(plans: number, printProgress: UsageInput["printProgress"]) {
  let printed = Date.now();
  return (answered: number) => {
    if (Date.now() - printed < 1000) return;
    printed = Date.now();
    printProgress(`${answered} of ${plans} usage plans have answered`);
  };
}

if (require.main === module) {
  const args = process.argv.slice(2);
  const colour = hasColour(process.env, process.stdout.isTTY);
  const input = { folder: process.cwd(), today: dayOf(new Date()), colour, printProgress: console.error };
  void deployedSources(args).then(async (sources) => print(await usage(args, { ...input, ...sources })));
}
