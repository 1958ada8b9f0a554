import type { Settings } from "../../src/settings";
import type { OutputReference } from "../../src/settings/api-stages";
import type { Registration } from "../program/registration";

/** The id of an API or the name of a stage as the plan shows it. An output of another stack is not known offline. */
export function shownText(given: string | OutputReference): string {
  return typeof given === "string" ? given : `[output ${given.output} of ${given.stack}]`;
}

/** The same registrations, with the names of other stacks' outputs in usage plans in place of `[unknown]`. */
export function nameReferencedOutputs(
  registrations: readonly Registration[],
  { usagePlans }: Pick<Settings, "usagePlans">,
): Registration[] {
  return registrations.map((registration) => {
    const { apiStages } = registration.inputs;
    if (!Array.isArray(apiStages)) return registration;
    const { plan, region } = planIn(registration.name);
    // Each Region has the stages of its own.
    const given = usagePlans[plan]!.apiStages!.filter((stage) => stage.region === region);
    const shown = given.map(({ apiId, stage }, index) => ({
      ...(apiStages as object[])[index],
      apiId: shownText(apiId),
      stage: shownText(stage),
    }));
    return { ...registration, inputs: { ...registration.inputs, apiStages: shown } };
  });
}

/** `standard@us-east-1` as the plan `standard` in that Region; without one, in the stack's own. */
function planIn(name: string): { readonly plan: string; readonly region?: string } {
  const [plan = "", region] = name.split("@");
  return { plan, region };
}
