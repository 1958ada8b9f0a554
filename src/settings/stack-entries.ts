import type { z } from "zod";
import { fields, flag } from "./forms";
import { keyCountFits, keysImportedOnce } from "./generations";
import { policiesFit } from "./readers";
import { partitionsFit, REGION, region, regions, regionsDiffer, regionsExist } from "./region";
import { rotationCalendar } from "./rotation-calendar";
import { addRules } from "./rules";
import { serviceKeys, type ServiceKeySettings } from "./service-key";
import {
  deliveriesFit,
  delivery,
  descriptionsFit,
  isReserved,
  parametersNamed,
  parameterStore,
  recoveryWindowFits,
  secretImportsFit,
  secretsManager,
  storeNamesDiffer,
  storesExist,
} from "./stores";
import { DEFAULT_TAGS, defaultTags, IGNORE_TAGS, ignoreTags, tagCountsFit, tagMap } from "./tags";
import { plansExist, plansImportedOnce, planThrottled, usagePlans } from "./usage-plan";

/** The entries of a stack's configuration: what each may hold, and its default. */
export const stackEntries = fields({
  keys: serviceKeys.prefault({ service: {} }).meta({
    description: "Keys by name: who gets one, on which plan, in which generations",
    examples: [{ web: {} }],
    minProperties: 1,
  }),
  usagePlans: usagePlans.prefault({}).meta({
    description: "Plans by name: throttle, quota and the API stages that they open",
    examples: [{ standard: {} }],
  }),
  secretsManager: secretsManager.optional().meta({
    description: "A store for the values of the keys, even if empty. Without it there are no secrets",
    examples: [{}],
  }),
  parameterStore: parameterStore.optional().meta({
    description: "A store for the values of the keys, even if empty. Without it there are no parameters",
    examples: [{}],
  }),
  delivery: delivery()
    .optional()
    .meta({
      description: "Where the keys are published; needed with two stores. Without it in the one store there is",
      examples: ["both"],
    }),
  regions: regions.prefault({}).meta({
    description: "Further Regions with every plan, key and published value; needs aws:region. Without it one Region",
    examples: [{ "us-east-1": {} }],
  }),
  rotation: rotationCalendar.optional().meta({
    description: "When each step of a rotation is due; nothing in AWS depends on it. Without it no calendar",
    examples: [{}],
  }),
  deletionProtection: flag()
    .prefault(true)
    .meta({ description: "Protects plans in use, live keys and secrets from deletion", examples: [false] }),
  tags: tagMap()
    .prefault({})
    .meta({ description: "AWS tags on every taggable resource", examples: [{ "cost-centre": "ai-platform" }] }),
  [REGION]: region.optional(),
  [DEFAULT_TAGS]: defaultTags.optional(),
  [IGNORE_TAGS]: ignoreTags.optional(),
});

/** The entries, and the rules across them. Each fault is at the field that the rule belongs to. */
const stackSettings = addRules(
  stackEntries,
  plansExist,
  planThrottled,
  plansImportedOnce,
  keysImportedOnce,
  keyCountFits,
  regionsDiffer,
  regionsExist,
  storesExist,
  deliveriesFit,
  storeNamesDiffer,
  secretImportsFit,
  recoveryWindowFits,
  descriptionsFit,
  policiesFit,
  partitionsFit,
  tagCountsFit,
);

/** The entries and their rules in a project of this name. */
export function settingsOfProject(project: string): typeof stackSettings {
  return isReserved(project) ? addRules(stackSettings, parametersNamed) : stackSettings;
}

/** The entries as given, with defaults filled in. */
export type GivenSettings = z.output<typeof stackEntries>;

/** A stack's settings, with every default and each generation's plan filled in. Maps are sorted by name. */
export interface Settings extends Omit<
  GivenSettings,
  "keys" | "rotation" | "delivery" | typeof REGION | typeof DEFAULT_TAGS | typeof IGNORE_TAGS
> {
  readonly keys: Readonly<Record<string, ServiceKeySettings>>;
  /** The AWS Region, if the stack's configuration names it. Otherwise the environment does. */
  readonly region?: string;
}
