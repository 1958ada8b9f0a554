import { isEnabled } from "../rotation";
import { ACCOUNT_RATE, MAX_USAGE_PLANS } from "./limits";
import { plansInUse } from "./plans-in-use";
import type { Settings } from "./stack-entries";

/** What is legal and yet seldom meant, a line each, in the order of the settings. */
export function warningsOf({ keys, usagePlans }: Settings): string[] {
  const plans = Object.entries(usagePlans);
  return [
    ...Object.entries(keys).flatMap(([name, key]) => keyWarnings(name, key)),
    ...plans.flatMap(([name, plan]) => planWarnings(name, plan)),
    ...unusedPlans({ keys, usagePlans }),
    ...(plans.length > MAX_USAGE_PLANS
      ? [
          `usagePlans: ${plans.length} plans; AWS holds ${MAX_USAGE_PLANS} in an account and Region unless it raised that`,
        ]
      : []),
  ];
}

type Key = Settings["keys"][string];
type Plan = Settings["usagePlans"][string];

function keyWarnings(name: string, key: Key): string[] {
  const bare = Object.values(key.generations).some(
    ({ state, usagePlan }) => isEnabled(state) && usagePlan === undefined,
  );
  return bare ? [`keys.${name}: no usage plan; a stage that requires a key answers this one 403`] : [];
}

function planWarnings(name: string, { throttle, quota, apiStages = [] }: Plan): string[] {
  const path = `usagePlans.${name}`;
  const rates = [
    { where: `${path}.throttle`, throttle },
    ...apiStages.flatMap((stage, index) =>
      Object.entries(stage.throttle ?? {}).map(([method, limit]) => ({
        where: `${path}.apiStages[${index}].throttle[${JSON.stringify(method)}]`,
        throttle: limit,
      })),
    ),
  ];
  return [
    ...(apiStages.length === 0 ? [`${path}: no apiStages; its keys open nothing yet`] : []),
    ...(throttle === undefined && quota === undefined
      ? [`${path}: neither throttle nor quota; its keys are unlimited`]
      : []),
    ...rates.flatMap((rate) =>
      rate.throttle !== undefined && rate.throttle.rateLimit > ACCOUNT_RATE
        ? [
            `${rate.where}.rateLimit: ${rate.throttle.rateLimit} requests per second; an account gets ${ACCOUNT_RATE} unless AWS raised that`,
          ]
        : [],
    ),
  ];
}

function unusedPlans({ keys, usagePlans }: Pick<Settings, "keys" | "usagePlans">): string[] {
  const used = plansInUse(keys);
  return Object.keys(usagePlans).flatMap((name) =>
    used.has(name) ? [] : [`usagePlans.${name}: no key uses this plan`],
  );
}
