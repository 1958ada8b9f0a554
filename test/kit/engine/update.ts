import type { StackConfig } from "./engine";

/** An update of the stack, in the midst of which something goes wrong. */
export interface Update {
  /** What is deployed before; nothing where it is the first deployment. */
  readonly from?: StackConfig;
  readonly to: StackConfig;
  readonly args?: readonly string[];
  /** Keys that move to another plan, and are in none for a moment. */
  readonly gap?: readonly string[];
}
