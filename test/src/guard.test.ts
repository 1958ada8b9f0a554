import * as fc from "fast-check";
import { join } from "node:path";
import { parse } from "yaml";
import { guard } from "../../src/guard";
import type {
  DeployedGeneration,
  DeployedKey,
  DeployedPlan,
  DeployedStage,
  LastDeployment,
} from "../../src/last-deployment";
import {
  type GenerationState,
  generationStates,
  isEnabled,
  mayBecome,
  type Presence,
  stateConflict,
  type States,
} from "../../src/rotation";
import { deployedKey } from "../kit/deployed-key";
import { linesOf, settingsOf, type TestConfig } from "../kit/read-config";
import { tries } from "../kit/tries";
import { testWrittenCases, wholeCase } from "../kit/written-cases";

const DEPLOYED = "deployed: ";

// Of each case: `deployed:` begins what was deployed, as in `deployedKey` after the name of the key; `deployed: plan NAME ID
// ID@REGION opens API/STAGE opens API/STAGE@REGION` a plan, `deployed: Region NAME` the stack's. Indented below it is the file. Then what the guard says of it.
testWrittenCases(join(__dirname, "guard.txt"), (text) => {
  const [title = "", ...lines] = text.split("\n");
  const deployed = lines.flatMap((line) => (line.startsWith(DEPLOYED) ? [line.slice(DEPLOYED.length)] : []));
  const file = lines.filter((line) => line.startsWith("  "));
  const play = () => {
    const { faults, warnings } = guard(lastOf(deployed), settingsOf(parse(file.join("\n")) as TestConfig), "prod");
    const said = [...linesOf(faults), ...warnings.map((warning) => `warning: ${warning}`)];
    return [
      title,
      ...deployed.map((line) => DEPLOYED + line),
      ...file,
      ...(said.length > 0 ? said : ["accepted"]),
    ].join("\n");
  };
  return wholeCase(text, play);
});

function lastOf(lines: readonly string[]): LastDeployment {
  const keys: Record<string, DeployedKey> = {};
  const usagePlans: Record<string, DeployedPlan> = {};
  let region: string | undefined;
  for (const line of lines) {
    const [first = "", name = "", ...ids] = line.split(" ");
    if (first === "Region") region = name;
    else if (first === "plan") usagePlans[name] = planOf(ids);
    else keys[first.replace(/,$/, "")] = deployedKey(line.slice(first.length + 1));
  }
  return { keys, usagePlans, region };
}

function planOf(words: readonly string[]): DeployedPlan {
  const [ids = "", ...opened] = words.join(" ").split(" opens ");
  const [id, there] = ids.split(" ").filter(Boolean);
  const [copyId, region] = there?.split("@") ?? [];
  const apiStages = opened.map((each): DeployedStage => {
    const [stage = "", of] = each.split("@");
    const [apiId = "", name = ""] = stage.split("/");
    return { apiId, stage: name, ...(of !== undefined && { region: of }) };
  });
  return { id, ...(region !== undefined && { copies: { [region]: copyId } }), apiStages };
}

type From = Presence | "unknown";

const PRESENCES: readonly Presence[] = ["absent", "staged", "current", "grace", "disabled", "revoked"];

/**
 * Below each state that was deployed, which of `absent staged current grace disabled revoked` may follow: + or -. Before each
 * row, how the last deployment ended, with the key on or off, and whether the file switches it on or off. Of one that broke
 * off the record may be ahead of AWS, so whether it says on or off makes no difference.
 */
const MAY_FOLLOW = `
                        absent  staged  current  grace   disabled  revoked  unknown
finished, on -> on      ++++++  -++-++  --++-+   --++++  +-++++    +----+
finished, on -> off     ++++++  -+++++  -+++++   -+++++  ++++++    +----+
finished, off -> on     ++++++  ++++++  +-++++   +-++++  +-++++    +----+
finished, off -> off    ++++++  ++++++  ++++++   ++++++  ++++++    +----+
unfinished, on -> on    ++++++  -++-++  --++-+   --++++  --++++    -----+   -+++-+
unfinished, off -> on   ++++++  -++-++  --++-+   --++++  --++++    -----+   -+++-+
unfinished, on -> off   ++++++  -+++++  -+++++   -+++++  -+++++    -----+   -+++++
unfinished, off -> off  ++++++  -+++++  -+++++   -+++++  -+++++    -----+   -+++++
`;

const [header = "", ...rows] = MAY_FOLLOW.trim().split("\n");
const cases = rows.flatMap((row) => {
  const [how = "", ...cells] = row.split(/ {2,}/);
  return cells.map((may, index) => [how, header.split(/ +/)[index] as From, may] as const);
});

test.each(cases)("%s: what was %s may become what is marked in %s", (how, from, may) => {
  const seen = PRESENCES.map((to) => refusedAt(how, from, to));
  expect(seen).toEqual([...may].map((mark) => (mark === "+" ? [] : ["keys.search.generations.x"])));
});

/** Where a generation `x` is refused, which goes from one state to the other; another one beside it makes a legal step. */
function refusedAt(how: string, from: From, to: Presence): string[] {
  const [, ended = "", wasOn, isOn] = /^(.*), (\w+) -> (\w+)$/.exec(how)!;
  const beside: readonly [GenerationState, GenerationState] =
    from === "current"
      ? ["staged", to === "current" ? "staged" : "current"]
      : ["current", to === "current" ? "grace" : "current"];
  const x = from === "absent" ? "" : `x ${from}, `;
  const last = deployedKey(`${x}other ${beside[0]}, ${ended}, enabled: ${wasOn === "on"}`);
  const generations = { ...(to !== "absent" && { x: to }), other: beside[1] };
  const settings = settingsOf({ keys: { search: { generations, enabled: isOn === "on" } } });
  return guard({ keys: { search: last }, usagePlans: {} }, settings, "prod").faults.map(({ path }) => path);
}

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
