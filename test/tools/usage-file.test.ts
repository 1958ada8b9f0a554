import { standings, usedWithin } from "../../tools/rotate/standing";
import { readUsageFile, type UsageReport } from "../../tools/usage-file";
import { settingsOf } from "../kit/read-config";
import { folderWith } from "../kit/stack-folder";

const TODAY = "2026-11-25";

interface Planned {
  readonly from: string;
  readonly to: string;
  readonly usagePlan: string | null;
}

/** A report of the days up to `to`, with the one generation `one 1`. */
function report(
  days: readonly number[],
  { from = "2026-11-16", to = TODAY, usagePlan = "basic" }: Partial<Planned> = {},
) {
  const last = days.reduce((latest, count, index) => (count > 0 ? index : latest), -1);
  const lastUsed = last === -1 ? null : `2026-11-${16 + last}`;
  const total = days.reduce((sum, count) => sum + count, 0);
  const counts = { today: days.at(-1) ?? 0, last7: total, total, lastUsed, quotaLimit: null, days: [...days] };
  const generation = { key: "one", generation: "1", state: "grace" as const, usagePlan, apiKeyId: "k1", ...counts };
  return { stack: "dev", from, to, generations: [generation] } satisfies UsageReport;
}

const quiet = (given: UsageReport, quietDays: number, generation = "1") =>
  usedWithin(given, { key: "one", generation }, quietDays, TODAY);

describe("a generation", () => {
  // The days are those from 2026-11-16 to 2026-11-25.
  test.each<[string, number[], number, string | undefined]>([
    ["that nobody has called", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 3, undefined],
    ["used before three whole days", [1, 0, 0, 0, 0, 5, 0, 0, 0, 0], 3, undefined],
    ["used before two whole days", [1, 0, 0, 0, 0, 0, 5, 0, 0, 0], 3, "still used: 5 requests in the last 3 days"],
    ["used today", [0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 1, "still used: 1 request in the last 1 day"],
    ["used every day", [9, 9, 9, 9, 9, 9, 1, 2, 3, 4], 3, "still used: 10 requests in the last 3 days"],
  ])("%s", (_, days, quietDays, because) => {
    expect(quiet(report(days), quietDays)).toBe(because);
  });

  test("that the usage does not have, or that API Gateway does not count, may be in use", () => {
    expect(quiet(report([0]), 3, "2")).toBe("the usage file does not have it: run npm run usage again");
    expect(quiet(report([], { usagePlan: null }), 3)).toBe(
      "it has no usage plan, so API Gateway does not count its use",
    );
  });
});

describe("a Region that did not answer", () => {
  const silent = (days: readonly number[]): UsageReport => ({
    ...report(days),
    unanswered: [{ region: "us-east-1", because: "x" }],
  });

  test("may have calls of a generation that the others have none of", () => {
    expect(quiet(silent([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 3)).toBe(
      "it is not known who still uses it in us-east-1, which did not answer: run npm run usage again",
    );
    expect(quiet(silent([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]), 3)).toBe("still used: 1 request in the last 3 days");
  });

  test("is not waited for while the stack file has it off", () => {
    const file = (enabled: boolean) => ({
      "aws:region": "eu-central-1",
      regions: { "us-east-1": { enabled } },
      rotation: {},
      keys: { one: { generations: { 1: "grace", 2: "current" } } },
    });
    const because = [true, false].map((enabled) => {
      const settings = settingsOf(file(enabled));
      return standings({ settings, usage: silent([0]), today: TODAY }).one!.generations["1"]!.inUse;
    });
    expect(because).toEqual([
      "it is not known who still uses it in us-east-1, which did not answer: run npm run usage again",
      undefined,
    ]);
  });
});

describe("usage tells too little", () => {
  const none = (from: string, to: string) => report([0], { from, to });

  test.each<[string, string, number, string | undefined]>([
    ["2026-11-16", "2026-11-24", 3, undefined],
    ["2026-11-16", "2026-11-23", 3, "the usage file ends on 2026-11-23: run npm run usage again"],
    ["2026-11-22", TODAY, 3, undefined],
    ["2026-08-28", TODAY, 89, undefined],
    [
      "2026-11-23",
      TODAY,
      3,
      "the usage file begins on 2026-11-23, too late for 3 days: run npm run usage with --days 4",
    ],
    [
      "2026-11-25",
      TODAY,
      89,
      "the usage file begins on 2026-11-25, too late for 89 days: run npm run usage with --days 90",
    ],
  ])("from %s to %s, of %d days: %j", (from, to, days, because) => {
    expect(quiet(none(from, to), days)).toBe(because);
  });
});

describe("a file of usage", () => {
  const text = JSON.stringify(report([0, 1]));
  const read = (content: string) => () => readUsageFile(folderWith({ "u.json": content }), "u.json", "dev");

  test("is read", () => {
    expect(read(text)()).toEqual(report([0, 1]));
    const silent = { ...report([0, 1]), unanswered: [{ region: "us-east-1", because: "x" }] };
    expect(read(JSON.stringify(silent))()).toEqual(silent);
  });

  test.each([
    ["no JSON", "Requests with the keys of stack dev"],
    ["nothing", ""],
    ["another JSON", "{}"],
    ["a day that there is not", text.replace(TODAY, "2026-11-31")],
    ["a count that is none", text.replace('"total":1', '"total":-1')],
  ])("with %s in it is refused", (_, content) => {
    expect(read(content)).toThrow("u.json is not a usage file; write one: npm run -s usage -- dev --json > u.json");
  });
});
