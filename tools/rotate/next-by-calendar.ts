import { mapValues } from "../../src/map-values";
import { asTyped, nextStep } from "../calendar/due-steps";
import { datedKeys, type StackToDate } from "../calendar/stack-calendar";
import type { NextStep } from "./advice";
import type { Changes } from "./change-generations";

/**
 * The next step by the calendar among the keys that a step has changed, if that is committed today. Undefined if none of them
 * has a calendar, or no day is known.
 */
export function nextByCalendar(
  changes: Changes,
  { settings, history, today }: Omit<StackToDate, "usage">,
): NextStep | undefined {
  const names = Object.keys(changes).filter((name) => settings.keys[name]!.rotation !== undefined);
  const keys = Object.fromEntries(names.map((name) => [name, settings.keys[name]!]));
  const steps = Object.entries(datedKeys({ settings: { ...settings, keys }, history, today })).flatMap(
    ([name, key]) => {
      const generations = mapValues(key.generations, (generation, id) =>
        Object.hasOwn(changes[name]!, id) ? { ...generation, since: today } : generation,
      );
      return nextStep({ ...key, generations }, today) ?? [];
    },
  );
  const [first] = steps.sort((a, b) => (a.on < b.on ? -1 : 1));
  if (first === undefined) return undefined;
  return names.length === 1 ? { on: first.on, step: asTyped(first) } : { on: first.on };
}
