import { CreateApiKeyCommand, CreateUsagePlanCommand, CreateUsagePlanKeyCommand } from "@aws-sdk/client-api-gateway";
import type { Engine, StackConfig } from "./engine";
import { planName } from "./observed";

/** A key, its plan and their link, made by hand before there was a stack. */
export interface MadeByHand {
  readonly key: string;
  readonly plan: string;
  readonly value: string;
}

/** Makes them in an empty account. */
export async function makeByHand({ aws }: Engine): Promise<MadeByHand> {
  const { apiGateway } = aws.account;
  const { id: key = "" } = await apiGateway.send(new CreateApiKeyCommand({ name: "legacy", enabled: true }));
  const { id: plan = "" } = await apiGateway.send(new CreateUsagePlanCommand({ name: "old" }));
  await apiGateway.send(new CreateUsagePlanKeyCommand({ usagePlanId: plan, keyId: key, keyType: "API_KEY" }));
  const [value = ""] = await aws.values();
  return { key, plan, value };
}

/** A stack with one key `one` on one plan, published. */
export function stackOf(generations: object, plan: object = {}, key: object = {}): StackConfig {
  return {
    keys: { one: { usagePlan: "basic", generations, ...key } },
    usagePlans: { basic: plan },
    secretsManager: {},
  };
}

/** The same, with what was made by hand imported. */
export function imported({ key, plan }: MadeByHand): StackConfig {
  return stackOf({ 1: { state: "current", import: key } }, { import: plan });
}

/** The keys as their consumers see them, with the stack file's names of plans. */
export async function seenBy(engine: Engine) {
  return (await engine.aws.view()).map(({ plans, ...key }) => ({ ...key, plans: plans.map(planName) }));
}

/** What was made by hand, after the stack has taken it over. */
export const IN_USE = {
  service: "one",
  generation: "1",
  enabled: true,
  plans: ["old"],
  published: true,
  handedOut: true,
};
