import * as pulumi from "@pulumi/pulumi";
import type { Verdict } from "./guard";
import { isSecretEntry } from "./sdk/secret-entries";
import { StacklessError } from "./sdk/stackless-error";
import { readSettings, type Settings } from "./settings";
import { type Fault, formatFaults } from "./settings/faults";

/** The one error of a faulty configuration: its message lists every fault. The CLI prints it without a stack trace. */
export class ConfigError extends StacklessError {
  constructor(
    stack: string,
    readonly faults: readonly Fault[],
  ) {
    super(formatFaults(stack, faults));
  }
}

/**
 * Reads this stack's settings from its configuration, and warns of what is allowed but rarely intended.
 *
 * The only reader of Pulumi's configuration. It reads everything at once, because `pulumi.Config` cannot list the entries
 * or say which are encrypted.
 *
 * @throws {ConfigError} with every fault, before any resource is registered.
 */
export function loadSettings(): Settings {
  const reading = readSettings({
    project: pulumi.getProject(),
    entries: pulumi.runtime.allConfig(),
    isSecret: isSecretEntry,
  });
  if (reading.faults) throw new ConfigError(pulumi.getStack(), reading.faults);
  report({ faults: [], warnings: reading.warnings });
  return reading.settings;
}

/**
 * Shows the warnings of a configuration.
 *
 * @throws {ConfigError} if there are faults: then all of them, and no warning.
 */
export function report({ faults, warnings }: Verdict): void {
  if (faults.length > 0) throw new ConfigError(pulumi.getStack(), faults);
  for (const warning of warnings) void pulumi.log.warn(warning);
}
