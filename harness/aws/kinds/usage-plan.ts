import {
  CreateUsagePlanCommand,
  DeleteUsagePlanCommand,
  GetUsagePlanCommand,
  UpdateUsagePlanCommand,
  type UsagePlan,
} from "@aws-sdk/client-api-gateway";
import type { Aws } from "../aws";
import { found, ignoreMissing, type Kind, type Props } from "../kind";
import { planInputs, type StageInputs, type UsagePlanInputs } from "./plan-inputs";
import { patches, stagePatches } from "./plan-patches";
import { retag } from "./tags";

export const usagePlan: Kind<UsagePlanInputs> = {
  inputs: planInputs,
  replacedBy: ["region"],
  computed: ["arn", "region", "tagsAll"],
  named: true,
  async create({ apiGateway }, { name, description, throttleSettings, quotaSettings, apiStages, tagsAll }) {
    const limits = { throttle: throttleSettings, quota: quotaSettings };
    const stages = apiStages?.map(({ throttles, ...rest }) => ({
      ...rest,
      ...(throttles && { throttle: Object.fromEntries(throttles.map(({ path, ...given }) => [path, given])) }),
    }));
    const { id } = await apiGateway.send(
      new CreateUsagePlanCommand({ name, description, ...limits, apiStages: stages, tags: tagsAll }),
    );
    return id!;
  },
  async read(aws, id, state) {
    const plan = await found(aws.apiGateway.send(new GetUsagePlanCommand({ usagePlanId: id })));
    if (!plan) return undefined;
    const { name, description, productCode, tags = {} } = plan;
    return {
      id,
      outputs: { name, description, productCode, tagsAll: tags, ...limitsOf(plan, state), arn: arnOf(aws, id) },
    };
  },
  async update(aws, id, change) {
    await retag(aws, arnOf(aws, id), change);
    const patchOperations = patches(change);
    if (patchOperations.length > 0) {
      await aws.apiGateway.send(new UpdateUsagePlanCommand({ usagePlanId: id, patchOperations }));
    }
  },
  async delete({ apiGateway }, id, state) {
    const patchOperations = stagePatches((state.apiStages ?? []) as StageInputs[], []);
    if (patchOperations.length > 0) {
      await apiGateway.send(new UpdateUsagePlanCommand({ usagePlanId: id, patchOperations }));
    }
    await ignoreMissing(apiGateway.send(new DeleteUsagePlanCommand({ usagePlanId: id })));
  },
};

/** As in the real provider, limits and stages that AWS does not return keep the value in the state: a removal by hand is not seen. */
function limitsOf({ throttle: limits, quota, apiStages }: UsagePlan, state: Props): Props {
  const { throttleSettings, quotaSettings } = state;
  return {
    throttleSettings: limits
      ? { rateLimit: limits.rateLimit ?? 0, burstLimit: limits.burstLimit ?? 0 }
      : throttleSettings,
    quotaSettings: quota ? { limit: quota.limit, period: quota.period, offset: quota.offset ?? 0 } : quotaSettings,
    apiStages: apiStages
      ? apiStages.map(({ apiId, stage: name, throttle: methods = {} }) => ({
          apiId,
          stage: name,
          throttles: Object.entries(methods).map(([path, given]) => ({ path, ...given })),
        }))
      : state.apiStages,
  };
}

function arnOf({ region }: Aws, id: string): string {
  return `arn:aws:apigateway:${region}::/usageplans/${id}`;
}
