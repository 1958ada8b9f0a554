import type { z } from "zod";
import { fields, flag, namedMapOf, orEmptyMap, text } from "./fields";
import { generations, usagePlan } from "./generations";
import { readers } from "./readers";
import { type Calendar, keyRotation } from "./rotation-calendar";
import { secretName } from "./secrets-manager";
import { tagMap } from "./tags";

const serviceKey = orEmptyMap(
  fields({
    description: text(1, 1000)
      .optional()
      .meta({
        description: "Description of the key in AWS, 1 to 1000 characters. Without it a sentence that names the key",
        examples: ["Chat assistant of the web shop"],
      }),
    enabled: flag()
      .prefault(true)
      .meta({
        description:
          "false switches off every generation at once and lifts their protection; nothing is deleted. true by default",
        examples: [false],
      }),
    usagePlan: usagePlan.optional().meta({
      description: "Plan that limits the key, a name under usagePlans. Without it the key has no plan",
      examples: ["standard"],
    }),
    generations: generations.prefault({ "1": "current" }).meta({
      description:
        "Generations of the key by id, 1 to 16 lower-case letters and digits: exactly one current, at most one staged. Without it one, 1",
      minProperties: 1,
      examples: [{ "1": "grace", "2": "current" }],
    }),
    secretName: secretName.optional().meta({
      description:
        "Name of the key's secret in AWS: 1 to 512 letters, digits or / _ + = . @ -, not ending in a hyphen and six letters or digits. Without it Pulumi makes one up. Needs secretsManager",
      examples: ["shop/assistant/api-key"],
    }),
    rotation: keyRotation.optional().meta({
      description: "When a rotation of the key is due, each entry over the stack's; false for no calendar",
      examples: [{ everyDays: 30 }, false],
    }),
    readers: readers.optional().meta({
      description:
        "ARNs of the IAM roles, users and account roots that may read the key from Secrets Manager; no wildcard. Needs secretsManager",
      uniqueItems: true,
      examples: [["arn:aws:iam::111122223333:role/assistant"]],
    }),
    customerId: text(1, 1000)
      .optional()
      .meta({
        description: "AWS Marketplace customer id, 1 to 1000 characters",
        examples: ["a1b2c3d4e5f"],
      }),
    tags: tagMap()
      .optional()
      .meta({
        description: "AWS tags on the key's resources, over those of the whole stack",
        examples: [{ team: "web-shop" }],
      }),
  }),
).meta({
  description: "A service key: lower-case letters, digits and single hyphens, a letter first, at most 64 characters",
  examples: [{ usagePlan: "standard" }],
});

/** Service keys by name. */
export const serviceKeys = namedMapOf(serviceKey, "service keys");

/** One service key: what its consumers get, as one or more generations of an API Gateway key. */
export interface ServiceKeySettings extends Omit<z.output<typeof serviceKey>, "rotation"> {
  /** When its steps are due; absent without a calendar. */
  readonly rotation?: Calendar;
}
