import { faultsOf, settingsOf, warningsOf } from "../../kit/read-config";

const FORM = "give a name for the secret: 1 to 512 letters, digits or / _ + = . @ -";
const named = (...names: unknown[]) => ({
  keys: Object.fromEntries(names.map((secretName, index) => [`key-${index}`, { secretName }])),
});

test.each(["a", "shop/assistant/api-key", "A0/_+=.@-", "x".repeat(512), "a-12345", "a-b1C2d3", "prod/partner-apikey"])(
  "a secret may be called %s",
  (name) => {
    expect(settingsOf({ ...named(name), secretsManager: {} }).keys["key-0"]!.secretName).toBe(name);
  },
);

test.each<[unknown, string]>([
  ["", 'got ""'],
  ["a b", 'got "a b"'],
  ["é", 'got "é"'],
  ["x".repeat(513), `got "${"x".repeat(57)}…"`],
  [7, "got 7, which is not text: put it in quotes"],
])("a secret is not called %j", (name, got) => {
  expect(faultsOf({ ...named(name), secretsManager: {} })).toEqual([`keys.key-0.secretName: ${got}; ${FORM}`]);
});

test("a name is that of one secret", () => {
  expect(faultsOf({ ...named("a", "b", "a"), secretsManager: {} })).toEqual([
    'keys.key-2.secretName: the name "a" is given twice; give each secret its own name',
  ]);
});

test("a name needs a secret", () => {
  expect(faultsOf(named("a"))).toEqual([
    "keys.key-0.secretName: names the key's secret, and the key has none; add secretsManager: {}, or drop the line",
  ]);
  expect(faultsOf({ ...named("a"), secretsManager: [] })).toEqual([
    "secretsManager: got a list; give a map with kmsKeyId, recoveryWindowInDays",
  ]);
});

test.each<[string, boolean]>([
  ["prod/partner-apikey", true],
  ["a-b1C2d3", true],
  ["a-12345", false],
  ["a-1234567", false],
  ["a-12345_", false],
])("the name %s ends as the ARNs of secrets do, and is warned of: %s", (name, isWarned) => {
  const warning =
    "keys.key-0.secretName: it ends in a hyphen and six letters or digits, as the ARNs of secrets do; AWS advises against such names";
  expect(warningsOf({ ...named(name), secretsManager: {} }).includes(warning)).toBe(isWarned);
});
