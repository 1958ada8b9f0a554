import type { Settings } from "../../src/settings";
import { TAG } from "../../src/tags";
import type { Registration } from "../program/registration";
import type { ProgramRun } from "../program/run-program";

/** The settings of a stack, and what the program makes of them. */
export interface Plan {
  readonly project: string;
  readonly stack: string;
  readonly settings: Settings;
  readonly run: ProgramRun;
}

/** What a plan cannot tell: that needs the last deployment, which only a preview knows. */
export const WANTED = "What is wanted, not what would change; a preview checks that it may follow what was deployed.";

/** The same registrations without the day of the run, so that a plan is the same on every day. */
export function withoutDay(registrations: readonly Registration[]): Registration[] {
  return registrations.map((registration) => {
    const tags = registration.inputs.tags as Readonly<Record<string, unknown>> | undefined;
    if (tags?.[TAG.since] === undefined) return registration;
    return { ...registration, inputs: { ...registration.inputs, tags: { ...tags, [TAG.since]: DAY } } };
  });
}

const DAY = "[day of the deployment]";
