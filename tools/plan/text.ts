/** The plan for people: a tree of the resources with their inputs, then outputs, warnings and counts. */
import { isMap } from "../../src/map-values";
import { printable } from "../../src/settings/faults";
import { kindOf, type Registration, SECRET, UNKNOWN } from "../program/registration";
import type { Paint } from "../terminal";
import { counts, furtherRegions, isElsewhere, keyRow, type Plan, WANTED } from "./planned";

/** With more service keys than this, each gets one line instead of a tree. */
const MOST_TREES = 10;

const MARKS = "secret: encrypted in state; after: made later; [unknown]: set by AWS";
/** In a stack without protection it would read as if there were some. */
const PROTECTED = "protected: deletion refused; ";

/** The plan as text. */
export function planText(plan: Plan, paint: Paint): string {
  const { project, stack, settings } = plan;
  const { registrations, outputs, warnings } = plan.run;
  const short = Object.keys(settings.keys).length > MOST_TREES;
  const width = Math.max(...Object.keys(outputs).map((name) => name.length));
  const where = settings.region === undefined ? ", Region from the environment" : ` in ${settings.region}`;
  const regions = furtherRegions(plan).map(({ region, about }) => `And in ${region}  ${about}`);
  return [
    paint("bold", `Stack ${stack} of ${project}${where}`),
    WANTED,
    "",
    ...resourceTree(plan, short, paint),
    "",
    ...(regions.length === 0 ? [] : [...regions, ""]),
    ...(short
      ? [paint("dim", `Each service key in one line; with its resources: npm run -s plan -- ${stack} --json`)]
      : []),
    paint("dim", `${registrations.some(({ protect }) => protect) ? PROTECTED : ""}${MARKS}`),
    "",
    paint("bold", "Outputs"),
    ...Object.entries(outputs).map(([name, { value }]) => {
      const shown =
        short && isMap(value) ? paint("dim", `of ${Object.keys(value).length} by name`) : render(value, paint);
      return `  ${name.padEnd(width)}  ${shown}`;
    }),
    ...(warnings.length === 0 ? [] : ["", paint("bold", "Warnings")]),
    ...warnings.map((text) => paint("yellow", `  ${text}`)),
    ...(registrations.some(({ importId }) => importId !== undefined)
      ? ["", "An import is for one deployment; once it is deployed: drop it."]
      : []),
    "",
    counts(plan.run),
  ].join("\n");
}

/** The resources in the stack's own Region as a tree with their inputs; with `short` each service key in one line. */
function resourceTree({ settings, run: { registrations } }: Plan, short: boolean, paint: Paint): string[] {
  const children = new Map<string | undefined, Registration[]>();
  for (const resource of registrations) {
    if (isElsewhere(resource)) continue;
    const siblings = children.get(resource.parent);
    if (siblings) siblings.push(resource);
    else children.set(resource.parent, [resource]);
  }
  const branches = (parent: string | undefined, indent: string): string[] =>
    (children.get(parent) ?? []).flatMap((resource, index, siblings) => {
      const isLast = index === siblings.length - 1;
      const reference = `${resource.type}::${resource.name}`;
      const branch = `${indent}${isLast ? "└─ " : "├─ "}`;
      if (short && children.has(reference)) return [`${branch}${summary(resource, settings, paint)}`];
      const below = `${indent}${isLast ? "   " : "│  "}`;
      const margin = `${below}${children.has(reference) ? "│ " : "  "}`;
      return [
        `${branch}${titleOf(resource, settings, paint)}`,
        ...detailLines(resource, margin, paint),
        ...branches(reference, below),
      ];
    });
  return branches(undefined, "");
}

function titleOf({ type, name, parent, ...options }: Registration, { keys }: Plan["settings"], paint: Paint): string {
  const kind = kindOf(type);
  const key = keys[kind === "ServiceKey" ? name : (parent?.replace(/^.*::/, "") ?? "")];
  const marks = [
    ...(kind === "ServiceKey" && !key!.enabled ? [paint("yellow", "switched off")] : []),
    ...(kind === "ApiKey" ? [paint("yellow", key!.generations[name.slice(name.lastIndexOf("-") + 1)]!.state)] : []),
    ...(options.protect ? [paint("green", "protected")] : []),
    ...(options.importId === undefined ? [] : [paint("green", `import ${options.importId}`)]),
    ...(options.retainOnDelete ? [paint("green", "kept on delete")] : []),
    ...options.additionalSecretOutputs
      .filter((output) => output === "value" || output in options.inputs)
      .map((output) => paint("cyan", `${output} secret`)),
  ];
  return [paint("bold", kind), name, ...(marks.length > 0 ? [`[${marks.join(", ")}]`] : [])].join(" ");
}

