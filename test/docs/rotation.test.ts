import { guard } from "../../src/guard";
import { generationStates, isEnabled, isPublished, steps } from "../../src/rotation";
import { formatFaults } from "../../src/settings/faults";
import { calendarOf } from "../../src/settings/rotation-calendar";
import { textOf } from "../kit/documented";
import { settingsOf } from "../kit/read-config";

const text = textOf("docs/rotation.md");

test("README.md shows the refusal that the program gives", () => {
  const generation = { enabled: true, isLinked: true, usagePlan: "standard" };
  const deployed = {
    keys: {
      search: {
        finished: { enabled: true, deletionProtection: true, generations: { 1: "current", 2: "staged" } as const },
        generations: {
          1: { ...generation, state: "current", since: "2026-08-20" } as const,
          2: { ...generation, state: "staged", since: "2026-11-20" } as const,
        },
      },
    },
    usagePlans: {},
  };
  const settings = settingsOf({
    keys: { search: { usagePlan: "standard", generations: { 1: "disabled", 2: "current" } } },
    usagePlans: { standard: {} },
  });
  const [, shown] = /^```text\n(the configuration [^]*?)\n```$/m.exec(textOf("README.md"))!;
  expect(formatFaults("prod", guard(deployed, settings, "prod").faults)).toBe(shown);
});

test("the table of the calendar has every entry with its default", () => {
  const rows = [...text.matchAll(/^\| `(\w+Days)` +\| (\d+) /gm)].map(([, entry, days]) => [entry, Number(days)]);
  expect(Object.fromEntries(rows)).toEqual(calendarOf({}, undefined));
});

test("the table of the states says what they mean", () => {
  const word = (is: boolean) => (is ? "yes" : "no");
  const states = generationStates.join("|");
  const rows = [...text.matchAll(new RegExp(`^\\| \`(${states})\` +\\| (\\w+) +\\| (\\w+) +\\| (\\w+) +\\|$`, "gm"))];
  expect(rows.map((row) => row.slice(1))).toEqual(
    generationStates.map((state) => [
      state,
      word(isEnabled(state)),
      word(isPublished(state)),
      // `createGeneration` protects exactly what is enabled.
      word(isEnabled(state)),
    ]),
  );
});

test("the table of the steps has every verb", () => {
  const table = text.slice(text.indexOf("| step "), text.indexOf("The newest in grace"));
  const listed = [...table.matchAll(/^\| `([a-z]+( --now)?)( ID)?`/gm)].map(([, step]) => step);
  expect(listed).toEqual(Object.keys(steps));
});
