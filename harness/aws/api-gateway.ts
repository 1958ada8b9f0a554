import { randomInt } from "node:crypto";
import { AwsError } from "./error";
import { checkTags } from "./tags";

export interface Throttle {
  readonly rateLimit?: number;
  readonly burstLimit?: number;
}

export interface Quota {
  readonly limit: number;
  readonly period: string;
  readonly offset?: number;
}

export interface ApiStage {
  readonly apiId: string;
  readonly stage: string;
  readonly throttles?: readonly (Throttle & { readonly path: string })[];
}

export interface ApiKey {
  readonly id: string;
  readonly value: string;
  name: string;
  description: string;
  enabled: boolean;
  customerId: string;
  tags: Record<string, string>;
}

export interface UsagePlan {
  readonly id: string;
  name: string;
  description: string;
  throttle?: Throttle;
  quota?: Quota;
  apiStages: readonly ApiStage[];
  tags: Record<string, string>;
}

/** Days into the period at which a quota may start at most. */
const lastOffset: Readonly<Record<string, number>> = { DAY: 0, WEEK: 6, MONTH: 27 };

/** API Gateway's keys, usage plans and their links, in memory, refusing what AWS refuses. */
export class ApiGateway {
  readonly keys = new Map<string, ApiKey>();
  readonly plans = new Map<string, UsagePlan>();
  /** Plan id and key id of each link. */
  readonly links: { readonly planId: string; readonly keyId: string }[] = [];
  /** The values of all keys there ever were. */
  readonly values: string[] = [];

  createKey(given: Omit<ApiKey, "id" | "value"> & { readonly value?: string }): ApiKey {
    const value = given.value ?? randomText(40);
    if (!/^[A-Za-z0-9]{20,128}$/.test(value)) throw new AwsError("BadRequestException", "API Key value is not valid");
    if ([...this.keys.values()].some((key) => key.value === value)) {
      throw new AwsError("ConflictException", "API Key already exists");
    }
    checkTags(given.tags, "BadRequestException");
    const key = { ...given, id: randomText(10).toLowerCase(), value };
    this.keys.set(key.id, key);
    this.values.push(value);
    return key;
  }

  key(id: string): ApiKey {
    const key = this.keys.get(id);
    if (!key) throw new AwsError("NotFoundException", "Invalid API Key identifier specified");
    return key;
  }

  /** Deletes the key, and with it its place in every plan. */
  deleteKey(id: string): void {
    this.key(id);
    this.keys.delete(id);
    this.links.splice(0, this.links.length, ...this.links.filter(({ keyId }) => keyId !== id));
  }

  createPlan(given: Omit<UsagePlan, "id">): UsagePlan {
    checkLimits(given);
    checkTags(given.tags, "BadRequestException");
    const plan = { ...given, id: randomText(6).toLowerCase() };
    this.plans.set(plan.id, plan);
    return plan;
  }

  plan(id: string): UsagePlan {
    const plan = this.plans.get(id);
    if (!plan) throw new AwsError("NotFoundException", "Invalid Usage Plan identifier specified");
    return plan;
  }

  /** Tags a key or a plan anew. */
  tag(resource: ApiKey | UsagePlan, tags: Record<string, string>): void {
    checkTags(tags, "BadRequestException");
    resource.tags = tags;
  }

  updatePlan(id: string, change: Partial<Omit<UsagePlan, "id">>): UsagePlan {
    const plan = { ...this.plan(id), ...change };
    checkLimits(plan);
    for (const { keyId } of this.links.filter(({ planId }) => planId === id)) this.refuseSharedStage(keyId, plan);
    this.plans.set(id, plan);
    return plan;
  }

  deletePlan(id: string): void {
    if (this.plan(id).apiStages.length > 0) {
      throw new AwsError("BadRequestException", "Cannot delete usage plan with associated API stages");
    }
    this.plans.delete(id);
    this.links.splice(0, this.links.length, ...this.links.filter(({ planId }) => planId !== id));
  }

  hasLink(planId: string, keyId: string): boolean {
    return this.links.some((link) => link.planId === planId && link.keyId === keyId);
  }

  createLink(planId: string, keyId: string): void {
    const plan = this.plan(planId);
    this.key(keyId);
    if (this.hasLink(planId, keyId)) throw new AwsError("ConflictException", "Usage Plan already contains the API Key");
    this.refuseSharedStage(keyId, plan);
    this.links.push({ planId, keyId });
  }

  deleteLink(planId: string, keyId: string): void {
    if (!this.hasLink(planId, keyId))
      throw new AwsError("NotFoundException", "Invalid Usage Plan Key identifier specified");
    this.links.splice(
      this.links.findIndex((link) => link.planId === planId && link.keyId === keyId),
      1,
    );
  }

  /** For each API stage a key may be in one plan only. */
  private refuseSharedStage(keyId: string, plan: UsagePlan): void {
    const taken = this.links
      .filter((link) => link.keyId === keyId && link.planId !== plan.id)
      .flatMap(({ planId }) => this.plan(planId).apiStages);
    if (
      plan.apiStages.some(({ apiId, stage }) => taken.some((other) => other.apiId === apiId && other.stage === stage))
    ) {
      throw new AwsError("ConflictException", "API Key cannot reference multiple Usage Plans with the same API Stage");
    }
  }
}

function checkLimits({ throttle, quota, apiStages }: Omit<UsagePlan, "id">): void {
  for (const { rateLimit = 0, burstLimit = 0 } of [
    throttle ?? {},
    ...apiStages.flatMap(({ throttles = [] }) => throttles),
  ]) {
    if (rateLimit < 0 || burstLimit < 0) throw new AwsError("BadRequestException", "Usage Plan throttle is not valid");
  }
  if (quota) {
    const { limit, period, offset = 0 } = quota;
    if (limit < 1 || offset < 0 || offset > (lastOffset[period] ?? -1)) {
      throw new AwsError("BadRequestException", "Usage Plan quota is not valid");
    }
  }
  for (const { throttles = [] } of apiStages) {
    if (throttles.some(({ path }) => !/^\/.*\/[A-Z]+$/.test(path) || path.includes("*"))) {
      throw new AwsError("BadRequestException", "Invalid stage throttle path");
    }
  }
  const stages = apiStages.map(({ apiId, stage }) => `${apiId}/${stage}`);
  if (new Set(stages).size < stages.length)
    throw new AwsError("ConflictException", "Usage Plan has the API Stage twice");
}

function randomText(length: number): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join("");
}
