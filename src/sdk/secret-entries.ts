import * as pulumi from "@pulumi/pulumi";

/**
 * True if anything in the configuration entry `namespace:name` is encrypted.
 *
 * `pulumi.Config` itself uses this part of the runtime, which its types leave out. Where a release of the SDK has
 * moved it, an encrypted entry is judged by its value, like any other.
 */
export function isSecretEntry(entry: string): boolean {
  const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (entry: string) => boolean };
  return isConfigSecret?.(entry) ?? false;
}
