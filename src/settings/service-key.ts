import type { z } from "zod";
import { fields, flag, namedMapOf, orEmptyMap, text } from "./forms";
import { generations, planName } from "./generations";
import { readers } from "./readers";
import { type Calendar, keyRotation } from "./rotation-calendar";
import { type Delivery, delivery, parameterName, secretImport, secretName } from "./stores";
import { tagMap } from "./tags";

const serviceKey = orEmptyMap(
  fields({
    description: text(1, 10_000)
      .optional()
      .meta({
        description:
          "Description of the key in AWS, of a key with a secret at most 2048 characters. Without it a sentence names the key",
        examples: ["Assistant of the web shop"],
      }),
    enabled: flag()
      .prefault(true)
      .meta({
        description: "false switches off every generation at once and lifts its protection; nothing is deleted",
        examples: [false],
      }),
    usagePlan: planName()
      .optional()
      .meta({
        description: "Plan that limits the key, a name under usagePlans. Without it the key has no plan",
        examples: ["standard"],
      }),
    // Unlike `prefault`, `default` spares zod from checking the value again for each of many keys.
    generations: generations.default({ "1": { state: "current" } }).meta({
      description: "Exactly one is current, at most one staged",
      examples: [{ "2": "current" }],
      default: { "1": "current" },
      minProperties: 1,
    }),
    delivery: delivery()
      .optional()
      .meta({ description: "Where its value is published. Without it the stack's delivery", examples: ["none"] }),
    secretName: secretName.optional().meta({
      description: "Name of the secret in AWS; needs secretsManager. Without it Pulumi makes one up",
      examples: ["shop/assistant"],
    }),
    secretImport: secretImport.optional().meta({
      description:
        "ARN of a secret that exists and becomes this key's, with its ARN and name; its value and policy are replaced; drop the line once deployed. Without it a new secret",
      examples: ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/search-AbCdEf"],
    }),
    parameterName: parameterName.optional().meta({
      description: "Name of the parameter in AWS; needs parameterStore. Without it /PROJECT/STACK/KEY",
      examples: ["/shop/search/key"],
    }),
    rotation: keyRotation.optional().meta({
      description: "Its calendar, which overrides the stack's; false for none. Without it the stack's",
      examples: [{ everyDays: 30 }],
    }),
    readers: readers.optional().meta({
      description: "Who may read the key from Secrets Manager; needs secretsManager. Without it whom IAM allows",
    }),
    customerId: text(1, 1000)
      .optional()
      .meta({ description: "AWS Marketplace customer id. Without it none", examples: ["a1b2c3d4e5f"] }),
    tags: tagMap()
      .optional()
      .meta({
        description: "AWS tags on the key's resources; they override the stack's. Without it none",
        examples: [{ team: "web-shop" }],
      }),
  }),
).meta({ description: "A service key with its generations", examples: [{ usagePlan: "standard" }] });

/** Service keys by name. */
export const serviceKeys = namedMapOf(serviceKey, "service keys", "key");

/** One service key: one or more generations of an API Gateway key. */
export interface ServiceKeySettings extends Omit<z.output<typeof serviceKey>, "rotation" | "delivery"> {
  /** Where its value is published. */
  readonly delivery: Delivery;
  /** When its steps are due; absent without a calendar. */
  readonly rotation?: Calendar;
}

/** The usage plans that have any generation of any key. Contains undefined if a generation has no plan. */
export function plansInUse(keys: Readonly<Record<string, ServiceKeySettings>>): ReadonlySet<string | undefined> {
  return new Set(
    Object.values(keys).flatMap((key) => Object.values(key.generations).map(({ usagePlan }) => usagePlan)),
  );
}
