import type { Settings } from "../../src/settings";
import type { ProgramRun } from "../program/run-program";

/** The settings of a stack, and what the program makes of them. */
export interface Plan {
  readonly project: string;
  readonly stack: string;
  readonly settings: Settings;
  readonly run: ProgramRun;
}
