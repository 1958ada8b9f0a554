import { isDeepStrictEqual } from "node:util";
import { mapValues } from "../../src/map-values";
import type { ServiceKeySettings } from "../../src/settings/service-key";

type HasGenerations = Pick<ServiceKeySettings, "generations">;

/** True if both have the same generations, each in the same state and on the same plan. */
export function sameGenerations(one: HasGenerations, other: HasGenerations): boolean {
  return isDeepStrictEqual(compared(one), compared(other));
}

function compared({ generations }: HasGenerations) {
  return mapValues(generations, ({ state, usagePlan }) => ({ state, usagePlan }));
}
