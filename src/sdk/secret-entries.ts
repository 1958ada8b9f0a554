import * as pulumi from "@pulumi/pulumi";

/**
 * True if anything in the configuration entry `namespace:name` is encrypted.
 *
 * `pulumi.Config` uses this part of the runtime, which its types leave out. If a release of the SDK has moved it, an
 * encrypted entry is checked by its value, like any other.
 */
export function isSecretEntry(entry: string): boolean {
  const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (entry: string) => boolean };
  return isConfigSecret?.(entry) ?? false;
}
