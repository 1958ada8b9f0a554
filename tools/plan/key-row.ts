import { isPublished } from "../../src/rotation";
import type { ServiceKeySettings } from "../../src/settings/service-key";

/** What a reviewer wants to know of a service key, a few words each. */
export interface KeyRow {
  /** The plan of the current generation. */
  readonly usagePlan: string | undefined;
  /** Every generation with its state, and with its plan where that is not the current one's. */
  readonly generations: string;
  /** Readers without what all ARNs have alike, account and all. */
  readonly readers: readonly string[];
}

/** Puts a service key in a few words. */
export function keyRow({ enabled, usagePlan: plan, generations, readers = [] }: ServiceKeySettings): KeyRow {
  const all = Object.entries(generations).map(([id, { state, usagePlan = plan }]) => ({ id, state, usagePlan }));
  const { usagePlan } = all.find(({ state }) => isPublished(state))!;
  const states = all.map((it) => {
    const own = it.usagePlan === usagePlan ? "" : it.usagePlan === undefined ? " without plan" : ` on ${it.usagePlan}`;
    return `${it.id} ${it.state}${own}`;
  });
  return {
    usagePlan,
    generations: `${states.join(", ")}${enabled ? "" : "; all switched off"}`,
    readers: readers.map((arn) => arn.slice(arn.lastIndexOf(":") + 1)),
  };
}
