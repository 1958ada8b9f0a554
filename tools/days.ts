/** Days of the calendar, in UTC, written `YYYY-MM-DD`: texts that sort as the days do. */
export type Day = string;

const MILLISECONDS = 24 * 60 * 60 * 1000;

/** The day that a text names; undefined if there is no such day, such as `2026-02-30`. */
export function parseDay(text: string): Day | undefined {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && dayOf(date) === text ? text : undefined;
}

/** The day on which a moment falls. */
export function dayOf(moment: Date): Day {
  return moment.toISOString().slice(0, 10);
}

/** The day this many days later; earlier for a negative number. */
export function addDays(day: Day, days: number): Day {
  return dayOf(new Date(Date.parse(day) + days * MILLISECONDS));
}

/** How many days `to` is after `from`; negative if it is before. */
export function daysBetween(from: Day, to: Day): number {
  return (Date.parse(to) - Date.parse(from)) / MILLISECONDS;
}
