import { z } from "zod";
import { faultText, fields, orEmptyMap, wholeNumber } from "./forms";

/** When each step of a rotation is due, in days. */
export interface Calendar {
  readonly everyDays: number;
  readonly stagedDays: number;
  readonly graceDays: number;
  readonly quietDays: number;
  readonly disabledDays: number;
}

const defaults: Calendar = { everyDays: 90, stagedDays: 1, graceDays: 7, quietDays: 3, disabledDays: 7 };

function days(name: keyof Calendar, min: number, max: number, what: string) {
  const description = `${what}. Without it ${defaults[name]}`;
  return wholeNumber(min, max, "days")
    .optional()
    .meta({ description, examples: [defaults[name]] });
}

/** The calendar of a stack: when each step of a rotation is due. Only the tools use it, nothing in AWS depends on it. */
export const rotationCalendar = orEmptyMap(
  fields({
    everyDays: days("everyDays", 1, 3650, "Days from one rotation to the next"),
    stagedDays: days("stagedDays", 0, 365, "Days that a generation is staged before it is promoted"),
    graceDays: days("graceDays", 0, 365, "Days that a generation is in grace before it is retired, at least"),
    quietDays: days("quietDays", 0, 89, "Whole days without a request before a generation is retired; 0 requires none"),
    disabledDays: days("disabledDays", 0, 365, "Days that a generation is disabled before it is removed"),
  }),
);

const noCalendar = z.literal([false, "false"]).transform(() => false as const);

/** The calendar of a key: its entries override the stack's; `false` means none. */
export const keyRotation = z.union([noCalendar.meta({ allowed: "false" }), rotationCalendar], {
  error: faultText({ allowed: `a map with ${Object.keys(defaults).join(", ")}, or false`, kind: "map" }),
});

/** The calendar of a key with defaults filled in; undefined if it has none. */
export function calendarOf(
  stack: z.output<typeof rotationCalendar> | undefined,
  key: z.output<typeof keyRotation> | undefined,
): Calendar | undefined {
  if (key === false || (stack === undefined && key === undefined)) return undefined;
  return { ...defaults, ...stack, ...key };
}
