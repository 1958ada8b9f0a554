import { deployAll, faultPoints, filesAfter, type Step, tryNextFiles, unlock } from "./broken-off";
import { count } from "./counts";
import { Engine } from "./engine";
import { expected, foundByConsumers, violations } from "./observed";
import { stackFile } from "./stack-files";

/**
 * Declares the tests of these steps: each makes its calls and leaves nothing to do; and when any of its calls goes wrong in any
 * way, every file that the record forbids is refused, and every one that follows cuts nobody off.
 */
export function disturbSteps(steps: Readonly<Record<string, Step>>): void {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(() => engine.stop());

  describe.each(Object.entries(steps))("the step %s:", (name, step) => {
    const to = { one: step.to };
    beforeAll(async () => {
      await engine.reset();
      await deployAll(engine, step.from);
      await engine.save(name);
    });

    test(`${name} makes its calls, breaks no invariant and leaves nothing to do`, async () => {
      await engine.restore(name);
      const before = await engine.aws.view();
      engine.configure(stackFile(to));
      const { code } = await engine.up();
      const journal = (await engine.aws.journal()).filter(({ seen }) => seen !== undefined);
      const made = journal.map(({ action, resource }) => `${action} ${resource}`);
      expect({ code, made: made.sort(), broken: violations(before, to, journal) }).toEqual({
        code: 0,
        made: [...step.calls].sort(),
        broken: [],
      });
      expect(foundByConsumers(await engine.aws.view())).toEqual(expected(to));
      expect(await outputs(engine)).toEqual(currentOf(step));
      expect((await engine.preview("--expect-no-changes")).code).toBe(0);
      expect((await engine.run("refresh", "--preview-only", "--expect-no-changes")).code).toBe(0);
    });

    test.each(faultPoints(step))(`${name}: nobody is cut off after %s %s`, async (call, fault, script) => {
      await engine.restore(name);
      const before = await engine.aws.view();
      const { code } = await engine.breakOff(stackFile(to), script);
      expect(code).toBe(script.when === "hang" ? undefined : 1);
      const broken = violations(before, to, await engine.aws.journal());
      if (script.when === "hang") await unlock(engine);
      const situation = `${name}, ${call} ${fault}`;
      await engine.save(situation);
      count("fault points");
      expect([...broken, ...(await tryNextFiles(engine, { name: situation, next: filesAfter(step) }))]).toEqual([]);
    });
  });
}

/** The generation that the stack's outputs name, by id and by value. */
async function outputs(engine: Engine): Promise<string> {
  const { stdout } = await engine.run("stack", "output", "--json", "--show-secrets");
  const { apiKeyId, apiKeyValue } = JSON.parse(stdout) as { apiKeyId: string; apiKeyValue: string };
  const name = (await engine.aws.inventory())[apiKeyId]!.replace("ApiKey ", "");
  const value = await engine.aws.value("one", name.replace("one-", ""));
  return value === apiKeyValue ? name : `${name}, but the value of another key`;
}

function currentOf({ to }: Step): string {
  return `one-${Object.keys(to.generations).find((id) => to.generations[id] === "current")}`;
}
