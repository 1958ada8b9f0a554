import type { Throttle } from "../../src/settings/throttle";
import type { UsagePlanSettings } from "../../src/settings/usage-plan";
import { formatLocatedFaults, type LocatedFault } from "../stack-file/located-faults";
import { keyRow } from "./key-row";
import type { Plan } from "./planned";
import { shownText } from "./referenced-outputs";
import { counts } from "./text";

/** The plan as a summary for a pull request: what a reviewer reads in ten seconds. */
export function planMarkdown({ project, stack, settings, run: { registrations, warnings } }: Plan): string {
  const keys = Object.entries(settings.keys).map(([name, key]) => {
    const { usagePlan, generations, readers } = keyRow(key);
    return [code(name), usagePlan ?? "", generations, readers.map(code).join(", ")];
  });
  const plans = Object.entries(settings.usagePlans).map(([name, plan]) => [
    `${code(name)}${plan.import === undefined ? "" : ` (import ${plan.import})`}`,
    ...limits(plan),
  ]);
  return [
    heading(stack, project),
    "What is wanted, not what would change; AWS was not asked.",
    table(["Service key", "Usage plan", "Generations", "Readers"], keys),
    ...(plans.length === 0 ? [] : [table(["Usage plan", "Throttle", "Quota", "API stages"], plans)]),
    counts(registrations, warnings.length),
    ...(warnings.length === 0 ? [] : [verbatim(warnings.join("\n"))]),
  ].join("\n\n");
}

/** The same for a stack with faults. */
export function faultsMarkdown(stack: string, faults: readonly LocatedFault[]): string {
  return [heading(stack), verbatim(formatLocatedFaults(stack, faults))].join("\n\n");
}

function heading(stack: string, project?: string): string {
  return `### Stack ${code(stack)}${project === undefined ? "" : ` of ${code(project)}`}`;
}

function limits({ throttle, quota, apiStages = [] }: UsagePlanSettings): string[] {
  const stages = apiStages.map(({ apiId, stage, throttle: methods = {} }) => {
    const count = Object.keys(methods).length;
    return `${code(`${shownText(apiId)}/${shownText(stage)}`)}${count === 0 ? "" : ` (${count === 1 ? "1 method" : `${count} methods`} throttled)`}`;
  });
  return [
    throttle === undefined ? "" : rate(throttle),
    quota === undefined ? "" : `${quota.limit} per ${quota.period}${quota.offset ? `, offset ${quota.offset}` : ""}`,
    stages.join(", "),
  ];
}

function rate({ rateLimit, burstLimit }: Throttle): string {
  return `${rateLimit} per second, burst ${burstLimit}`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => (cell === "" ? "none" : cell)).join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}

/** Text as it is. It has no line that could close the block: whatever comes from the stack file is quoted in it. */
function verbatim(text: string): string {
  return ["```text", text, "```"].join("\n");
}
