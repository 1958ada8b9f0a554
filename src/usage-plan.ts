import * as apigateway from "@pulumi/aws/apigateway";
import { textOf } from "./referenced-output";
import type { Settings } from "./settings";
import { plansInUse } from "./settings/service-key";
import { stageForms } from "./settings/api-stages";
import type { UsagePlanSettings } from "./settings/usage-plan";
import { tagsOf } from "./tags";

/** The stack's usage plans, by name. */
export type UsagePlans = Readonly<Record<string, apigateway.UsagePlan>>;

/** Makes the usage plans one after the other: AWS allows one UpdateUsagePlan per 20 seconds and refuses more. */
export function createUsagePlans(settings: Settings): UsagePlans {
  const inUse = plansInUse(settings.keys);
  const plans: Record<string, apigateway.UsagePlan> = {};
  let previous: apigateway.UsagePlan | undefined;
  for (const [name, plan] of Object.entries(settings.usagePlans)) {
    previous = new apigateway.UsagePlan(name, planArgs(name, plan, settings.tags), {
      protect: settings.deletionProtection && inUse.has(name),
      dependsOn: previous,
      import: plan.import,
    });
    plans[name] = previous;
  }
  return plans;
}

function planArgs(name: string, plan: UsagePlanSettings, tags: Settings["tags"]): apigateway.UsagePlanArgs {
  return {
    description: plan.description ?? `Usage plan ${name}`,
    throttleSettings: plan.throttle,
    quotaSettings: plan.quota,
    apiStages: plan.apiStages?.map(({ apiId, stage, throttle }, index) => ({
      apiId: textOf(apiId, { ...stageForms.apiId, path: `usagePlans.${name}.apiStages[${index}].apiId` }),
      stage: textOf(stage, { ...stageForms.stage, path: `usagePlans.${name}.apiStages[${index}].stage` }),
      throttles: throttle && Object.entries(throttle).map(([path, limits]) => ({ path, ...limits })),
    })),
    tags: tagsOf(tags, plan.tags),
  };
}
