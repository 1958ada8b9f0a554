import type { z } from "zod";
import { faultText } from "./fault-text";
import { about, fields, orEmptyMap } from "./fields";
import { MAX_ALIAS, MAX_SECRET_NAME, RECOVERY_DAYS } from "./limits";
import { textLike, wholeNumber } from "./scalars";

const KEY_ID = String.raw`(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})`;
const ALIAS = `alias/[A-Za-z0-9/_-]{1,${MAX_ALIAS}}`;
const KMS_KEY = new RegExp(
  `^(?:arn:aws(?:-[a-z]+)*:kms:[a-z0-9-]+:[0-9]{12}:(?:key/${KEY_ID}|${ALIAS})|${KEY_ID}|${ALIAS})$`,
);

const { min, max } = RECOVERY_DAYS;

/** The allowed recovery windows, for the faults of the number alone and of the rule with `deletionProtection`. */
export const recoveryWindow = `a whole number from ${min} to ${max} (days), or 0 with deletionProtection: false`;

/** The name of a key's secret in AWS. */
export const secretName = textLike(
  new RegExp(`^(?!.*-[A-Za-z0-9]{6}$)[A-Za-z0-9/_+=.@-]{1,${MAX_SECRET_NAME}}$`),
  `a name for the secret: 1 to ${MAX_SECRET_NAME} letters, digits or / _ + = . @ -, not ending in a hyphen and six letters or digits, which is what AWS appends to the name in the ARN`,
);

/** How the values of the keys are published. */
export const secretsManager = orEmptyMap(
  fields({
    kmsKeyId: textLike(KMS_KEY, "a KMS key: its id, its ARN, alias/NAME or the alias's ARN")
      .optional()
      .meta(about("KMS key that encrypts the secrets. Without it the AWS managed key", "alias/service-keys")),
    recoveryWindowInDays: wholeNumber(0, max, "days", { allowed: recoveryWindow })
      .refine((days) => days === 0 || days >= min, { error: faultText({ allowed: recoveryWindow }) })
      .prefault(max)
      .meta({
        ...about("Days in which a deleted secret can be restored; 0 deletes it at once and for good", min),
        if: { type: "number", exclusiveMinimum: 0 },
        then: { type: "number", minimum: min },
      }),
  }),
);

/** How the values of the keys are published. */
export type SecretsManagerSettings = z.output<typeof secretsManager>;
