import type { Settings } from "../../src/settings";
import type { ProgramRun } from "../program/run-program";

/** A stack as its file wants it, and what the program makes of that. */
export interface Plan {
  readonly project: string;
  readonly stack: string;
  readonly settings: Settings;
  readonly run: ProgramRun;
}
