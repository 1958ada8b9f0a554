import type { z } from "zod";
import { about, fields, namedMapOf, orEmptyMap } from "./fields";
import { generations, usagePlan } from "./generations";
import { readers } from "./readers";
import { type Calendar, keyRotation } from "./rotation-calendar";
import { flag, text } from "./scalars";
import { secretName } from "./secrets-manager";
import { tagMap } from "./tags";

const serviceKey = orEmptyMap(
  fields({
    description: text(1, 1000)
      .optional()
      .meta(about("Description of the key in AWS. Without it a sentence names the key", "Assistant of the web shop")),
    enabled: flag()
      .prefault(true)
      .meta(about("false switches off every generation at once and lifts its protection; nothing is deleted", false)),
    usagePlan: usagePlan
      .optional()
      .meta(about("Plan that limits the key, a name under usagePlans. Without it the key has no plan", "standard")),
    // Unlike `prefault`, `default` spares zod from checking the value again for each of many keys.
    generations: generations.default({ "1": { state: "current" } }).meta({
      ...about("Exactly one is current, at most one staged", { "2": "current" }),
      default: { "1": "current" },
      minProperties: 1,
    }),
    secretName: secretName
      .optional()
      .meta(about("Name of the secret in AWS; needs secretsManager. Without it Pulumi makes one up", "shop/assistant")),
    rotation: keyRotation
      .optional()
      .meta(
        about("Its calendar, which overrides the stack's; false for none. Without it the stack's", { everyDays: 30 }),
      ),
    readers: readers
      .optional()
      .meta(about("Who may read the key from Secrets Manager; needs secretsManager. Without it whom IAM allows")),
    customerId: text(1, 1000).optional().meta(about("AWS Marketplace customer id. Without it none", "a1b2c3d4e5f")),
    tags: tagMap()
      .optional()
      .meta(about("AWS tags on the key's resources; they override the stack's. Without it none", { team: "web-shop" })),
  }),
).meta(about("A service key with its generations", { usagePlan: "standard" }));

/** Service keys by name. */
export const serviceKeys = namedMapOf(serviceKey, "service keys");

/** One service key: one or more generations of an API Gateway key. */
export interface ServiceKeySettings extends Omit<z.output<typeof serviceKey>, "rotation"> {
  /** When its steps are due; absent without a calendar. */
  readonly rotation?: Calendar;
}
