import type { GenerationState } from "../../src/rotation";
import type { Calendar } from "../../src/settings/rotation-calendar";
import { addDays, type Day } from "../days";

/** A key as the calendar sees it. */
export interface CalendarKey {
  readonly enabled: boolean;
  /** Undefined for a key that has no calendar. */
  readonly rotation?: Calendar;
  readonly generations: Readonly<Record<string, CalendarGeneration>>;
  /** Why no step may be made now, whatever the day, a clause: the last one is not deployed yet. */
  readonly waitsFor?: string;
}

export interface CalendarGeneration {
  readonly state: GenerationState;
  /** The day on which it came into this state; null where that is not known. */
  readonly since: Day | null;
  /** Why the day is not known, a clause. */
  readonly unknown?: string;
  /** Why it is not known to be unused, a clause; undefined for one that has been quiet for `quietDays`. */
  readonly inUse?: string;
}

/** A step that the calendar can ask for. */
export type CalendarStep = "promote" | "retire" | "remove" | "start";

/** A step that is due. */
export interface DueStep {
  readonly key: string;
  readonly step: CalendarStep;
  /** The generation that the step is about: for `start`, the current one, which has become old. */
  readonly generation: string;
  /** The day on which that generation came into its state. */
  readonly since: Day;
  /** The first day on which the step was due. */
  readonly on: Day;
}

/** A step whose day has come, and which must wait. */
export interface HeldStep {
  readonly key: string;
  readonly step: CalendarStep;
  readonly generation: string;
  /** Why, a clause. */
  readonly because: string;
}

/** What is due and what is held back on a day, sorted by key. No key has two steps that are due. */
export function stepsDue(
  keys: Readonly<Record<string, CalendarKey>>,
  today: Day,
): { readonly due: DueStep[]; readonly held: HeldStep[] } {
  const due: DueStep[] = [];
  const held: HeldStep[] = [];
  for (const [name, key] of Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const come = stepsOf(key).filter(({ on }) => on === null || on <= today);
    for (const { step, generation, since, on, unknown, blocked } of come) {
      const because = key.waitsFor ?? (on === null ? (unknown ?? "since when is not known") : blocked);
      if (because !== undefined) held.push({ key: name, step, generation, because });
      // One step a day: each is a deployment of its own.
      else if (due.at(-1)?.key !== name) due.push({ key: name, step, generation, since: since!, on: on! });
    }
  }
  return { due, held };
}

/**
 * The next step of a key, and the day on which it is due at the earliest: the day is past where it is held back.
 *
 * Undefined where no step is to come, or none whose day is known.
 */
export function nextStep(key: CalendarKey, today: Day): Omit<DueStep, "key" | "since"> | undefined {
  const steps = stepsOf(key).flatMap(({ step, generation, on }) => (on === null ? [] : [{ step, generation, on }]));
  const [first] = steps.filter(({ on }) => on <= today);
  return first ?? steps.sort((a, b) => (a.on < b.on ? -1 : 1))[0];
}

/** A step as it is typed: `start` finds its own generation. */
export function asTyped({ step, generation }: Pick<DueStep, "step" | "generation">): string {
  return step === "start" ? step : `${step} ${generation}`;
}

interface ComingStep extends Omit<CalendarGeneration, "state" | "inUse"> {
  readonly step: CalendarStep;
  readonly generation: string;
  /** Null where it is not known since when the generation has been in its state. */
  readonly on: Day | null;
  /** Why the step may not be made, whatever the day. */
  readonly blocked?: string;
}

/** The steps that are to come for the generations as they are, in the order in which they are made. */
function stepsOf({ enabled, rotation, generations }: CalendarKey): ComingStep[] {
  if (!enabled || rotation === undefined) return [];
  const all = Object.entries(generations);
  const from = (state: GenerationState, step: CalendarStep, days: number): ComingStep[] =>
    all
      .filter(([, generation]) => generation.state === state)
      .map(([id, { since, unknown, inUse }]) => ({
        step,
        generation: id,
        since,
        on: since === null ? null : addDays(since, days),
        unknown,
        blocked: step === "retire" && rotation.quietDays > 0 ? inUse : undefined,
      }));
  const staged = from("staged", "promote", rotation.stagedDays);
  const inGrace = from("grace", "retire", rotation.graceDays);
  const still = inGrace.map(({ generation }) => `generation ${generation} is still in grace`).join(", ");
  // A rotation that has begun comes to its end before the next one.
  const start = staged.length > 0 ? [] : from("current", "start", rotation.everyDays);
  return [
    ...staged,
    ...inGrace,
    ...from("disabled", "remove", rotation.disabledDays),
    ...start.map((it) => ({ ...it, blocked: still === "" ? undefined : still })),
  ];
}
