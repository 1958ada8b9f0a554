/**
 * What an error of the AWS SDK means for the user, and what to do; undefined for any other error.
 *
 * The names are those of the SDK's credential providers, and of "Common Errors" and "GetUsage", Amazon API Gateway API Reference.
 */
export function explainAwsError(error: unknown, region: string | undefined): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message, code, $fault } = error as SdkError;
  if (message === "Region is missing") return NO_REGION;
  if (EXPIRED.has(name) || (NO_CREDENTIALS.has(name) && /refresh this SSO session/.test(message)))
    return SESSION_EXPIRED;
  if (NO_CREDENTIALS.has(name)) return NOT_LOGGED_IN;
  if (REJECTED.has(name)) return CREDENTIALS_REJECTED;
  if (FORBIDDEN.has(name)) return NO_PERMISSION;
  if (name === "NotFoundException") {
    return `API Gateway${region ? ` in ${region}` : ""} does not know a usage plan of this state; use credentials of the stack's account. If they are, the plan was deleted by hand: run pulumi refresh`;
  }
  if (name === "TooManyRequestsException") return THROTTLED;
  if ($fault !== undefined) return `API Gateway says: ${name}: ${message}`;
  if (code !== undefined || name === "TimeoutError") return `API Gateway cannot be reached: ${code ?? name}`;
  return undefined;
}

interface SdkError extends Error {
  /** Set if AWS answered with the error. */
  readonly $fault?: "client" | "server";
  /** Set if the network failed. */
  readonly code?: string;
}

const NO_CREDENTIALS = new Set(["CredentialsProviderError", "TokenProviderError"]);
const EXPIRED = new Set(["ExpiredToken", "ExpiredTokenException", "RequestExpired"]);
const REJECTED = new Set([
  "UnrecognizedClientException",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "IncompleteSignature",
  "MissingAuthenticationTokenException",
]);
const FORBIDDEN = new Set(["AccessDenied", "AccessDeniedException", "UnauthorizedException"]);

const NO_REGION =
  "the AWS Region is not known; give it in the stack file (aws:region), or in AWS_REGION, for example AWS_REGION=eu-central-1";
const NOT_LOGGED_IN =
  "no AWS credentials were found; log in, for example with aws sso login, or name a profile in AWS_PROFILE";
const SESSION_EXPIRED = "the AWS session has expired; log in again, for example with aws sso login";
const CREDENTIALS_REJECTED = "AWS does not accept these credentials; check which account and profile they belong to";
const NO_PERMISSION =
  "these AWS credentials may not read the usage of the stack's usage plans; attach policies/usage.json, which allows that and nothing else";
const THROTTLED = "API Gateway is throttling the calls of this account; try again in a minute";
