import { printable } from "../../src/settings/printable";
import { keyRow } from "./key-row";
import type { Plan } from "./planned";
import type { Style } from "./style";
import { kindOf, type Registration, SECRET, UNKNOWN } from "../program/registration";

/** The resources as a tree, each with the inputs that matter; `short` gives a service key one line. */
export function resourceTree(
  { settings, run: { registrations } }: Plan,
  { short, style }: { readonly short: boolean; readonly style: Style },
): string[] {
  const children = new Map<string | undefined, Registration[]>();
  for (const resource of registrations) {
    const siblings = children.get(resource.parent);
    if (siblings) siblings.push(resource);
    else children.set(resource.parent, [resource]);
  }
  const branches = (parent: string | undefined, indent: string): string[] =>
    (children.get(parent) ?? []).flatMap((resource, index, siblings) => {
      const last = index === siblings.length - 1;
      const reference = `${resource.type}::${resource.name}`;
      const line = `${indent}${last ? "└─ " : "├─ "}${title(resource, style)}`;
      if (short && children.has(reference)) return [`${line}  ${summary(resource.name, settings)}`];
      const below = `${indent}${last ? "   " : "│  "}`;
      const gap = children.has(reference) ? "│ " : "  ";
      return [line, ...details(resource, style).map((text) => `${below}${gap}${text}`), ...branches(reference, below)];
    });
  return branches(undefined, "");
}

/** A value of the plan as text: a map as its entries, a list in brackets. */
export function render(value: unknown, style: Style): string {
  if (value === SECRET || value === UNKNOWN) return style(value === SECRET ? "cyan" : "dim", value);
  if (Array.isArray(value)) return value.map((item) => `[${render(item, style)}]`).join(" ") || "none";
  if (typeof value === "string") return printable(value);
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).map(([name, item]) => `${name} ${render(item, style)}`);
  return entries.join(", ") || "none";
}

function title({ type, name, ...options }: Registration, style: Style): string {
  const marks = [
    ...(options.protect ? [style("green", "protected")] : []),
    ...(options.importId === undefined ? [] : [style("green", `import ${options.importId}`)]),
    ...(options.retainOnDelete ? [style("green", "kept on delete")] : []),
    ...options.additionalSecretOutputs
      .filter((output) => output === "value" || output in options.inputs)
      .map((output) => style("cyan", `${output} secret`)),
  ];
  return [style("bold", kindOf(type)), name, ...(marks.length > 0 ? [`[${marks.join(", ")}]`] : [])].join(" ");
}

function summary(name: string, { keys }: Plan["settings"]): string {
  const { usagePlan, generations, readers } = keyRow(keys[name]!);
  const count = readers.length === 1 ? "1 reader" : `${readers.length} readers`;
  const plan = usagePlan === undefined ? "no plan" : `plan ${usagePlan}`;
  return [plan, generations, ...(readers.length === 0 ? [] : [count])].join("; ");
}

/** What a reader of the plan wants to know of a resource: its inputs, but those that every resource has alike. */
function details({ inputs, dependsOn }: Registration, style: Style): string[] {
  const shown = Object.entries(inputs).filter(
    ([name, value]) => value !== UNKNOWN && !["tags", "keyType", "blockPublicPolicy", "versionStages"].includes(name),
  );
  const lines = shown.flatMap(([name, value]) => {
    const texts = name === "policy" ? principals(value as string) : [render(value, style)];
    return texts.map((text, index) => [index > 0 ? "" : name === "policy" ? "readers" : name, text] as const);
  });
  if (dependsOn.length > 0) {
    lines.push(["after", dependsOn.map((it) => it.replace(/^.*?([A-Za-z]+)::/, "$1 ")).join(", ")]);
  }
  const width = Math.max(0, ...lines.map(([name]) => name.length));
  return lines.map(([name, text]) => `${style("dim", name.padEnd(width))}  ${text}`);
}

/** A line each: ARNs are long, and terminals are not. */
function principals(policy: string): string[] {
  const { Statement } = JSON.parse(policy) as { Statement: { Principal: { AWS: string[] } }[] };
  return Statement.flatMap(({ Principal }) => Principal.AWS);
}
