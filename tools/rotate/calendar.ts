/** Which steps the calendar says are due, and which must wait. */
import type { Presence } from "../../src/rotation";
import type { Calendar } from "../../src/settings/rotation-calendar";
import { addDays, type Day } from "../days";

/** A key as the calendar sees it. */
export interface CalendarKey {
  readonly enabled: boolean;
  /** Undefined for a key that has no calendar. */
  readonly rotation?: Calendar;
  readonly generations: Readonly<Record<string, CalendarGeneration>>;
  /** Why no step may be made now, as a clause, such as that the file is not deployed yet. */
  readonly heldBecause?: string;
}

export interface CalendarGeneration {
  /** As the file has it. */
  readonly state: Presence;
  /** The day of the deployment that brought this state; null if that is not known. */
  readonly since: Day | null;
  /** Why it may still be in use, as a clause; undefined if it had no request for `quietDays`. */
  readonly inUse?: string;
}

/** A step that the calendar can ask for. */
export type CalendarStep = "promote" | "retire" | "remove" | "start";

/** A step that is due. */
export interface DueStep {
  readonly key: string;
  readonly step: CalendarStep;
  /** The generation that the step is about; for `start`, the current one, which has become old. */
  readonly generation: string;
  /** The day of the deployment that brought that generation into its state. */
  readonly since: Day;
  /** The first day on which the step was due. */
  readonly on: Day;
}

/** A step that is due but must wait. Step and generation are null for a key of which every step must wait. */
export interface HeldStep {
  readonly key: string;
  readonly step: CalendarStep | null;
  readonly generation: string | null;
  /** Why, as a clause. */
  readonly because: string;
}

/** What is due and what is held back on a day, sorted by key. A key has at most one due step. */
export function stepsDue(
  keys: Readonly<Record<string, CalendarKey>>,
  today: Day,
): { readonly due: DueStep[]; readonly held: HeldStep[] } {
  const due: DueStep[] = [];
  const held: HeldStep[] = [];
  for (const [name, key] of Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const steps = stepsOf(key);
    if (steps.length > 0 && key.heldBecause !== undefined) {
      held.push({ key: name, step: null, generation: null, because: key.heldBecause });
      continue;
    }
    for (const { step, generation, since, on, blocked } of steps) {
      if (since === null || on === null) held.push({ key: name, step, generation, because: UNDATED });
      else if (on > today) continue;
      else if (blocked !== undefined) held.push({ key: name, step, generation, because: blocked });
      // One step for each key and run: each is a deployment of its own.
      else if (due.at(-1)?.key !== name) due.push({ key: name, step, generation, since, on });
    }
  }
  return { due, held };
}

const UNDATED = "the last deployment does not tell since when";

/** The next step of a key, and the first day on which it is due. */
export type NextStep = Omit<DueStep, "key" | "since">;

/**
 * The next step of a key. If it must wait for something else than its day, that day is past.
 *
 * Undefined if there is no next step, none with a known day, or if every step must wait.
 */
export function nextStep(key: CalendarKey, today: Day): NextStep | undefined {
  if (key.heldBecause !== undefined) return undefined;
  const steps = stepsOf(key).flatMap(({ step, generation, on }) => (on === null ? [] : [{ step, generation, on }]));
  const [first] = steps.filter(({ on }) => on <= today);
  return first ?? steps.sort((a, b) => (a.on < b.on ? -1 : 1))[0];
}

/** A step as the user types it. `start` takes no generation. */
export function asTyped({ step, generation }: Pick<DueStep, "step" | "generation">): string {
  return step === "start" ? step : `${step} ${generation}`;
}

interface ComingStep {
  readonly step: CalendarStep;
  readonly generation: string;
  readonly since: Day | null;
  /** Null if it is not known since when the generation has been in its state. */
  readonly on: Day | null;
  /** Why the step must wait even once it is due. */
  readonly blocked?: string;
}

/** The next steps for the generations in their present states, in the order in which they are made. */
function stepsOf({ enabled, rotation, generations }: CalendarKey): ComingStep[] {
  if (!enabled || rotation === undefined) return [];
  const all = Object.entries(generations);
  const from = (states: readonly Presence[], step: CalendarStep, days: number): ComingStep[] =>
    all
      .filter(([, { state }]) => states.includes(state))
      .map(([id, { since, inUse }]) => ({
        step,
        generation: id,
        since,
        on: since === null ? null : addDays(since, days),
        blocked: step === "retire" && rotation.quietDays > 0 ? inUse : undefined,
      }));
  const staged = from(["staged"], "promote", rotation.stagedDays);
  const inGrace = from(["grace"], "retire", rotation.graceDays);
  const still = inGrace.map(({ generation }) => `generation ${generation} is still in grace`).join(", ");
  // A rotation ends before the next one starts.
  const start = staged.length > 0 ? [] : from(["current"], "start", rotation.everyDays);
  return [
    ...staged,
    ...inGrace,
    ...from(["disabled", "revoked"], "remove", rotation.disabledDays),
    ...start.map((it) => ({ ...it, blocked: still === "" ? undefined : still })),
  ];
}
