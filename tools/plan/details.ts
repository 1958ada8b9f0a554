import { isMap } from "../../src/map-values";
import { printable } from "../../src/settings/faults";
import type { Paint } from "../paint";
import { kindOf, type Registration, SECRET, UNKNOWN } from "../program/registration";

/**
 * Inputs that are the same for every resource of a kind, or are shown elsewhere: the readers of a policy, the states that are
 * wanted.
 */
const USUAL = ["tags", "keyType", "blockPublicPolicy", "versionStages", "policy", "wanted", "type", "tier"];

/** One detail of a resource: its name, and its lines. */
type Detail = readonly [name: string, lines: readonly string[]];

/** The details that the plan shows of a resource: the inputs that matter, and what it waits for. */
export function detailsOf({ type, inputs, dependsOn }: Registration, paint: Paint): Detail[] {
  const shown = Object.entries(inputs).filter(([name, value]) => value !== UNKNOWN && !USUAL.includes(name));
  const waitsFor = namesOf(dependsOn).join(", ");
  const because = kindOf(type) === "UsagePlan" ? ", as AWS takes one change of a plan in 20 seconds" : "";
  return [
    ...shown.map(([name, value]): Detail => [name, linesOf(value, paint)]),
    ...(typeof inputs.policy === "string" ? [["readers", readersIn(inputs.policy)] as const] : []),
    ...(waitsFor === "" ? [] : [["after", [`${waitsFor}${because}`]] as const]),
  ];
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
export function render(value: unknown, paint: Paint): string {
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
