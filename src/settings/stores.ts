import type { z } from "zod";
import { quote } from "./faults";
import { faultText, fields, orEmptyMap, textLike, wholeNumber } from "./forms";
import { refuseTwice, type Rule } from "./rules";

/** Characters in the name of a secret ("CreateSecret", AWS Secrets Manager API Reference). */
const MAX_SECRET_NAME = 512;

/** Characters in the description of a secret ("CreateSecret", AWS Secrets Manager API Reference). */
const MAX_SECRET_DESCRIPTION = 2048;

/** For how many days a deleted secret can be restored ("DeleteSecret", AWS Secrets Manager API Reference). */
const RECOVERY_DAYS = { min: 7, max: 30 } as const;

/** Characters of an alias after `alias/` ("CreateAlias", AWS Key Management Service API Reference). */
const MAX_ALIAS = 250;

const KEY_ID = String.raw`(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})`;
const ALIAS = `alias/[A-Za-z0-9/_-]{1,${MAX_ALIAS}}`;
const KMS_KEY = new RegExp(
  `^(?:arn:aws(?:-[a-z]+)*:kms:[a-z0-9-]+:[0-9]{12}:(?:key/${KEY_ID}|${ALIAS})|${KEY_ID}|${ALIAS})$`,
);

const { min, max } = RECOVERY_DAYS;

/** The allowed recovery windows, for the faults of the number alone and of the rule with `deletionProtection`. */
const recoveryWindow = `a whole number from ${min} to ${max} (days), or 0 with deletionProtection: false`;

/** How the values of the keys are published in Secrets Manager. */
export const secretsManager = orEmptyMap(
  fields({
    kmsKeyId: textLike(KMS_KEY, "a KMS key: its id, its ARN, alias/NAME or the alias's ARN")
      .optional()
      .meta({
        description: "KMS key that encrypts the secrets. Without it the AWS managed key",
        examples: ["alias/service-keys"],
      }),
    recoveryWindowInDays: wholeNumber(0, max, "days", { allowed: recoveryWindow })
      .refine((days) => days === 0 || days >= min, { error: faultText({ allowed: recoveryWindow }) })
      .prefault(max)
      .meta({
        description: "Days in which a deleted secret can be restored; 0 deletes it at once and for good",
        examples: [min],
        if: { type: "number", exclusiveMinimum: 0 },
        then: { type: "number", minimum: min },
      }),
  }),
);

/** How the values of the keys are published in Secrets Manager. */
export type SecretsManagerSettings = z.output<typeof secretsManager>;

/** The name of a key's secret in AWS. */
export const secretName = textLike(
  new RegExp(`^[A-Za-z0-9/_+=.@-]{1,${MAX_SECRET_NAME}}$`),
  `a name for the secret: 1 to ${MAX_SECRET_NAME} letters, digits or / _ + = . @ -`,
);

/** The rule that each secret has a name of its own. */
export const secretNamesDiffer: Rule = (parsed) =>
  refuseTwice(
    parsed,
    parsed.all<string>("keys", "*", "secretName"),
    (name) => `the name ${quote(name)} is given twice; give each secret its own name`,
  );

/** The rule that what is said of a key's secret needs secrets. */
export const secretsPublished: Rule = ({ all, isSound, refuse }) => {
  if (all("secretsManager").length > 0 || !isSound("secretsManager")) return;
  const remedy = "add secretsManager: {}, or drop the";
  for (const { path } of all("keys", "*", "readers")) {
    refuse(path, `readers need a secret, and nothing is published; ${remedy} readers`);
  }
  for (const { path } of all("keys", "*", "secretName")) {
    refuse(path, `names the key's secret, and nothing is published; ${remedy} line`);
  }
};

/** The rule that secrets which are deleted at once and for good need deletionProtection: false. */
export const recoveryWindowFits: Rule = ({ all, refuse }) => {
  const [days] = all<number>("secretsManager", "recoveryWindowInDays");
  const [protection] = all<boolean>("deletionProtection");
  if (days?.value !== 0 || !protection?.value) return;
  refuse(days.path, `got 0, which deletes a secret at once and for good; give ${recoveryWindow}`);
};

/** The rule that the description of a key with a secret, which the secret gets too, is no longer than a secret's may be. */
export const descriptionsFit: Rule = ({ all, refuse }) => {
  if (all("secretsManager").length === 0) return;
  for (const { path, value } of all<string>("keys", "*", "description")) {
    if (value.length <= MAX_SECRET_DESCRIPTION) continue;
    refuse(
      path,
      `got ${value.length} characters; a key with a secret takes 1 to ${MAX_SECRET_DESCRIPTION}, as Secrets Manager does`,
    );
  }
};
