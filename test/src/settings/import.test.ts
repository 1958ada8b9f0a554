import { faultsOf, settingsOf } from "../../kit/read-config";

const FORM = "1 to 64 letters and digits";
const keyOf = (generation: unknown) => ({ keys: { a: { generations: { "1": generation } } } });
const imported = (id: unknown) => keyOf({ state: "current", import: id });

test.each(["a", "A1b2C3d4E5", "0".repeat(64)])("an API key and a usage plan may be imported by the id %s", (id) => {
  const { keys, usagePlans } = settingsOf({ ...imported(id), usagePlans: { p: { import: id } } });
  expect(keys.a!.generations["1"]).toEqual({ state: "current", import: id });
  expect(usagePlans.p).toEqual({ import: id });
});

test.each<[unknown, string]>([
  ["", 'got ""'],
  ["a-1", 'got "a-1"'],
  ["a b", 'got "a b"'],
  ["0".repeat(65), `got "${"0".repeat(57)}…"`],
])("%j is no id to import", (id, got) => {
  expect(faultsOf({ ...imported(id), usagePlans: { p: { import: id } } })).toEqual([
    `keys.a.generations.1.import: ${got}; give the id of an existing API key: ${FORM}`,
    `usagePlans.p.import: ${got}; give the id of an existing usage plan: ${FORM}`,
  ]);
});

test.each<[unknown, string]>([
  [12, "got 12, which is not text: put it in quotes"],
  [["x1"], "got a list"],
])("%j is neither an id to import nor a map of them", (given, got) => {
  expect(faultsOf({ ...imported(given), usagePlans: { p: { import: given } } })).toEqual([
    `keys.a.generations.1.import: ${got}; give the id of an existing API key, or a map of Regions to ids`,
    `usagePlans.p.import: ${got}; give the id of an existing usage plan, or a map of Regions to ids`,
  ]);
});

test("an import with nothing behind it is a fault, beside another fault too", () => {
  const empty = "empty: give a value or drop the line";
  expect(faultsOf({ ...imported(null), usagePlans: { p: { import: null } } })).toEqual([
    `keys.a.generations.1.import: ${empty}`,
    `usagePlans.p.import: ${empty}`,
  ]);
  expect(faultsOf(keyOf({ state: null, import: null }))).toEqual([
    `keys.a.generations.1.import: ${empty}`,
    `keys.a.generations.1.state: ${empty}`,
  ]);
});

test("an id is imported once, whichever key or generation has it", () => {
  const twice = (what: string) => `the ${what} "x1" is imported twice; import it once`;
  expect(
    faultsOf({
      keys: {
        a: { generations: { "1": { state: "grace", import: "x1" }, "2": { state: "current", import: "x1" } } },
        b: { generations: { "1": { state: "current", import: "x1" } } },
      },
      usagePlans: { p: { import: "x1" }, q: { import: "x1" } },
    }),
  ).toEqual([
    `keys.a.generations.2.import: ${twice("API key")}`,
    `keys.b.generations.1.import: ${twice("API key")}`,
    `usagePlans.q.import: ${twice("usage plan")}`,
  ]);
});

test("an API key and a usage plan may have the same id", () => {
  expect(faultsOf({ ...imported("x1"), usagePlans: { p: { import: "x1" } } })).toEqual([]);
});
