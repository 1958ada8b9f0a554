import type { StackConfig } from "./engine";

type Generations = Readonly<Record<string, string | { readonly state: string; readonly usagePlan: string }>>;

/** A configuration with the published keys `one` and `two`, or only the first, in these generations. */
export function keys(one: Generations, two?: Generations): StackConfig {
  return {
    keys: {
      one: { usagePlan: "basic", generations: one },
      ...(two && { two: { usagePlan: "plus", generations: two } }),
    },
    usagePlans,
    secretsManager: {},
  };
}

const usagePlans = {
  basic: { throttle: { rateLimit: 5, burstLimit: 10 }, apiStages: [{ apiId: "abc", stage: "live" }] },
  plus: { throttle: { rateLimit: 50, burstLimit: 100 }, apiStages: [{ apiId: "abc", stage: "live" }] },
};
