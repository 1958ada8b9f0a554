import type { StackConfig } from "./engine";

/** An update of the stack, in the midst of which something goes wrong. */
export interface Update {
  /** What is deployed before; nothing where it is the first deployment. */
  readonly from?: StackConfig;
  readonly to: StackConfig;
  /** What a deployment that was interrupted was to come to, before this one; by default there was none. */
  readonly attempted?: StackConfig;
  readonly args?: readonly string[];
  /** Keys that move to another plan, and are in none for a moment. */
  readonly gap?: readonly string[];
}
