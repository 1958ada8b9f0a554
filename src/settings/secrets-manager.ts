import { z } from "zod";
import { complain } from "./complaints";
import { fields, orEmptyMap, textLike, wholeNumber } from "./fields";

const KEY_ID = String.raw`(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})`;
const ALIAS = String.raw`alias/[A-Za-z0-9/_-]{1,250}`;
const KMS_KEY = new RegExp(
  `^(?:arn:aws(?:-[a-z]+)*:kms:[a-z0-9-]+:[0-9]{12}:(?:key/${KEY_ID}|${ALIAS})|${KEY_ID}|${ALIAS})$`,
);

const recoveryWindow = wholeNumber(0, 30, "days: 0, or 7 to 30");

const secretNameForm =
  "a name for the secret: 1 to 512 letters, digits or / _ + = . @ -, not ending in a hyphen and six letters or digits, as AWS puts such an ending behind the name in the ARN";

/** The name of a key's secret in AWS. */
export const secretName = textLike(/^(?!.*-[A-Za-z0-9]{6}$)[A-Za-z0-9/_+=.@-]{1,512}$/, secretNameForm);

/** How the values of the keys are handed over. */
export const secretsManager = orEmptyMap(
  fields({
    kmsKeyId: textLike(KMS_KEY, "a KMS key: its id, its ARN, alias/NAME or the alias's ARN")
      .optional()
      .meta({
        description:
          "KMS key that encrypts the secrets: its id, its ARN, alias/NAME or the alias's ARN. Without it the AWS managed key",
        examples: ["alias/service-keys"],
      }),
    recoveryWindowInDays: recoveryWindow
      .refine((days) => days === 0 || days >= 7, {
        error: complain({ expected: "0 or a whole number from 7 to 30 (days)" }),
        // One sentence for one mistake.
        when: ({ issues }) => issues.length === 0,
      })
      .prefault(30)
      .meta({
        description:
          "How long a deleted secret can be restored, in days: 7 to 30, or 0 for not at all, which needs deletionProtection: false. 30 by default",
        if: { type: "number", exclusiveMinimum: 0 },
        then: { type: "number", minimum: 7 },
        examples: [7],
      }),
  }),
);

/** How the values of the keys are handed over. */
export type SecretsManagerSettings = z.output<typeof secretsManager>;
