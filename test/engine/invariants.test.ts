import type { Call } from "../../harness/aws/calls";
import type { KeyView } from "../../harness/aws/observation";
import { violations } from "../kit/engine/invariants";
import { keys } from "../kit/engine/rotating-keys";

const old: KeyView = {
  service: "one",
  generation: "1",
  enabled: true,
  plans: ["ai-service-keys-dev-basic-0a1b2c3"],
  published: false,
  handedOut: true,
};
const now: KeyView = { ...old, generation: "2", published: true };
const orphan: KeyView = { ...now, plans: [], published: false, handedOut: false };
const [started, promoted, retired] = [
  keys({ 1: "current", 2: "staged" }),
  keys({ 1: "grace", 2: "current" }),
  keys({ 1: "disabled", 2: "current" }),
];
const off = { keys: { one: { usagePlan: "basic", enabled: false, generations: { 1: "grace", 2: "current" } } } };

/** The journal of one call, after which there are these keys. */
function seen(...views: KeyView[]): Call[] {
  return [{ action: "Act", resource: "one", seen: { keys: views, delivered: ["one"] } }];
}

test.each<[string, Parameters<typeof violations>, string[]]>([
  ["all is well", [{ from: started, to: promoted }, seen(old, now)], []],
  ["an orphan is in no plan", [{ from: started, to: promoted }, seen(old, orphan, now)], []],
  [
    "a key moves to another plan, and an older orphan of its name is off",
    [
      { from: keys({ 1: "current", 2: "staged" }), to: keys({ 1: "current", 2: "staged" }) },
      seen({ ...old, published: true }, { ...orphan, enabled: false }, orphan),
    ],
    ["one-2 is in no plan"],
  ],
  [
    "the published key is off",
    [{ from: started, to: promoted }, seen(old, { ...now, enabled: false })],
    ["the published key of one is off", "one-2 is off"],
  ],
  [
    "the published key is in no plan",
    [{ from: started, to: promoted }, seen(old, { ...now, plans: [] })],
    ["the published key of one is in no plan", "one-2 is in no plan"],
  ],
  [
    "the published key is in the plan of another",
    [{ from: started, to: promoted }, seen(old, { ...now, plans: ["ai-service-keys-dev-plus-0a1b2c3"] })],
    ["the published key of one is in no plan", "one-2 is in no plan"],
  ],
  [
    "the published value belongs to no key",
    [{ from: started, to: promoted }, seen(old)],
    ["the published key of one is gone", "one-2 is gone"],
  ],
  [
    "the key in grace is off",
    [{ from: started, to: promoted }, seen({ ...old, enabled: false }, now)],
    ["one-1 is off"],
  ],
  ["the key in grace is gone", [{ from: promoted, to: keys({ 2: "current" }) }, seen(now)], ["one-1 is gone"]],
  [
    "the staged key is gone",
    [{ from: started, to: keys({ 1: "current" }) }, seen({ ...old, published: true })],
    ["one-2 is gone"],
  ],
  ["a key is off as configured", [{ from: promoted, to: retired }, seen({ ...old, enabled: false }, now)], []],
  ["a key is gone that was off before", [{ from: retired, to: keys({ 2: "current" }) }, seen(now)], []],
  [
    "a key is off as configured, while it is still the published one",
    [{ from: started, to: retired }, seen({ ...old, published: true, enabled: false }, { ...now, published: false })],
    ["the published key of one is off"],
  ],
  [
    "the whole service is off as configured",
    [{ from: promoted, to: off }, seen({ ...old, enabled: false }, { ...now, enabled: false })],
    [],
  ],
])("%s", (_, given, expected) => {
  expect(violations(...given)).toEqual(expected.map((problem) => `after Act one: ${problem}`));
});
