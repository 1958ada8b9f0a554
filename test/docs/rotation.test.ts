import { generationStates, isEnabled, isPublished, steps } from "../../src/rotation";
import { calendarOf } from "../../src/settings/rotation-calendar";
import { textOf } from "../kit/documented";

const text = textOf("docs/rotation.md");

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
