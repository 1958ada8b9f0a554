import type { Settings } from "../../src/settings";
import { listed } from "../../src/settings/faults";
import { nearest } from "../../src/settings/nearest";
import { UsageError } from "../command";

/**
 * The key that a call names, or every key of the stack.
 *
 * @throws {UsageError} if the stack has no such key.
 */
export function keysOf(
  { key, stack }: { readonly key?: string; readonly stack: string },
  { keys }: Settings,
): string[] {
  const names = Object.keys(keys);
  if (key === undefined) return names;
  if (Object.hasOwn(keys, key)) return [key];
  const near = nearest(key, names);
  const remedy = near === undefined ? `the keys are ${listed(names)}` : `did you mean "${near}"?`;
  throw new UsageError(`stack ${stack} has no key "${key}"; ${remedy}`);
}
