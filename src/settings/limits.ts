/** AWS's limits that the settings check, each with the AWS page that states it. */

/** The largest number that API Gateway takes: a 32-bit signed one ("Amazon API Gateway API Reference"). */
export const MAX_INTEGER = 2_147_483_647;

/** API keys in one account and Region; AWS does not raise this limit ("Amazon API Gateway quotas"). */
export const MAX_API_KEYS = 10_000;

/** Usage plans in one account and Region, unless AWS has raised the limit ("Amazon API Gateway quotas"). */
export const MAX_USAGE_PLANS = 300;

/** The throttle of a whole account, in requests per second, unless AWS has raised it ("Amazon API Gateway quotas"). */
export const ACCOUNT_RATE = 10_000;

/** Characters in the name of a stage ("CreateStage", Amazon API Gateway API Reference). */
export const MAX_STAGE_NAME = 128;

/** Characters in the name of a secret ("CreateSecret", AWS Secrets Manager API Reference). */
export const MAX_SECRET_NAME = 512;

/** For how many days a deleted secret can be restored ("DeleteSecret", AWS Secrets Manager API Reference). */
export const RECOVERY_DAYS = { min: 7, max: 30 } as const;

/** Characters of an alias after `alias/` ("CreateAlias", AWS Key Management Service API Reference). */
export const MAX_ALIAS = 250;

/** Tags on one resource, and the characters of their names and values ("Tag naming limits and requirements"). */
export const MAX_TAGS = 50;
export const MAX_TAG_NAME = 128;
export const MAX_TAG_VALUE = 256;
