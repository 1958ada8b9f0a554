import { stripVTControlCharacters } from "node:util";
import { usageTable } from "../../../tools/usage/report";
import type { GenerationUsage } from "../../../tools/usage-file";

const YEAR = { from: "2026-08-28", to: "2026-11-25" };

function row(given: Partial<GenerationUsage>, quotaShare?: number) {
  const { days = [0], ...more } = given;
  const total = days.reduce((sum, count) => sum + count, 0);
  const counts = { today: days.at(-1)!, last7: total, total, lastUsed: total === 0 ? null : "2026-11-25", days };
  const who = { key: "one", generation: "1", state: "current", usagePlan: "basic", apiKeyId: "k1" } as const;
  return { usage: { ...who, ...counts, quotaLimit: null, ...more }, quotaShare };
}

const linesOf = (
  stack: string,
  period: { readonly from: string; readonly to: string },
  ...[rows, colour]: Parameters<typeof usageTable> extends [unknown, ...infer Rest] ? Rest : never
) =>
  usageTable({ stack, ...period }, rows, colour)
    .split("\n")
    .slice(2);

test("large numbers are short, and a small share of a quota is not nothing", () => {
  const busy = row({ days: Array<number>(90).fill(864_000_000), lastUsed: "2026-11-25", state: "disabled" }, 1.25);
  expect(linesOf("dev", YEAR, [busy, row({ days: Array<number>(90).fill(9_999_999) }, 0.0004)], false)).toEqual([
    "key    state         today  7 days  90 days  last used   quota  blocks of 3 days",
    `one 1  disabled       864M   77.8B    77.8B  2026-11-25   125%  ${"█".repeat(30)}`,
    `one 1  current   9,999,999    900M     900M  2026-11-25  <0.1%  ${"█".repeat(30)}`,
  ]);
});

test("with more than 30 days a block stands for as many days as are needed, counted back from today", () => {
  const days = [...Array<number>(87).fill(0), 5, 1, 1];
  expect(linesOf("dev", YEAR, [row({ days })], false)).toEqual([
    "key    state    today  7 days  90 days  last used   quota  blocks of 3 days",
    "one 1  current      1       7        7  2026-11-25      -  ·····························█",
  ]);
});

test("a request is never lost beside many, and nothing shows as nothing", () => {
  const days = [1, 800, 400, 100, 101, 0, 799, 700, 701];
  expect(linesOf("dev", { from: "2026-11-17", to: "2026-11-25" }, [row({ days })], false)[1]).toBe(
    "one 1  current    701   3,602   3,602  2026-11-25      -  ▁█▄▁▂·█▇█",
  );
});

test("one day is no plural", () => {
  expect(linesOf("dev", { from: "2026-11-25", to: "2026-11-25" }, [row({ days: [3] })], false)).toEqual([
    "key    state    today  7 days  1 day  last used   quota  days",
    "one 1  current      3       3      3  2026-11-25      -  █",
  ]);
});

test("on a terminal what is off steps back, and what is in grace and in use stands out", () => {
  const period = { from: "2026-11-25", to: "2026-11-25" };
  const rows = [
    row({ state: "grace", days: [1] }),
    row({ generation: "2", state: "grace" }),
    row({ generation: "3", state: "disabled", days: [1] }),
    row({ generation: "4", state: "revoked" }),
    row({ generation: "5", state: null, days: [1] }),
  ];
  const painted = linesOf("dev", period, rows, true);
  expect(painted.map(stripVTControlCharacters)).toEqual(linesOf("dev", period, rows, false));
  const styles = painted.map((line) => (line.startsWith("\u001b") ? line.slice(0, line.indexOf("m") + 1) : undefined));
  expect(styles).toEqual(["\u001b[1m", "\u001b[33m", undefined, "\u001b[2m", "\u001b[2m", undefined]);
});
