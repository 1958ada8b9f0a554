import { kindOf, type Registration } from "../program/registration";

/** How many resources `pulumi preview` counts for a new stack, the stack included, and how many warnings there are. */
export function counts(registrations: readonly Registration[], warnings: number): string {
  const kinds = new Map([["Stack", 1]]);
  for (const { type } of registrations) kinds.set(kindOf(type), (kinds.get(kindOf(type)) ?? 0) + 1);
  const each = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `${count} ${name}`);
  const imported = registrations.filter(({ importId }) => importId !== undefined).length;
  const total = `${registrations.length + 1 - imported} to create${imported === 0 ? "" : ` and ${imported} to import`}`;
  const warned = warnings === 1 ? "1 warning" : `${warnings} warnings`;
  return `New stack: ${total} (${each.join(", ")}); ${warned}.`;
}
