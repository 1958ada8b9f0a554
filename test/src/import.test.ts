import { run } from "../kit/mocks";

const CONFIG = {
  keys: {
    a: {
      usagePlan: "old",
      generations: {
        "1": { state: "grace", import: "key1" },
        "2": { state: "current", import: "key2", usagePlan: "made" },
        "3": { state: "staged" },
      },
    },
    b: { generations: { "1": { state: "current", import: "key3" } } },
  },
  usagePlans: { made: {}, old: { import: "plan1" } },
};

test("what exists is imported, and a link where both its key and its plan exist", async () => {
  const { registrations } = await run(CONFIG);
  expect(registrations.map(({ type, name, importId }) => [type.split(":")[2], name, importId])).toEqual([
    ["UsagePlan", "made", undefined],
    ["UsagePlan", "old", "plan1"],
    ["ServiceKey", "a", undefined],
    ["ApiKey", "a-2", "key2"],
    ["UsagePlanKey", "a-2", undefined],
    ["ApiKey", "a-1", "key1"],
    ["UsagePlanKey", "a-1", "plan1/key1"],
    ["ApiKey", "a-3", undefined],
    ["UsagePlanKey", "a-3", undefined],
    ["ServiceKey", "b", undefined],
    ["ApiKey", "b-1", "key3"],
  ]);
});

test("an imported link hides its value, like one that is made", async () => {
  const { registrations } = await run(CONFIG);
  const links = registrations.filter(({ type }) => type.endsWith(":UsagePlanKey"));
  expect(links.map(({ additionalSecretOutputs }) => additionalSecretOutputs)).toEqual([
    ["value"],
    ["value"],
    ["value"],
  ]);
});
