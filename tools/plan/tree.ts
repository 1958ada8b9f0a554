import { keyRow } from "./key-row";
import { detailsOf } from "./details";
import type { Plan } from "./planned";
import type { Paint } from "../paint";
import { isElsewhere } from "./regions";
import { wrap } from "./wrap";
import { kindOf, type Registration } from "../program/registration";

/** How much the tree shows, and how. */
export interface TreeForm {
  /** Each service key in one line. */
  readonly short: boolean;
  readonly paint: Paint;
  readonly columns: number;
}

/** The resources in the stack's own Region as a tree, each with its inputs. */
export function resourceTree({ settings, run: { registrations } }: Plan, form: TreeForm): string[] {
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
      const below = `${indent}${isLast ? "   " : "│  "}`;
      const isShort = form.short && children.has(reference);
      const margin = `${below}${children.has(reference) && !isShort ? "│ " : "  "}`;
      const title = isShort ? summary(resource, settings, form.paint) : titleOf(resource, settings, form.paint);
      const line = wrap(title, { first: `${indent}${isLast ? "└─ " : "├─ "}`, rest: `${margin}  ` }, form.columns);
      return isShort ? line : [...line, ...detailLines(resource, margin, form), ...branches(reference, below)];
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

function detailLines(resource: Registration, margin: string, { paint, columns }: TreeForm): string[] {
  const details = detailsOf(resource, paint);
  const width = Math.max(0, ...details.map(([name]) => name.length));
  const rest = `${margin}${" ".repeat(width)}  `;
  return details.flatMap(([name, texts]) =>
    texts.flatMap((text, index) => {
      const label = paint("dim", (index === 0 ? name : "").padEnd(width));
      return wrap(text, { first: `${margin}${label}  `, rest }, columns);
    }),
  );
}
