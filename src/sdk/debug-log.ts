import { RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";

/**
 * Keeps key values out of Pulumi's debug log.
 *
 * The SDK writes every answer of the engine to it as text, outputs in clear, and the CLI shows that log with `--debug`, with
 * `up --json` and in event logs. With this, an answer's text is the URN alone.
 */
export function keepValuesOutOfDebugLog(): void {
  RegisterResourceResponse.prototype.toString = function (this: RegisterResourceResponse) {
    return this.getUrn();
  };
}
