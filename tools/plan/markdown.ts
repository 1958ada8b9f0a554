import { printable } from "../../src/settings/faults";
import type { Throttle } from "../../src/settings/throttle";
import type { UsagePlanSettings } from "../../src/settings/usage-plan";
import { formatLocatedFaults, type LocatedFault } from "../stack-file/located-faults";
import { markdownTable } from "../terminal";
import { counts, furtherRegions, importText, keyRow, type Plan, shownStage, WANTED } from "./planned";

/** The plan as a short summary for a pull request. */
export function planMarkdown(plan: Plan): string {
  const { settings, run } = plan;
  const rows = Object.entries(settings.keys).map(([name, key]) => ({ name, ...keyRow(key) }));
  const accounts = [...new Set(rows.flatMap(({ readers }) => readers.map(({ account }) => account)))];
  const keys = rows.map(({ name, usagePlan, generations, published, readers }) => {
    const shown = readers.map((it) => `${code(it.name)}${accounts.length > 1 ? ` of ${it.account}` : ""}`);
    return [code(name), usagePlan ?? "", generations, published, shown.join("<br>")];
  });
  const readersColumn = accounts.length === 1 ? `Readers, all of account ${accounts[0]}` : "Readers";
  const plans = Object.entries(settings.usagePlans).map(([name, usagePlan]) => [
    `${code(name)}${importText(usagePlan.import)}`,
    ...limits(usagePlan),
  ]);
  return [
    heading(plan),
    WANTED,
    table(["Service key", "Usage plan", "Generations", "Published as", readersColumn], keys),
    ...(plans.length === 0 ? [] : [table(["Usage plan", "Throttle", "Quota", "API stages"], plans)]),
    ...furtherRegions(plan).map(({ region, about }) => `${code(region)}: ${about}`),
    counts(run),
    ...(run.warnings.length === 0 ? [] : [verbatim(run.warnings.join("\n"))]),
  ].join("\n\n");
}

/** The same for a stack with faults. */
export function faultsMarkdown(stack: string, faults: readonly LocatedFault[]): string {
  return [`### Stack ${code(stack)}`, verbatim(formatLocatedFaults(stack, faults))].join("\n\n");
}

function heading({ stack, project, settings }: Plan): string {
  const where = settings.region === undefined ? ", Region from the environment" : ` in ${code(settings.region)}`;
  return `### Stack ${code(stack)} of ${code(project)}${where}`;
}

function limits({ throttle, quota, apiStages = [] }: UsagePlanSettings): string[] {
  const stages = apiStages.flatMap(({ throttle: methods = {}, region, ...stage }) => [
    `${code(shownStage(stage))}${region === undefined ? "" : ` in ${region}`}`,
    ...Object.entries(methods).map(([path, limit]) => `${code(path)} ${rate(limit)}`),
  ]);
  return [
    throttle === undefined ? "" : rate(throttle),
    quota === undefined ? "" : `${quota.limit} per ${quota.period}${quota.offset ? `, offset ${quota.offset}` : ""}`,
    stages.join("<br>"),
  ];
}

function rate({ rateLimit, burstLimit }: Throttle): string {
  return `${rateLimit} per second, burst ${burstLimit}`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable(
    columns,
    rows.map((cells) => cells.map((cell) => (cell === "" ? "none" : cell))),
  );
}

/** Text as code in a table cell, whatever it contains: users choose the names of methods and outputs. */
function code(text: string): string {
  const shown = printable(text).replaceAll("|", "\\|");
  return shown.includes("`") ? `\`\` ${shown} \`\`` : `\`${shown}\``;
}

/** Text as a block. No line of it can close the block, as text from the stack file is always quoted within a line. */
function verbatim(text: string): string {
  return ["```text", text, "```"].join("\n");
}
