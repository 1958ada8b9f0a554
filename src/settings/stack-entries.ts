import type { z } from "zod";
import { about, fields } from "./fields";
import { REGION, region } from "./region";
import { rotationCalendar } from "./rotation-calendar";
import { flag } from "./scalars";
import { secretsManager } from "./secrets-manager";
import { serviceKeys, type ServiceKeySettings } from "./service-key";
import { tagMap } from "./tags";
import { usagePlans } from "./usage-plan";

/** The entries of a stack's configuration: what each may hold, and its default. */
export const stackEntries = fields({
  keys: serviceKeys.prefault({ service: {} }).meta({
    ...about("Keys by name: who gets one, on which plan, in which generations", { web: {} }),
    minProperties: 1,
  }),
  usagePlans: usagePlans
    .prefault({})
    .meta(about("Plans by name: throttle, quota and the API stages that they open", { standard: {} })),
  secretsManager: secretsManager
    .optional()
    .meta(about("Publishes every key as a secret, even if empty. Without it no key is published", {})),
  rotation: rotationCalendar
    .optional()
    .meta(about("When each step of a rotation is due; nothing in AWS depends on it. Without it no calendar", {})),
  deletionProtection: flag()
    .prefault(true)
    .meta(about("Protects plans in use, live keys and secrets from deletion", false)),
  tags: tagMap()
    .prefault({})
    .meta(about("AWS tags on every taggable resource", { "cost-centre": "ai-platform" })),
  [REGION]: region.optional(),
});

/** The entries as given, with defaults filled in. */
export type GivenSettings = z.output<typeof stackEntries>;

/** A stack's settings, with every default and each generation's plan filled in. Maps are sorted by name. */
export interface Settings extends Omit<GivenSettings, "keys" | "rotation" | typeof REGION> {
  readonly keys: Readonly<Record<string, ServiceKeySettings>>;
  /** The AWS Region, if the stack's configuration names it. Otherwise the environment does. */
  readonly region?: string;
}
