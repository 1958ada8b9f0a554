import type { Plan } from "./planned";
import type { Style } from "./style";
import { render, resourceTree } from "./tree";
import { kindOf, type Registration } from "../program/registration";

/** With more service keys than this, each gets one line: nobody reads the thousandth tree. */
const MOST_TREES = 10;

/** The plan for people: a tree of the resources, then outputs, warnings and counts. `full` leaves nothing out. */
export function planText(plan: Plan, { full, style }: { readonly full: boolean; readonly style: Style }): string {
  const { project, stack, settings } = plan;
  const { registrations, outputs, warnings } = plan.run;
  const short = !full && Object.keys(settings.keys).length > MOST_TREES;
  const width = Math.max(...Object.keys(outputs).map((name) => name.length));
  return [
    style("bold", `Stack ${stack} of ${project}`),
    "What is wanted, not what would change; AWS was not asked.",
    "",
    ...resourceTree(plan, { short, style }),
    ...(short
      ? ["", style("dim", `Each service key in one line; with its resources: npm run plan -- ${stack} --full`)]
      : []),
    "",
    style("bold", "Outputs"),
    ...Object.entries(outputs).map(([name, { value }]) => `  ${name.padEnd(width)}  ${output(value, short, style)}`),
    ...(warnings.length === 0
      ? []
      : ["", style("bold", "Warnings"), ...warnings.map((text) => style("yellow", `  ${text}`))]),
    ...(registrations.some(({ importId }) => importId !== undefined)
      ? ["", "An import is for one deployment; once it is deployed: drop it."]
      : []),
    "",
    counts(registrations, warnings.length),
  ].join("\n");
}

/** How many resources there are, by kind, and how many warnings. */
export function counts(registrations: readonly Registration[], warnings: number): string {
  const kinds = new Map<string, number>();
  for (const { type } of registrations) kinds.set(kindOf(type), (kinds.get(kindOf(type)) ?? 0) + 1);
  const each = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `${count} ${name}`);
  const total = registrations.length === 1 ? "1 resource" : `${registrations.length} resources`;
  return `${total}: ${each.join(", ")}; ${warnings === 1 ? "1 warning" : `${warnings} warnings`}.`;
}

function output(value: unknown, short: boolean, style: Style): string {
  if (!short || typeof value !== "object" || value === null) return render(value, style);
  return style("dim", `of ${Object.keys(value).length} by name`);
}
