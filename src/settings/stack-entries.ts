import type { z } from "zod";
import { fields, flag } from "./fields";
import { REGION, region } from "./region";
import { rotationCalendar } from "./rotation-calendar";
import { secretsManager } from "./secrets-manager";
import { serviceKeys, type ServiceKeySettings } from "./service-key";
import { tagMap } from "./tags";
import { usagePlans } from "./usage-plan";

/** The entries of a stack's configuration, one by one: what each may hold, and what it is when absent. */
export const stackEntries = fields({
  keys: serviceKeys.prefault({ service: {} }).meta({
    description:
      "Service keys by name: who gets a key, on which usage plan, in which generations. Without it one, service",
    minProperties: 1,
    examples: [{ assistant: { usagePlan: "standard" } }],
  }),
  usagePlans: usagePlans.prefault({}).meta({
    description: "Usage plans by name: throttle, quota and the API stages they open",
    examples: [{ standard: { throttle: { rateLimit: 50, burstLimit: 100 } } }],
  }),
  secretsManager: secretsManager.optional().meta({
    description:
      "Publishes every key as a secret in AWS Secrets Manager, even with nothing in it. Without it no key is published",
    examples: [{}, { kmsKeyId: "alias/service-keys", recoveryWindowInDays: 7 }],
  }),
  rotation: rotationCalendar.optional().meta({
    description:
      "When the steps of a rotation are due, for rotate status and rotate due: nothing in AWS depends on it. Without it no calendar",
    examples: [{ everyDays: 90, graceDays: 14 }],
  }),
  deletionProtection: flag()
    .prefault(true)
    .meta({
      description: "Protects plans in use, live keys and secrets from deletion. true by default",
      examples: [false],
    }),
  tags: tagMap()
    .prefault({})
    .meta({
      description: "AWS tags on every taggable resource",
      examples: [{ "cost-centre": "ai-platform" }],
    }),
  [REGION]: region.optional(),
});

/** What the entries hold as they are given, defaults filled in. */
export type GivenSettings = z.output<typeof stackEntries>;

/** What a stack is to be, every default and each generation's plan filled in. Maps are in name order, whatever the order in the file. */
export interface Settings extends Omit<GivenSettings, "keys" | "rotation" | typeof REGION> {
  readonly keys: Readonly<Record<string, ServiceKeySettings>>;
  /** The AWS Region, where the stack's configuration names it; else the environment does. */
  readonly region?: string;
}
