import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import type { Change } from "../kind";
import type { StageInputs, UsagePlanInputs } from "./plan-inputs";

/** The operations that the real provider sends to UpdateUsagePlan for a change. */
export function patches({ state, inputs, names }: Change<UsagePlanInputs>): PatchOperation[] {
  const { name, description = "", throttleSettings, quotaSettings, apiStages = [] } = inputs;
  const { rateLimit = 0, burstLimit = 0 } = throttleSettings ?? {};
  const { limit, offset = 0, period } = quotaSettings ?? {};
  const operations: Readonly<Record<string, PatchOperation[]>> = {
    name: [replace("/name", name)],
    description: [replace("/description", description)],
    apiStages: stagePatches((state.apiStages ?? []) as StageInputs[], apiStages),
    throttleSettings: throttleSettings
      ? [replace("/throttle/rateLimit", rateLimit), replace("/throttle/burstLimit", burstLimit)]
      : [{ op: "remove", path: "/throttle" }],
    quotaSettings: quotaSettings
      ? [replace("/quota/limit", limit), replace("/quota/offset", offset), replace("/quota/period", period)]
      : [{ op: "remove", path: "/quota" }],
  };
  return Object.entries(operations).flatMap(([input, needed]) => (names.includes(input) ? needed : []));
}

/** Removes all old stages and adds all new ones, even unchanged ones. */
export function stagePatches(olds: readonly StageInputs[], news: readonly StageInputs[]): PatchOperation[] {
  return [
    ...olds.map(({ apiId, stage }): PatchOperation => ({
      op: "remove",
      path: "/apiStages",
      value: `${apiId}:${stage}`,
    })),
    ...news.flatMap(({ apiId, stage, throttles = [] }): PatchOperation[] => [
      { op: "add", path: "/apiStages", value: `${apiId}:${stage}` },
      ...throttles.flatMap(({ path, rateLimit = 0, burstLimit = 0 }) => [
        replace(`/apiStages/${apiId}:${stage}/throttle/${path}/rateLimit`, rateLimit),
        replace(`/apiStages/${apiId}:${stage}/throttle/${path}/burstLimit`, burstLimit),
      ]),
    ]),
  ];
}

function replace(path: string, value: unknown): PatchOperation {
  return { op: "replace", path, value: String(value) };
}
