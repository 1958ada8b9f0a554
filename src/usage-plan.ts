import * as apigateway from "@pulumi/aws/apigateway";
import { textOf } from "./referenced-output";
import { importAt, importIdAt, nameAt, type Place, placesOf } from "./regions";
import type { Settings } from "./settings";
import { plansInUse } from "./settings/service-key";
import { stageForms } from "./settings/api-stages";
import type { UsagePlanSettings } from "./settings/usage-plan";
import { tagsOf } from "./tags";

/** The stack's usage plans by logical name: `standard` in the stack's own Region, `standard@us-east-1` in another. */
export type UsagePlans = Readonly<Record<string, apigateway.UsagePlan>>;

/** Makes the usage plans of each Region one after the other: AWS allows one UpdateUsagePlan per 20 seconds and Region. */
export function createUsagePlans(settings: Settings): UsagePlans {
  const inUse = plansInUse(settings.keys);
  const plans: Record<string, apigateway.UsagePlan> = {};
  for (const place of placesOf(settings)) {
    let previous: apigateway.UsagePlan | undefined;
    for (const [name, plan] of Object.entries(settings.usagePlans)) {
      previous = new apigateway.UsagePlan(nameAt(name, place), planArgs(name, plan, settings.tags, place), {
        protect: settings.deletionProtection && inUse.has(name) && place.isOn,
        dependsOn: previous,
        import: importIdAt(importAt(plan.import, place, settings.region), place),
      });
      plans[nameAt(name, place)] = previous;
    }
  }
  return plans;
}

function planArgs(name: string, plan: UsagePlanSettings, tags: Settings["tags"], { region }: Place) {
  const stages = plan.apiStages?.map(({ apiId, stage, throttle, region: of }, index) => ({
    of,
    args: {
      apiId: textOf(apiId, { ...stageForms.apiId, path: `usagePlans.${name}.apiStages[${index}].apiId` }),
      stage: textOf(stage, { ...stageForms.stage, path: `usagePlans.${name}.apiStages[${index}].stage` }),
      throttles: throttle && Object.entries(throttle).map(([path, limits]) => ({ path, ...limits })),
    },
  }));
  return {
    region,
    description: plan.description ?? `Usage plan ${name}`,
    throttleSettings: plan.throttle,
    quotaSettings: plan.quota,
    // A stage belongs to the Region of its API.
    apiStages: stages?.filter(({ of }) => of === region).map(({ args }) => args),
    tags: tagsOf(tags, plan.tags),
  };
}
