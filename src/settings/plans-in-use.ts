import type { ServiceKeySettings } from "./service-key";

/** The names of the usage plans that any generation of any key is on, undefined among them where one is on none. */
export function plansInUse(keys: Readonly<Record<string, ServiceKeySettings>>): ReadonlySet<string | undefined> {
  return new Set(
    Object.values(keys).flatMap((key) => Object.values(key.generations).map(({ usagePlan }) => usagePlan)),
  );
}
