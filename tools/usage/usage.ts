/**
 * `pulumi stack export --stack STACK | npm run -s usage -- STACK`: how much each generation of a key was used.
 *
 * The ids come from the exported state. No call returns a key value.
 */
import { text } from "node:stream/consumers";
import { type Answer, answerTo, hasColour, parseCall, print, refuseCall, UsageError } from "../command";
import { type Day, dayOf } from "../days";
import { readStackFile, stackNames } from "../stack-file/stack-file";
import { type DeployedStack, deployedStack } from "../state/deployed";
import { parseState } from "../state/exported-state";
import type { UsageReport } from "../usage-file";
import { explainAwsError } from "./aws-errors";
import { askUsage, lastDays } from "./get-usage";
import { usageRows } from "./report";
import { usageTable } from "./table";

/** What the command needs besides its arguments. */
export interface UsageInput {
  readonly folder: string;
  /** What `pulumi stack export` printed. */
  readonly exported: string;
  readonly today: Day;
  readonly colour: boolean;
  /** Prints how far the command is, at most once a second. */
  readonly printProgress: (line: string) => void;
}

/** Asks API Gateway for the usage of every generation in the state. */
export async function usage(args: readonly string[], input: UsageInput): Promise<Answer> {
  let region: string | undefined;
  try {
    const { stack, days, json } = readCall(args, input.folder);
    const file = readStackFile(input.folder, stack);
    const deployed = deployedStack(parseState(input.exported, file));
    region = regionOf(deployed) ?? file.entries["aws:region"];
    // The table always shows the last seven days.
    const asked = lastDays(Math.max(days, 7), input.today);
    const ids = [...deployed.plans.values()].flatMap(({ id }) => id ?? []);
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
  const form = {
    calls: [
      `pulumi stack export --stack STACK | npm run -s usage -- STACK [--days N] [--json], where STACK is one of ${stackNames(folder).join(", ")}`,
    ],
    about: [
      "Asks API Gateway how many requests each generation of each key has made, and when the last one was.",
      "  --days N  the last 1 to 90 days, today included; 30 by default",
      "  --json    for scripts, and for rotate with --usage FILE",
      "Finds AWS credentials as the AWS CLI does; policies/usage.json allows all it needs. Reads no key value.",
      "Exit code 0; 2 for a wrong call, a file or a state that cannot be read, or an error of AWS.",
    ],
    options: { days: { type: "string", default: "30" }, json: { type: "boolean", default: false } },
  } as const;
  const { values, positionals } = parseCall(args, form);
  const [stack, ...rest] = positionals;
  if (stack === undefined) refuseCall("no stack is given", form);
  if (rest.length > 0) refuseCall("more than one stack is given", form);
  const days = /^[1-9][0-9]?$/.test(values.days) ? Number(values.days) : 0;
  if (days < 1 || days > 90) refuseCall(`--days ${values.days}: not a number from 1 to 90`, form);
  return { stack, days, json: values.json };
}

/** The Region of the plans, from their ARNs, whatever the environment says. */
function regionOf({ plans }: DeployedStack): string | undefined {
  for (const { arn } of plans.values()) if (arn !== undefined) return arn.split(":")[3];
  return undefined;
}

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
  // On a terminal nothing is piped in, and waiting for it would look like a hang.
  const exported = process.stdin.isTTY ? Promise.resolve("") : text(process.stdin);
  const colour = hasColour(process.env, process.stdout.isTTY);
  const input = { folder: process.cwd(), today: dayOf(new Date()), colour, printProgress: console.error };
  void exported.then((state) => usage(process.argv.slice(2), { ...input, exported: state })).then(print);
}
