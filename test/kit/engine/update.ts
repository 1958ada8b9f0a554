import type { StackConfig } from "./engine";

/** An update of the stack that is disturbed. */
export interface Update {
  /** What is deployed before; undefined for the first deployment. */
  readonly from?: StackConfig;
  readonly to: StackConfig;
  /** The configuration of an interrupted deployment before this one, if there was one. */
  readonly attempted?: StackConfig;
  readonly args?: readonly string[];
  /** Keys that move to another plan, and have none for a moment. */
  readonly gap?: readonly string[];
}
