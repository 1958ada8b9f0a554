import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** An error of AWS, with AWS's name for it. */
export class AwsError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(`${name}: ${message}`);
  }
}

/** An update that failed, after which the engine keeps the planned outputs, as it does with the real provider. */
export class UpdateFailed extends Error {
  constructor(
    message: string,
    readonly id: string,
    readonly planned: Struct,
  ) {
    super(message);
  }
}

/** The provider's message for an error: its name and AWS's message, whichever AWS it comes from. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof AwsError || error instanceof UpdateFailed ? error.message : `${error.name}: ${error.message}`;
}
