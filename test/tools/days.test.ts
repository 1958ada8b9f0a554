import { addDays, dayOf, daysBetween, parseDay } from "../../tools/days";

test.each([
  ["2026-11-25", "2026-11-25"],
  ["2028-02-29", "2028-02-29"],
  ["2026-02-29", undefined],
  ["2026-11-31", undefined],
  ["2026-13-01", undefined],
  ["2026-1-1", undefined],
  ["20261125", undefined],
  ["+002026-11-25", undefined],
  ["2026-11-25T00:00:00Z", undefined],
  ["today", undefined],
  ["", undefined],
])("%j is the day %j", (text, day) => {
  expect(parseDay(text)).toBe(day);
});

test.each([
  ["2026-11-25", 1, "2026-11-26"],
  ["2026-11-25", -29, "2026-10-27"],
  ["2026-12-31", 1, "2027-01-01"],
  ["2028-02-28", 1, "2028-02-29"],
  ["2026-03-29", 1, "2026-03-30"],
  ["2026-11-25", 0, "2026-11-25"],
])("%s and %d days are %s", (from, days, to) => {
  expect([addDays(from, days), daysBetween(from, to)]).toEqual([to, days]);
});

test.each([
  ["2026-11-25T00:00:00Z", "2026-11-25"],
  ["2026-11-25T23:59:59.999Z", "2026-11-25"],
  ["2026-11-25T00:30:00+02:00", "2026-11-24"],
])("%s falls on %s in UTC", (moment, day) => {
  expect(dayOf(new Date(moment))).toBe(day);
});
