import type { DeployedKey } from "../last-deployment";
import type { Settings } from "../settings";

/** A key that was deployed and is still in the settings. */
export interface Rotation {
  readonly name: string;
  readonly last: DeployedKey;
  readonly key: Settings["keys"][string];
}

/** A key as deployed: its generations, whether it is off as a whole, and whether its deployment broke off. */
export function recordOf(last: DeployedKey): string {
  const off = last.finished?.enabled === false ? ", with enabled: false" : "";
  return `${statesOf(last) || "its secret alone"}${off}${last.finished ? "" : " (the last deployment of this key did not finish)"}`;
}

/** True if no generation of the key is on, and the engine would let go of it. */
export function wasOff({ finished, generations }: DeployedKey): boolean {
  if (!finished || staysProtected(finished)) return false;
  return Object.values(generations).every(({ enabled }) => !enabled);
}

/**
 * True if what a hand switched off is still protected, so that the engine would refuse to delete it in the middle of a
 * deployment. What a deployment switched off is not.
 */
export function staysProtected(finished: DeployedKey["finished"]): boolean {
  return finished !== undefined && finished.enabled && finished.deletionProtection;
}

/** The generations of a key as deployed, each with its day: `1 current since 2026-08-20, 2 staged since 2026-11-20`. */
export function statesOf({ generations }: DeployedKey): string {
  const each = Object.entries(generations).map(([id, { state = "in an unknown state", since }]) =>
    since === undefined ? `${id} ${state}` : `${id} ${state} since ${since}`,
  );
  return each.join(", ");
}
