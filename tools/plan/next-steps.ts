import type { Settings } from "../../src/settings";
import { asTyped, nextStep } from "../calendar/due-steps";
import { datedKeys } from "../calendar/stack-calendar";
import type { Day } from "../days";
import { historyFromHead } from "../stack-file/history";

/** The next step of each key with a calendar, in a few words: `promote 2 on 2026-11-28`. */
export type NextSteps = Readonly<Record<string, string>>;

/** Finds the next steps by the calendar of a stack, and by its history in git. */
export function nextSteps(folder: string, stack: string, settings: Settings, today: Day): NextSteps {
  const names = Object.keys(settings.keys).filter((name) => settings.keys[name]!.rotation !== undefined);
  // Reading the history takes a while.
  if (names.length === 0) return {};
  const keys = datedKeys({ settings, history: historyFromHead(folder, stack), today });
  const steps = names.map((name) => {
    const next = nextStep(keys[name]!, today);
    if (next === undefined) return [name, settings.keys[name]!.enabled ? "not known here" : "none while it is off"];
    return [name, `${asTyped(next)} ${next.on <= today ? "due since" : "on"} ${next.on}`];
  });
  return Object.fromEntries(steps) as NextSteps;
}
