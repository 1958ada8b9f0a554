import { faultsOf, settingsOf } from "../../kit/read-config";

const FORM =
  "give a name for the secret: 1 to 512 letters, digits or / _ + = . @ -, not ending in a hyphen and six letters or digits, which is what AWS appends to the name in the ARN";
const named = (...names: unknown[]) => ({
  keys: Object.fromEntries(names.map((secretName, index) => [`key-${index}`, { secretName }])),
});

test.each(["a", "shop/assistant/api-key", "A0/_+=.@-", "x".repeat(512), "a-12345", "a-1234567", "a-12345_"])(
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
  ["a-b1C2d3", 'got "a-b1C2d3"'],
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
    "keys.key-0.secretName: names the key's secret, and nothing is published; add secretsManager: {}, or drop the line",
  ]);
  expect(faultsOf({ ...named("a"), secretsManager: [] })).toEqual([
    "secretsManager: got a list; give a map with kmsKeyId, recoveryWindowInDays",
  ]);
});
