import { identitiesOf, identityChanges, importsToDrop } from "../../../tools/rotate/identities";
import { settingsOf } from "../../kit/read-config";

type Config = Readonly<Record<string, unknown>>;

/** A key `a` in one generation, on a plan `p` beside a plan `q`. */
function stack({ key = {}, generation = {}, plan = {}, secrets = {} as object | null }): Config {
  return {
    keys: { a: { usagePlan: "p", generations: { "1": { state: "current", ...generation } }, ...key } },
    usagePlans: { p: plan, q: { import: "q1" } },
    ...(secrets && { secretsManager: secrets }),
  };
}

const compare = (before: Config, after: Config) =>
  identityChanges(identitiesOf(settingsOf(before)), identitiesOf(settingsOf(after)));

const REPLACED = "and would replace the API key of the generation";
const OTHER = "which would make another secret that no consumer knows, as AWS cannot rename one; keep the name";

test.each<[string, Config, Config, string]>([
  [
    "an import added to a generation",
    stack({}),
    stack({ generation: { import: "k1" } }),
    `keys.a.generations.1.import: added to what exists, ${REPLACED}; drop the line, and import "k1" as a new generation`,
  ],
  [
    "an import of a generation changed",
    stack({ generation: { import: "k1" } }),
    stack({ generation: { import: "k2" } }),
    `keys.a.generations.1.import: changed from "k1", ${REPLACED}; drop the line, and import "k2" as a new generation`,
  ],
  [
    "another plan for an imported generation",
    stack({ generation: { import: "k1" } }),
    stack({ generation: { import: "k1", usagePlan: "q" } }),
    "keys.a.generations.1.import: not dropped yet, while the generation moves from plan p to q, where there is no link to import; drop the line",
  ],
  [
    "an import added to a plan",
    stack({}),
    stack({ plan: { import: "p1" } }),
    'usagePlans.p.import: added to what exists, and would replace the existing usage plan; drop the line, or import "p1" under another name',
  ],
  [
    "an import of a plan changed",
    stack({ plan: { import: "p1" } }),
    stack({ plan: { import: "p2" } }),
    'usagePlans.p.import: changed from "p1", and would replace the existing usage plan; drop the line, or import "p2" under another name',
  ],
  [
    "a secret that gets a name",
    stack({}),
    stack({ key: { secretName: "x" } }),
    `keys.a.secretName: added to what exists, ${OTHER}`,
  ],
  [
    "a secret that gets another name",
    stack({ key: { secretName: "x" } }),
    stack({ key: { secretName: "y" } }),
    `keys.a.secretName: changed from "x", ${OTHER}`,
  ],
  [
    "a secret that loses its name",
    stack({ key: { secretName: "x" } }),
    stack({}),
    `keys.a.secretName: dropped, it was "x", ${OTHER}`,
  ],
])("refused: %s", (_, before, after, line) => {
  expect(compare(before, after)).toEqual([line]);
});

const imported = stack({ generation: { import: "k1" }, plan: { import: "p1" } });

test.each<[string, Config, Config]>([
  ["imports that stand", imported, imported],
  ["imports dropped", imported, stack({})],
  [
    "an import dropped with the plan that it was on",
    imported,
    stack({ generation: { usagePlan: "q" }, plan: { import: "p1" } }),
  ],
  [
    "imports in what is new",
    { keys: { b: { enabled: false } } },
    { ...imported, keys: { ...(imported.keys as object), b: { enabled: false } } },
  ],
  ["a secret that is new, under a name", stack({ secrets: null }), stack({ key: { secretName: "x" } })],
  [
    "anything in a key that was off",
    stack({ key: { enabled: false, secretName: "x" }, generation: { import: "wrong" } }),
    stack({ key: { secretName: "y" }, generation: { import: "k1" } }),
  ],
])("accepted: %s", (_, before, after) => {
  expect(compare(before, after)).toEqual([]);
});

test("an import that was there before stands, and no other", () => {
  const toDrop = (before: Config, after: Config) =>
    importsToDrop(identitiesOf(settingsOf(before)), identitiesOf(settingsOf(after)));
  expect(toDrop(imported, imported)).toEqual([
    "keys.a.generations.1.import",
    "usagePlans.p.import",
    "usagePlans.q.import",
  ]);
  expect(toDrop(stack({}), { ...imported, usagePlans: { p: { import: "p1" } } })).toEqual([]);
});
