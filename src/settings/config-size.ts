/** The longest environment variable, name and terminator included, that Linux passes to a program (MAX_ARG_STRLEN), in bytes. */
export const MAX_CONFIG_BYTES = 131_072;

/**
 * The size in bytes of the environment variable in which the Pulumi CLI passes the whole configuration to a program:
 * `PULUMI_CONFIG={"namespace:config:name":"text",...}` and its terminator. Above {@link MAX_CONFIG_BYTES} the program cannot start.
 */
export function configBytes(entries: Readonly<Record<string, string>>): number {
  const named = Object.entries(entries).map(([entry, text]) => [entry.replace(":", ":config:"), text]);
  // Go's JSON escapes these characters with six bytes.
  const json = JSON.stringify(Object.fromEntries(named)).replace(/[<>&\u2028\u2029]/g, "\\u0000");
  return Buffer.byteLength(`PULUMI_CONFIG=${json}\0`);
}

/** A warning above 80 % of the limit. */
export function sizeWarnings(entries: Readonly<Record<string, string>>): string[] {
  const bytes = configBytes(entries);
  if (bytes <= MAX_CONFIG_BYTES * 0.8) return [];
  return [
    `keys: the configuration takes ${bytes} of the ${MAX_CONFIG_BYTES} bytes that Linux passes to a program; split the stack soon`,
  ];
}
