import * as fc from "fast-check";
import { guard } from "../../src/guard";
import type { DeployedGeneration, DeployedKey } from "../../src/last-deployment";
import { generationStates, isEnabled, mayBecome, stateConflict, type States } from "../../src/rotation";
import { deployedKey } from "../kit/deployed-key";
import { settingsOf } from "../kit/read-config";
import { tries } from "../kit/tries";

const ids = ["1", "2", "3", "old", "constructor"];
const anyState = fc.constantFrom(...generationStates);

/** A record as no hand would write it, of a deployment that may have broken off anywhere. */
const record: fc.Arbitrary<DeployedKey> = fc
  .record({
    states: fc.dictionary(fc.constantFrom(...ids), fc.option(anyState, { nil: undefined }), { minKeys: 1 }),
    finished: fc.boolean(),
    on: fc.boolean(),
    offByHand: fc.subarray(ids),
    unlinked: fc.subarray(ids),
  })
  .map(({ states, finished, on, offByHand, unlinked }) => {
    const generations = Object.entries(states).map(([id, state]): [string, DeployedGeneration] => {
      const enabled = on && !offByHand.includes(id) && (state === undefined || isEnabled(state));
      return [id, { state, enabled, isLinked: !unlinked.includes(id) }];
    });
    const key = { generations: Object.fromEntries(generations) };
    return finished ? { ...key, finished: { enabled: on, deletionProtection: true, generations: {} } } : key;
  });

/** The states of a file that has no fault of its own. */
const file: fc.Arbitrary<States> = fc
  .dictionary(fc.constantFrom(...ids, "4"), anyState, { minKeys: 1 })
  .filter((states) => stateConflict(Object.values(states)) === undefined);

/** What the guard says of the key's generations. */
function faultsOf(last: DeployedKey, generations: States, enabled: boolean): string[] {
  const settings = settingsOf({ keys: { search: { generations, enabled } } });
  return guard({ keys: { search: last }, usagePlans: {} }, settings, "prod").faults.map(({ problem }) => problem);
}

/** The states that a refusal says to write, as they stand in a stack file. */
function advised(problem: string): States {
  const [, map] = /^(?:first )?deploy (\{.*?\})/m.exec(problem)!;
  return JSON.parse(map!.replaceAll(/: (\w+)/g, ': "$1"')) as States;
}

/** What is recorded once these states are deployed. */
function afterwards(generations: States, enabled: boolean): DeployedKey {
  const each = Object.entries(generations).map(([id, state]): [string, DeployedGeneration] => [
    id,
    { state, enabled: enabled && isEnabled(state), isLinked: true },
  ]);
  return { finished: { enabled, deletionProtection: true, generations }, generations: Object.fromEntries(each) };
}

const isKnown = ({ finished, generations }: DeployedKey) =>
  finished !== undefined || Object.values(generations).some(({ state }) => state !== undefined);

describe("whatever was deployed and whatever is refused", () => {
  const everyCase = fc.record({ last: record.filter(isKnown), wanted: file, enabled: fc.boolean() });
  const refused = everyCase.filter(({ last, wanted, enabled }) => faultsOf(last, wanted, enabled).length > 0);

  test("what the guard says to write is a file without fault, and may follow", () => {
    fc.assert(
      fc.property(refused, ({ last, wanted, enabled }) => {
        const problems = faultsOf(last, wanted, enabled);
        const advice = problems.map(advised);
        expect(new Set(advice.map((it) => JSON.stringify(it))).size).toBe(1);
        expect(stateConflict(Object.values(advice[0]!))).toBeUndefined();
        expect(faultsOf(last, advice[0]!, enabled)).toEqual([]);
      }),
      tries(60),
    );
  });

  test("it moves what was deployed by one step at most, deletes and revokes nothing that is wanted otherwise", () => {
    fc.assert(
      fc.property(refused, ({ last, wanted, enabled }) => {
        const advice = advised(faultsOf(last, wanted, enabled)[0]!);
        for (const [id, { state, enabled: isOn }] of Object.entries(last.generations)) {
          const next = Object.hasOwn(advice, id) ? advice[id]! : "absent";
          const target = Object.hasOwn(wanted, id) ? wanted[id]! : "absent";
          if (next === "absent") expect([id, target]).toEqual([id, "absent"]);
          if (next === "revoked" && state !== "revoked") expect([id, target]).toEqual([id, "revoked"]);
          if (state !== undefined && last.finished && isOn && enabled) expect(mayBecome(state, next)).toBe(true);
        }
      }),
      tries(60),
    );
  });

  test("and where it says what to deploy first, the same again and again leads to what was wanted", () => {
    fc.assert(
      fc.property(refused, ({ last, wanted, enabled }) => {
        const said = [faultsOf(last, wanted, enabled)];
        fc.pre(said[0]!.every((problem) => problem.includes("\nfirst deploy ")));
        while (said.at(-1)!.length > 0 && said.length < 5) {
          const next = afterwards(advised(said.at(-1)![0]!), enabled);
          said.push(faultsOf(next, wanted, enabled));
        }
        expect(said.at(-1)).toEqual([]);
      }),
      tries(60),
    );
  });
});

test.each<[deployed: string, wanted: States, told: string]>([
  [
    "1 grace, 2 current",
    { 1: "current", 2: "disabled" },
    'first deploy { "1": current, "2": grace } (rollback), then this',
  ],
  ["1 current", { 1: "disabled", 2: "current" }, 'first deploy { "1": grace, "2": current } (start --now), then this'],
  [
    "1 grace, 2 current, 3 disabled",
    { 1: "revoked", 2: "disabled", 3: "current" },
    'first deploy { "1": revoked, "2": grace, "3": current } (revoke), then this',
  ],
  [
    "1 grace, 2 current, 3 disabled",
    { 2: "disabled", 3: "current" },
    'first deploy { "1": disabled, "2": grace, "3": current }, then this',
  ],
  [
    "1 disabled, 2 revoked, 3 current",
    { 1: "grace", 2: "grace", 3: "current" },
    'deploy { "1": grace, "2": revoked, "3": current } (restore) instead',
  ],
  [
    "1 disabled, 2 revoked, 3 current",
    { 2: "grace", 3: "current" },
    'deploy { "2": revoked, "3": current } (remove) instead',
  ],
  [
    "1 revoked, 2 disabled, 3 current",
    { 2: "staged", 3: "current" },
    'deploy { "2": disabled, "3": current } (remove) instead',
  ],
  ["1 revoked, 7 revoked", { 1: "current" }, 'deploy { "1": revoked, "8": current } (start --now) instead'],
])("of %s, with %j wanted, the advice names the verb that does it: %s", (before, wanted, told) => {
  const [problem] = faultsOf(deployedKey(before), wanted, true);
  expect(problem!.split("\n")[1]!.split(";")[0]).toBe(told);
});