/** A service key in one line, in place of its tree. */
function summary({ type, name }: Registration, { keys }: Plan["settings"], paint: Paint): string {
  const { usagePlan, generations, published, readers } = keyRow(keys[name]!);
  const count = readers.length === 1 ? "1 reader" : `${readers.length} readers`;
  const plan = usagePlan === undefined ? "no plan" : `plan ${usagePlan}`;
  const summed = [plan, generations, published, ...(readers.length === 0 ? [] : [count])].join("; ");
  return `${paint("bold", kindOf(type))} ${name}  ${summed}`;
}

/**
 * Inputs that are the same for every resource of a kind, or are shown elsewhere: the readers of a policy, the states
 * that are wanted.
 */
const USUAL = ["tags", "keyType", "blockPublicPolicy", "versionStages", "policy", "wanted", "type", "tier"];

/** The inputs that matter, and what the resource waits for, with their names in front. */
function detailLines({ type, inputs, dependsOn }: Registration, margin: string, paint: Paint): string[] {
  const shown = Object.entries(inputs).filter(([name, value]) => value !== UNKNOWN && !USUAL.includes(name));
  const waitsFor = namesOf(dependsOn).join(", ");
  const because = kindOf(type) === "UsagePlan" ? ", as AWS takes one change of a plan in 20 seconds" : "";
  const details: (readonly [name: string, lines: readonly string[]])[] = [
    ...shown.map(([name, value]) => [name, linesOf(value, paint)] as const),
    ...(typeof inputs.policy === "string" ? [["readers", readersIn(inputs.policy)] as const] : []),
    ...(waitsFor === "" ? [] : [["after", [`${waitsFor}${because}`]] as const]),
  ];
  const width = Math.max(0, ...details.map(([name]) => name.length));
  return details.flatMap(([name, lines]) =>
    lines.map((line, index) => `${margin}${paint("dim", (index === 0 ? name : "").padEnd(width))}  ${line}`),
  );
}

/** `search-2` and `search-2@us-east-1` as one name, with the further Regions after it. */
function namesOf(references: readonly string[]): string[] {
  const regions = new Map<string, string[]>();
  for (const reference of references) {
    const [name = "", region] = reference.replace(/^.*?([A-Za-z]+)::/, "$1 ").split("@");
    regions.set(name, [...(regions.get(name) ?? []), ...(region === undefined ? [] : [region])]);
  }
  return [...regions].map(([name, of]) => (of.length === 0 ? name : `${name} (and in ${of.join(", ")})`));
}

/** A value of the plan as text: a map as its entries, a list as its items. */
function render(value: unknown, paint: Paint): string {
  if (value === SECRET || value === UNKNOWN) return paint(value === SECRET ? "cyan" : "dim", value);
  if (Array.isArray(value)) return value.map((item) => render(item, paint)).join(", ") || "none";
  if (typeof value === "string") return printable(value);
  if (!isMap(value)) return String(value);
  const entries = Object.entries(value).map(([name, item]) => `${name} ${render(item, paint)}`);
  return entries.join(", ") || "none";
}

/** A line for each API stage, and below it one for each method with a throttle; a line for any other value. */
function linesOf(value: unknown, paint: Paint): string[] {
  if (!Array.isArray(value) || !value.every(isMap)) return [render(value, paint)];
  return value.flatMap(({ throttles = [], ...stage }) => {
    const methods = (throttles as Record<string, unknown>[]).map(
      ({ path, ...limits }) => `  ${render(path, paint)}  ${render(limits, paint)}`,
    );
    return [render(stage, paint), ...methods];
  });
}

function readersIn(policy: string): string[] {
  const { Statement } = JSON.parse(policy) as { Statement: { Principal: { AWS: string[] } }[] };
  return Statement.flatMap(({ Principal }) => Principal.AWS);
}
