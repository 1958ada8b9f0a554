/**
 * `npm run usage -- STACK`: how much each generation of a key was used, in all Regions of the stack.
 *
 * The ids come from what was last deployed. No call returns a key value.
 */
import type { LastDeployment } from "../../src/last-deployment";
import { type Answer, answerTo, npmCommand, parseCall, print, refuseCall, UsageError } from "../command";
import { type Day, dayOf } from "../days";
import { DEPLOYED_OPTION, type DeployedSources, deployedSources, readDeployed } from "../deployed";
import { hasColour } from "../terminal";
import { readStackFile, stackNames } from "../stack-file/stack-file";
import type { UsageReport } from "../usage-file";
import { askUsage, explainAwsError, lastDays, type Period } from "./api-gateway";
import { unansweredLine, usageRows, usageTable } from "./report";

/** What the command needs besides its arguments. */
export interface UsageInput extends DeployedSources {
  readonly folder: string;
  readonly today: Day;
  readonly colour: boolean;
}

/** Asks API Gateway for the usage of every generation that is deployed. */
export async function usage(args: readonly string[], input: UsageInput): Promise<Answer> {
  try {
    const { stack, days, from, json } = readCall(args, input.folder);
    const file = readStackFile(input.folder, stack);
    const deployed = readDeployed({ ...input, stack, project: file.project, from });
    // The table always shows the last seven days.
    const asked = lastDays(Math.max(days, 7), input.today);
    const regions = regionsOf(deployed, deployed.region ?? file.entries["aws:region"]);
    const { answers, unanswered } = await askRegions(regions, asked);
    const period = lastDays(days, input.today);
    const rows = usageRows(deployed, answers, period);
    const generations = rows.map((row) => row.usage);
    const report: UsageReport = { stack, ...period, generations, ...(unanswered.length > 0 && { unanswered }) };
    return {
      exitCode: 0,
      stdout: json ? JSON.stringify(report, null, 2) : usageTable(report, rows, input.colour),
      ...(json && unanswered.length > 0 && { stderr: unanswered.map(unansweredLine).join("\n") }),
    };
  } catch (error) {
    return answerTo(error);
  }
}

/** A Region with plans to ask for. */
interface AskedRegion {
  /** Undefined for the stack's own. */
  readonly further?: string;
  /** Where to ask; undefined if the environment tells. */
  readonly region: string | undefined;
  readonly planIds: readonly string[];
}

/** The stack's own Region, then the further ones in which there are plans. */
function regionsOf({ usagePlans }: LastDeployment, own: string | undefined): AskedRegion[] {
  const plans = Object.values(usagePlans);
  const names = [...new Set(plans.flatMap(({ copies = {} }) => Object.keys(copies)))].sort();
  return [
    { region: own, planIds: plans.flatMap(({ id }) => id ?? []) },
    ...names.map((region) => {
      return { further: region, region, planIds: plans.flatMap(({ copies = {} }) => copies[region] ?? []) };
    }),
  ];
}

/**
 * Asks all Regions at once. One that does not answer is told beside the answers of the others.
 *
 * @throws {UsageError} if no Region answers.
 */
async function askRegions(regions: readonly AskedRegion[], period: Period) {
  const asked = await Promise.all(
    regions.map(async ({ further, region, planIds }) => {
      try {
        return { region: further, counted: await askUsage(await connect(region), planIds, period) };
      } catch (error) {
        const because = explainAwsError(error, region);
        if (because === undefined) throw error;
        return { unanswered: { region: region ?? "the stack's own Region", because } };
      }
    }),
  );
  const answers = asked.flatMap((it) => (it.counted === undefined ? [] : [{ region: it.region, counted: it.counted }]));
  const unanswered = asked.flatMap((it) => it.unanswered ?? []);
  if (answers.length === 0) throw new UsageError(unanswered[0]!.because);
  return { answers, unanswered };
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
With several Regions it tells the sums, and which Region did not answer.

Finds AWS credentials as the AWS CLI does; policies/usage.json allows all it needs. Reads no key value.

Exit code 0; 2 for a wrong call, a file that cannot be read, or an error of the Pulumi CLI or of AWS.`;

/** How long a Region that is down is waited for, in milliseconds; the SDK tries three times. */
const LONGEST_WAIT = 10_000;

/** Loads the SDK only once it is needed. */
async function connect(region: string | undefined) {
  // Turns off the SDK's warning that its later releases do not support Node.js 20: the release used here is pinned.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const { APIGatewayClient } = await import("@aws-sdk/client-api-gateway");
  return new APIGatewayClient({
    region,
    requestHandler: { connectionTimeout: LONGEST_WAIT, socketTimeout: LONGEST_WAIT },
  });
}

if (require.main === module) {
  const args = process.argv.slice(2);
  const colour = hasColour(process.env, process.stdout.isTTY);
  const input = { folder: process.cwd(), today: dayOf(new Date()), colour };
  void deployedSources(args).then(async (sources) => print(await usage(args, { ...input, ...sources })));
}
