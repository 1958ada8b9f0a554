import { Engine, type StackConfig } from "../kit/engine/engine";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
  engine.configure(stackOf({ 1: "grace", 2: "current" }));
  expect((await engine.up()).code).toBe(0);
  await engine.save("in grace");
});
afterAll(() => engine.stop());
beforeEach(() => engine.restore("in grace"));

const stackOf = (generations: object): StackConfig => ({ keys: { one: { generations } }, secretsManager: {} });

// With the provider's own code the second is what happens: the state is then ahead of AWS.
test.each([
  ["old", { enabled: true, protect: true, inputs: true, errors: undefined }],
  ["planned", { enabled: false, protect: undefined, inputs: true, errors: 1 }],
] as const)(
  "a key that AWS refuses to switch off stays on, and the state has its %s outputs, until the update is repeated",
  async (outputs, kept) => {
    engine.configure(stackOf({ 1: "disabled", 2: "current" }));
    await engine.aws.arm({ call: 1, action: "UpdateApiKey", when: "before", outputs });
    expect((await engine.up()).code).toBe(1);
    const state = (await engine.state()).find(({ urn }) => urn.endsWith("ApiKey::one-1"))!;
    expect({
      enabled: state.outputs!.enabled,
      protect: state.protect,
      inputs: state.inputs.enabled,
      errors: state.initErrors?.length,
    }).toEqual(kept);
    const isOn = async () => (await engine.aws.view()).map(({ enabled }) => enabled);
    expect(await isOn()).toEqual([true, true]);
    await engine.aws.arm();
    expect((await engine.up()).code).toBe(0);
    expect(await isOn()).toEqual([false, true]);
  },
);
