import { randomInt } from "node:crypto";
import { AwsError, checkTags } from "./aws";

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
  /** Limits of its methods, by `/path/METHOD`. */
  readonly throttle?: Readonly<Record<string, Throttle>>;
}

export interface ApiKey {
  readonly id: string;
  readonly value: string;
  readonly createdDate: Date;
  readonly lastUpdatedDate: Date;
  readonly name: string;
  readonly description?: string;
  readonly enabled: boolean;
  readonly customerId?: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface UsagePlan {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly throttle?: Throttle;
  readonly quota?: Quota;
  readonly apiStages: readonly ApiStage[];
  readonly tags: Readonly<Record<string, string>>;
}

/** What a key is created with. */
type NewKey = Omit<ApiKey, "id" | "value" | "createdDate" | "lastUpdatedDate"> & { readonly value?: string };

/** The largest offset of a quota, in days into the period. */
const lastOffset: Readonly<Record<string, number>> = { DAY: 0, WEEK: 6, MONTH: 27 };

/** API Gateway's keys, usage plans and links in one Region, in memory. Refuses what AWS refuses. */
export class ApiGateway {
  readonly keys = new Map<string, ApiKey>();
  readonly plans = new Map<string, UsagePlan>();
  /** Plan id and key id of each link. */
  readonly links: { readonly planId: string; readonly keyId: string }[] = [];

  /** @param values receives the value of every key. */
  constructor(readonly values: string[] = []) {}

  createKey(given: NewKey): ApiKey {
    // AWS makes a value if none, or an empty one, is given.
    const value = given.value || randomText(40);
    if (!/^[A-Za-z0-9]{20,128}$/.test(value)) throw new AwsError("BadRequestException", "API Key value is not valid");
    if ([...this.keys.values()].some((key) => key.value === value)) {
      throw new AwsError("ConflictException", "API Key already exists");
    }
    checkTags(given.tags, "BadRequestException");
    const now = new Date();
    const key = { ...given, id: randomText(10).toLowerCase(), value, createdDate: now, lastUpdatedDate: now };
    this.keys.set(key.id, key);
    this.values.push(value);
    return key;
  }

  key(id: string): ApiKey {
    const key = this.keys.get(id);
    if (!key) throw new AwsError("NotFoundException", "Invalid API Key identifier specified");
    return key;
  }

  updateKey(id: string, change: Partial<Omit<ApiKey, "id" | "value">>): ApiKey {
    const key = { ...this.key(id), ...change, lastUpdatedDate: new Date() };
    this.keys.set(id, key);
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

  /** Replaces the tags of a key or a plan. */
  tag(resource: ApiKey | UsagePlan, tags: Readonly<Record<string, string>>): void {
    checkTags(tags, "BadRequestException");
    if ("value" in resource) this.keys.set(resource.id, { ...resource, tags });
    else this.plans.set(resource.id, { ...resource, tags });
  }

  updatePlan(id: string, change: Partial<Omit<UsagePlan, "id">>): UsagePlan {
    const plan = { ...this.plan(id), ...change };
    checkLimits(plan);
    for (const { keyId } of this.links.filter(({ planId }) => planId === id)) this.refuseSharedStage(keyId, plan);
    this.plans.set(id, plan);
    return plan;
  }

  deletePlan(id: string): void {
    const stages = this.plan(id).apiStages.map(({ apiId, stage }) => `${apiId}:${stage}`);
    if (stages.length > 0) {
      const because = `there are API Stages associated with it, including ${stages[0]}`;
      throw new AwsError("BadRequestException", `Cannot delete Usage Plan ${id} because ${because}`);
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

  /** A key may be in only one plan per API stage. */
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
    ...apiStages.flatMap(({ throttle: methods = {} }) => Object.values(methods)),
  ]) {
    if (rateLimit < 0 || burstLimit < 0) throw new AwsError("BadRequestException", "Usage Plan throttle is not valid");
  }
  if (quota) {
    const { limit, period, offset = 0 } = quota;
    if (limit < 1 || offset < 0 || offset > (lastOffset[period] ?? -1)) {
      throw new AwsError("BadRequestException", "Usage Plan quota is not valid");
    }
  }
  for (const { throttle: methods = {} } of apiStages) {
    if (Object.keys(methods).some((path) => !/^\/.*\/[A-Z]+$/.test(path) || path.includes("*"))) {
      throw new AwsError("BadRequestException", "Invalid stage throttle path");
    }
  }
  if (!throttle && apiStages.some(({ throttle: methods = {} }) => Object.keys(methods).length > 0)) {
    const message = "Can not define fine grain throttling if usage plan throttle is not defined";
    throw new AwsError("BadRequestException", message);
  }
  const stages = apiStages.map(({ apiId, stage }) => `${apiId}/${stage}`);
  if (new Set(stages).size < stages.length)
    throw new AwsError("ConflictException", "Usage Plan has the API Stage twice");
}

function randomText(length: number): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join("");
}
