import { styleText } from "node:util";
import type { Registration } from "./registration";
import type { ProgramRun } from "./run-program";

/** Whether and how to colour; `plain` leaves text as it is. */
export type Style = (format: "bold" | "dim" | "green" | "yellow" | "cyan", text: string) => string;

export const plain: Style = (_, text) => text;
export const coloured: Style = styleText;

/** The plan for people: a tree of the resources, then outputs, warnings and counts. */
export function planText(
  project: string,
  stack: string,
  { registrations, outputs, warnings }: ProgramRun,
  style: Style,
): string {
  const top = registrations.filter(({ parent }) => parent === undefined);
  const width = Math.max(...Object.keys(outputs).map((name) => name.length));
  return [
    `${style("bold", `Stack ${stack} of ${project}`)}: what is wanted, not what would change; AWS was not asked.`,
    "",
    ...branches(top, registrations, style, ""),
    "",
    style("bold", "Outputs"),
    ...Object.entries(outputs).map(([name, { value }]) => `  ${name.padEnd(width)}  ${render(value, style)}`),
    ...(warnings.length === 0
      ? []
      : ["", style("bold", "Warnings"), ...warnings.map((text) => style("yellow", `  ${text}`))]),
    "",
    counts(registrations, warnings.length),
  ].join("\n");
}

function branches(
  resources: readonly Registration[],
  all: readonly Registration[],
  style: Style,
  indent: string,
): string[] {
  return resources.flatMap((resource, index) => {
    const last = index === resources.length - 1;
    const children = all.filter(({ parent }) => parent === `${resource.type}::${resource.name}`);
    const below = `${indent}${last ? "   " : "│  "}`;
    return [
      `${indent}${last ? "└─ " : "├─ "}${title(resource, style)}`,
      ...details(resource, style).map((line) => `${below}${children.length > 0 ? "│ " : "  "}${line}`),
      ...branches(children, all, style, below),
    ];
  });
}

function title({ type, name, ...options }: Registration, style: Style): string {
  const marks = [
    ...(options.protect ? [style("green", "protected")] : []),
    ...(options.retainOnDelete ? [style("green", "kept on delete")] : []),
    ...options.additionalSecretOutputs
      .filter((output) => output === "value" || output in options.inputs)
      .map((output) => style("cyan", `${output} secret`)),
  ];
  return [style("bold", kind(type)), name, ...(marks.length > 0 ? [`[${marks.join(", ")}]`] : [])].join(" ");
}

/** What a reader of the plan wants to know of a resource: its inputs, but those that every resource has alike. */
function details({ inputs, dependsOn }: Registration, style: Style): string[] {
  const shown = Object.entries(inputs).filter(([name]) => !["tags", "keyType", "blockPublicPolicy"].includes(name));
  const lines = shown
    .filter(([, value]) => value !== "[unknown]")
    .map(([name, value]) => [name, name === "policy" ? readers(value as string) : render(value, style)] as const);
  if (dependsOn.length > 0)
    lines.push(["after", dependsOn.map((reference) => reference.replace(/^.*?([A-Za-z]+)::/, "$1 ")).join(", ")]);
  const width = Math.max(0, ...lines.map(([name]) => name.length));
  return lines.map(([name, text]) => `${style("dim", name.padEnd(width))}  ${text}`);
}

function readers(policy: string): string {
  const { Statement } = JSON.parse(policy) as { Statement: { Principal: { AWS: string[] } }[] };
  return Statement.flatMap(({ Principal }) => Principal.AWS).join(", ");
}

function render(value: unknown, style: Style): string {
  if (value === "[secret]" || value === "[unknown]") return style(value === "[secret]" ? "cyan" : "dim", value);
  if (Array.isArray(value)) return value.map((item) => `[${render(item, style)}]`).join(" ") || "none";
  if (typeof value === "object" && value !== null) {
    return (
      Object.entries(value)
        .map(([name, item]) => `${name} ${render(item, style)}`)
        .join(", ") || "none"
    );
  }
  return String(value);
}

function counts(registrations: readonly Registration[], warnings: number): string {
  const kinds = new Map<string, number>();
  for (const { type } of registrations) kinds.set(kind(type), (kinds.get(kind(type)) ?? 0) + 1);
  const each = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `${count} ${name}`);
  const total = registrations.length === 1 ? "1 resource" : `${registrations.length} resources`;
  return `${total}: ${each.join(", ")}; ${warnings === 1 ? "1 warning" : `${warnings} warnings`}.`;
}

/** `aws:apigateway/apiKey:ApiKey` as `ApiKey`. */
function kind(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}
