/** AWS's limits that the settings know, each with the page of AWS that it stands on. */

/** The largest number that API Gateway takes: a 32-bit signed one ("Amazon API Gateway API Reference"). */
export const MAX_INTEGER = 2_147_483_647;

/** API keys in one account and Region; AWS does not raise it ("Amazon API Gateway quotas"). */
export const MAX_API_KEYS = 10_000;

/** Usage plans in one account and Region, unless AWS raised it ("Amazon API Gateway quotas"). */
export const MAX_USAGE_PLANS = 300;

/** The throttle of a whole account, in requests per second, unless AWS raised it ("Amazon API Gateway quotas"). */
export const ACCOUNT_RATE = 10_000;

/** Tags on one resource ("Tag naming limits and requirements"). */
export const MAX_TAGS = 50;
