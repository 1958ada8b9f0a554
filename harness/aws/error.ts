/** A refusal by AWS, by the name that AWS gives it. */
export class AwsError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(`${name}: ${message}`);
  }
}

/** What the provider says of a refusal: its name and AWS's own words, whichever AWS it comes from. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof AwsError ? error.message : `${error.name}: ${error.message}`;
}
