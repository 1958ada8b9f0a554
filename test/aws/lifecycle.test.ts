import { parse } from "yaml";
import { exampleStack, exampleStacks } from "../kit/example-files";
import { resourcesOf } from "../kit/aws/account";
import { Service } from "../kit/aws/service";
import { succeed } from "../kit/engine/command";
import { target } from "../kit/aws/target";
import { Engine, type StackConfig } from "../kit/engine/engine";

let service: Service;
beforeAll(async () => {
  service = await Service.create();
});
afterAll(() => service.remove());

describe.each(exampleStacks)("the stack %s", (example) => {
  // Not the name of a stack that another test has in this account.
  const stack = `lifecycle-${example}`;
  let engine: Engine;
  const config = () => {
    const { config: given } = parse(exampleStack(example)) as { config: { usagePlans: Record<string, object> } };
    const plans = Object.entries(given.usagePlans);
    const usagePlans = plans.map(([name, plan]) => [name, { ...plan, apiStages: service.apiStages }]);
    return {
      ...given,
      "aws:region": process.env.AWS_REGION,
      usagePlans: Object.fromEntries(usagePlans) as StackConfig,
    };
  };
  beforeAll(async () => {
    engine = await Engine.start(stack, target);
    engine.configure(config());
  });
  afterAll(() => engine.stop());

  test("comes up, its keys open the service, and then there is nothing to change", async () => {
    await succeed(engine.up());
    const { keys, plans } = await resourcesOf(stack);
    const { keys: wanted, usagePlans } = config() as unknown as Record<string, object>;
    expect(keys.map(({ tags }) => tags!["service-keys:key"]).sort()).toEqual(Object.keys(wanted!).sort());
    expect(plans).toHaveLength(Object.keys(usagePlans!).length);
    expect(await Promise.all(keys.map(({ value }) => service.settled(value, 200)))).toEqual(keys.map(() => 200));
    await succeed(engine.up("--expect-no-changes"));
    await succeed(engine.preview("--expect-no-changes"));
  });

  test("is destroyed, once its protection is off, and leaves nothing", async () => {
    engine.configure({ ...config(), deletionProtection: false });
    await succeed(engine.up());
    await succeed(engine.destroy());
    expect(await resourcesOf(stack)).toEqual({ keys: [], plans: [], secrets: [], parameters: [] });
  });
});
