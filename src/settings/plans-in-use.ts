import type { ServiceKeySettings } from "./service-key";

/** The usage plans that have any generation of any key. Contains undefined if a generation has no plan. */
export function plansInUse(keys: Readonly<Record<string, ServiceKeySettings>>): ReadonlySet<string | undefined> {
  return new Set(
    Object.values(keys).flatMap((key) => Object.values(key.generations).map(({ usagePlan }) => usagePlan)),
  );
}
