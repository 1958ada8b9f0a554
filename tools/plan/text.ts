import { isMap } from "../../src/map-values";
import { printable } from "../../src/settings/faults";
import { counts } from "./counts";
import { render } from "./details";
import { type Plan, WANTED } from "./planned";
import type { Paint } from "../paint";
import { aboutRegion, furtherRegions } from "./regions";
import { resourceTree } from "./tree";
import { wrap } from "./wrap";

/** With more service keys than this, each gets one line instead of a tree. */
const MOST_TREES = 10;

const MARKS = "secret: encrypted in state; after: made later; [unknown]: set by AWS";
/** In a stack without protection it would read as if there were some. */
const PROTECTED = "protected: deletion refused; ";

/** How the plan is shown. */
export interface TextForm {
  readonly paint: Paint;
  /** The widest line, except one with an ARN. */
  readonly columns: number;
}

/** The plan for people: a tree of the resources, then outputs, warnings and counts. */
export function planText(plan: Plan, { paint, columns }: TextForm): string {
  const { project, stack, settings } = plan;
  const { registrations, outputs, warnings } = plan.run;
  const short = Object.keys(settings.keys).length > MOST_TREES;
  const width = Math.max(...Object.keys(outputs).map((name) => name.length));
  const lines = (text: string, first = "", rest = first) => wrap(text, { first, rest }, columns);
  const where = settings.region === undefined ? ", Region from the environment" : ` in ${settings.region}`;
  return [
    ...lines(`Stack ${stack} of ${project}${where}`).map((line) => paint("bold", line)),
    ...lines(WANTED),
    "",
    ...resourceTree(plan, { short, paint, columns }),
    "",
    ...regionLines(plan, columns),
    ...(short
      ? lines(`Each service key in one line; with its resources: npm run -s plan -- ${stack} --json`).map((line) =>
          paint("dim", line),
        )
      : []),
    ...lines(`${registrations.some(({ protect }) => protect) ? PROTECTED : ""}${MARKS}`).map((line) =>
      paint("dim", line),
    ),
    "",
    paint("bold", "Outputs"),
    ...Object.entries(outputs).flatMap(([name, { value }]) =>
      lines(output(value, short, paint), `  ${name.padEnd(width)}  `, " ".repeat(width + 4)),
    ),
    ...(warnings.length === 0
      ? []
      : [
          "",
          paint("bold", "Warnings"),
          ...warnings.flatMap((text) => lines(text, "  ", "    ").map((line) => paint("yellow", line))),
        ]),
    ...(registrations.some(({ importId }) => importId !== undefined)
      ? ["", ...lines("An import is for one deployment; once it is deployed: drop it.")]
      : []),
    "",
    ...lines(counts(registrations, warnings.length)),
  ].join("\n");
}

/** A line for each further Region, and an empty one; nothing for a stack in one Region. */
function regionLines(plan: Plan, columns: number): string[] {
  const regions = furtherRegions(plan);
  const lines = regions.flatMap((it) => {
    const first = `And in ${it.region}  `;
    return wrap(printable(aboutRegion(it)), { first, rest: " ".repeat(first.length) }, columns);
  });
  return lines.length === 0 ? [] : [...lines, ""];
}

function output(value: unknown, short: boolean, paint: Paint): string {
  if (!short || !isMap(value)) return render(value, paint);
  return paint("dim", `of ${Object.keys(value).length} by name`);
}
