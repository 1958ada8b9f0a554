/** An error of AWS, with AWS's name for it. */
export class AwsError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(`${name}: ${message}`);
  }
}

/** The provider's message for an error: its name and AWS's message, whichever AWS it comes from. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof AwsError ? error.message : `${error.name}: ${error.message}`;
}
