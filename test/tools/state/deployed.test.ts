import { deployedStack } from "../../../tools/state/deployed";
import { parseState } from "../../../tools/state/exported-state";
import { exportedState, KEY_VALUE } from "../../kit/exported-state";

type State = ReturnType<typeof exportedState>;

function read(state: State) {
  return deployedStack(parseState(JSON.stringify(state), { stack: "dev", project: "acme" }));
}

/** The states of the generations of a key, by id. */
function states(state: State, key = "one") {
  return Object.fromEntries([...read(state).keys.get(key)!.generations].map(([id, it]) => [id, it.state]));
}

test("names, ids and states of all there is, and no value", () => {
  const state = exportedState(
    {
      one: {
        generations: { 1: { usagePlan: "basic", importID: "adopted" }, 2: { enabled: false } },
        states: { 1: "current", 2: "disabled" },
        secret: { name: "team/one", autonamed: false },
      },
      "one-2": { generations: { "2": {} }, current: "2", secret: { name: "acme-dev-one-2-1a2b3c4", autonamed: true } },
    },
    { basic: { quota: 1000, importID: "old-plan" }, idle: {} },
  );
  const deployed = read(state);
  const plan = (name: string) => ({
    id: `id-of-${name}`,
    arn: `arn:aws:apigateway:eu-central-1::/usageplans/id-of-${name}`,
  });
  expect(deployed).toEqual({
    keys: new Map([
      [
        "one",
        {
          states: { 1: "current", 2: "disabled" },
          isRecorded: false,
          secret: { name: "team/one" },
          generations: new Map([
            [
              "1",
              { apiKeyId: "id-of-one-1", enabled: true, state: "current", usagePlan: "basic", importId: "adopted" },
            ],
            ["2", { apiKeyId: "id-of-one-2", enabled: false, state: "disabled" }],
          ]),
        },
      ],
      [
        "one-2",
        {
          isRecorded: true,
          secret: {},
          generations: new Map([["2", { apiKeyId: "id-of-one-2-2", enabled: true, state: "current" }]]),
        },
      ],
    ]),
    plans: new Map<string, object>([
      ["basic", { ...plan("basic"), quotaLimit: 1000, importId: "old-plan" }],
      ["idle", plan("idle")],
    ]),
  });
  expect(JSON.stringify(deployed)).not.toContain(KEY_VALUE);
});

describe("the state of a generation", () => {
  const generations = { 1: { enabled: false }, 2: {}, 3: {} };

  test("is the one that the component has recorded", () => {
    const recorded = { 1: "disabled", 2: "grace", 3: "current" };
    expect(states(exportedState({ one: { generations, states: recorded, current: "2" } }))).toEqual(recorded);
  });

  test("is unknown where a failed deployment has made the generation", () => {
    const recorded = { 1: "disabled", 2: "current" };
    expect(states(exportedState({ one: { generations, states: recorded } }))).toEqual(recorded);
  });

  test.each([
    ["nothing", undefined],
    ["null", null],
    ["an unknown", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"],
    ["a secret", { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x:y" }],
    ["no state", { 1: "retired" }],
  ])("is told by the resources where the component has recorded %s", (_, recorded) => {
    const state = exportedState({ one: { generations, states: recorded, current: "2" } });
    expect(states(state)).toEqual({ 1: "disabled", 2: "current", 3: undefined });
    expect(read(state).keys.get("one")!.states).toBeUndefined();
  });

  test("is told of the current one only where the whole key is off", () => {
    const off = { 1: { enabled: false }, 2: { enabled: false } };
    expect(states(exportedState({ one: { generations: off, current: "2" } }))).toEqual({ 1: undefined, 2: "current" });
  });
});

test("what a replacement has left behind, or failed to replace, is not there", () => {
  const state = exportedState({ one: { generations: { 1: { usagePlan: "basic" } }, current: "1" } }, { basic: {} });
  const [plan, component, key, link] = state.deployment.resources as [object, object, object, object];
  const left = (...resources: object[]) =>
    [
      ...read({ ...state, deployment: { resources } })
        .keys.get("one")!
        .generations.values(),
    ].map(({ apiKeyId, usagePlan }) => [apiKeyId, usagePlan]);
  expect(left({ ...key, id: "old", delete: true }, plan, component, key, link)).toEqual([["id-of-one-1", "basic"]]);
  expect(left(plan, component, key, { ...link, pendingReplacement: true })).toEqual([["id-of-one-1", undefined]]);
});

test("an empty stack has nothing", () => {
  expect(read({ version: 3, deployment: {} as State["deployment"] })).toEqual({ keys: new Map(), plans: new Map() });
});
