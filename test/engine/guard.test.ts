import { Monitor } from "../../harness/monitor";
import { devConfig, runCold, STACK } from "../../harness/program";
import { deploy, deployAll, tryNextFiles } from "../kit/engine/broken-off";
import { Engine, type StackConfig } from "../kit/engine/engine";
import { violations } from "../kit/engine/observed";
import { refusalsIn } from "../kit/engine/rules";
import { type KeyFile, nextSteps, stackFile } from "../kit/engine/stack-files";
import { first, of, off, promoted, retired, started } from "../kit/engine/steps";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(async () => {
  await engine.stop();
});
beforeEach(async () => {
  await engine.reset();
  await engine.later(0);
});

const two = of({ 1: "current" });

/** Deploys a file, and returns the exit code and the paths of its refusal. */
async function up(config: StackConfig, ...args: string[]): Promise<(string | number | undefined)[]> {
  engine.configure(config);
  const ended = await engine.up(...args);
  return [ended.code, ...refusalsIn(ended).map(({ path }) => path)];
}

const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test("a promotion and a retirement at once are refused, with the deployed states, their days and what to write", async () => {
  await deployAll(engine, [first]);
  await engine.later(92);
  await deployAll(engine, [started]);
  await engine.later(95);
  engine.configure(stackFile({ one: retired }));
  for (const refused of [await engine.preview(), await engine.up()]) {
    expect(refused.code).toBe(1);
    expect(refused.text).toContain(`
      keys.one.generations.1: current -> disabled is two steps; deployed: 1 current since ${dayIn(0)}, 2 staged since ${dayIn(92)}
        first deploy { "1": grace, "2": current } (promote), then this; if several pull requests were merged, deploy the commit of the first one
`);
  }
  expect((await engine.aws.journal()).filter(({ seen }) => seen !== undefined)).toEqual(
    expect.not.arrayContaining([expect.objectContaining({ action: "UpdateApiKey" })]),
  );
});

test("what was revoked never comes back, not even with the key switched off", async () => {
  await deployAll(engine, [started, of({ 1: "revoked", 2: "current" })]);
  for (const back of ["grace", "disabled", "staged"] as const) {
    for (const key of [of({ 1: back, 2: "current" }), off({ 1: back, 2: "current" })]) {
      expect(await up(stackFile({ one: key }))).toEqual([1, "keys.one.generations.1"]);
    }
  }
  await deployAll(engine, [of({ 2: "current" })]);
});

describe("after a deployment that broke off", () => {
  const fail = async (to: KeyFile, fault: Parameters<Engine["breakOff"]>[1]) =>
    expect((await engine.breakOff(stackFile({ one: to }), fault)).code).toBe(1);

  test("cancel is refused if the promotion failed at its last call", async () => {
    await deployAll(engine, [first, started]);
    await fail(promoted, { action: "TagResource", call: 2, when: "before" });
    expect(await up(stackFile({ one: of({ 1: "current", 2: "disabled" }) }))).toEqual([1, "keys.one.generations.2"]);
  });

  test.each(["old", "planned"] as const)("remove is refused if AWS refused to retire (%s outputs)", async (outputs) => {
    await deployAll(engine, [first, promoted]);
    await fail(retired, { action: "UpdateApiKey", call: 1, when: "before", outputs });
    expect(await up(stackFile({ one: of({ 2: "current" }) }))).toEqual([1, "keys.one.generations.1"]);
  });

  test.each(["old", "planned"] as const)(
    "a key that was switched on may not be dropped if the answer was lost (%s outputs)",
    async (outputs) => {
      const withTwo = (one: KeyFile) => stackFile({ one, two });
      expect(await up(withTwo(off({ 1: "current" })))).toEqual([0]);
      const lost = { action: "UpdateApiKey", call: 1, when: "after", outputs } as const;
      expect((await engine.breakOff(withTwo(first), lost)).code).toBe(1);
      expect(await up(stackFile({ two }))).toEqual([1, "keys.one"]);
    },
  );

  test("a new key that AWS refused to make may be taken back", async () => {
    await deployAll(engine, [first]);
    await fail(promoted, { action: "CreateApiKey", call: 1, when: "before" });
    expect(await deploy(engine, { one: first })).toEqual([]);
  });

  test("one key that failed holds back itself alone", async () => {
    const both = (one: KeyFile, other: KeyFile) => stackFile({ one, two: other });
    expect(await up(both(started, started))).toEqual([0]);
    expect(await up(both(promoted, started))).toEqual([0]);
    const fault = { action: "PutSecretValue", call: 1, when: "after" } as const;
    expect((await engine.breakOff(both(promoted, promoted), fault)).code).toBe(1);
    expect(await up(both(retired, retired))).toEqual([1, "keys.two.generations.1"]);
    expect(await deploy(engine, { one: promoted, two: promoted })).toEqual([]);
  });
});

describe("after a deployment of a part", () => {
  const urn = async (kind: string, name: string) =>
    (await engine.state()).find((it) => it.urn.endsWith(`${kind}::${name}`))!.urn;

  test.each<[string, () => Promise<string[]>, Parameters<Engine["breakOff"]>[1] | null]>([
    [
      "--continue-on-error",
      () => Promise.resolve(["--continue-on-error"]),
      { action: "PutSecretValue", call: 1, when: "before" },
    ],
    ["--exclude of the secret's version", async () => ["--exclude", await urn("SecretVersion", "one")], null],
    ["--target of the secret's version", async () => ["--target", await urn("SecretVersion", "one")], null],
    ["--target of the new key", async () => ["--target", await urn("ApiKey", "one-2")], null],
  ])("with %s, no file that may follow cuts consumers off", async (how, args, fault) => {
    await deployAll(engine, [first, started]);
    const before = await engine.aws.view();
    const config = stackFile({ one: promoted });
    if (fault) await engine.breakOff(config, fault, ...(await args()));
    else {
      engine.configure(config);
      await engine.up(...(await args()));
    }
    expect(violations(before, { one: promoted }, await engine.aws.journal())).toEqual([]);
    await engine.save(how);
    const next = { ...nextSteps(promoted), "taken back": started, "left out": undefined };
    expect(await tryNextFiles(engine, { name: how, next })).toEqual([]);
  });
});

describe("the record", () => {
  test("goes with a stack that is renamed, and with a project that is", async () => {
    await deployAll(engine, [first, started]);
    engine.configure(stackFile({ one: retired }));
    const inProject = (line: string) => engine.shell(line, { PULUMI_STACK: "other" });
    const refusal = async () => refusalsIn(await inProject("pulumi preview --refresh=false")).map(({ path }) => path);
    try {
      // The CLI renames the stack file too.
      expect((await engine.shell("pulumi stack rename other")).code).toBe(0);
      expect(await refusal()).toEqual(["keys.one.generations.1"]);
      const rename =
        "pulumi stack rename organization/renamed/other && sed -i 's/^name: .*/name: renamed/' Pulumi.yaml";
      expect((await inProject(rename)).code).toBe(0);
      expect(await refusal()).toEqual(["keys.one.generations.1"]);
    } finally {
      await engine.shell(
        "sed -i 's/^name: .*/name: ai-service-keys/' Pulumi.yaml; mv Pulumi.other.yaml Pulumi.dev.yaml",
      );
    }
  });

  test("is gone once the stack is destroyed: any file makes it anew", async () => {
    const unprotected = (one: KeyFile) => stackFile({ one }, { deletionProtection: false });
    expect(await up(unprotected(first))).toEqual([0]);
    expect((await engine.destroy()).code).toBe(0);
    expect(await deploy(engine, { one: retired })).toEqual([]);
  });

  test("is that of an older state once that is imported: the file that was deployed last passes", async () => {
    await deployAll(engine, [first, started]);
    const { stdout } = await engine.run("stack", "export");
    await deployAll(engine, [promoted]);
    const encoded = Buffer.from(stdout).toString("base64");
    expect((await engine.shell(`echo ${encoded} | base64 -d | pulumi stack import`)).code).toBe(0);
    expect(await deploy(engine, { one: promoted })).toEqual([]);
  });

  test("is not there if an older version deployed: the file is not compared, with a warning", async () => {
    await deployAll(engine, [first, started]);
    await engine.changeState((resources) =>
      resources.map((it) => ({ ...it, outputs: { ...it.outputs, tags: {}, deployed: undefined } })),
    );
    engine.configure(stackFile({ one: retired }));
    const { code, text } = await engine.preview("--refresh=false");
    expect(code).toBe(0);
    expect(text).toContain(
      "warning: an older version made the last deployment, so this deployment was not compared with it; the next one will be",
    );
  });

  test("lets a live key be left out only if both files lift the protection", async () => {
    const both = (deletionProtection: boolean) => stackFile({ one: first, two }, { deletionProtection });
    const without = (deletionProtection: boolean) => stackFile({ two }, { deletionProtection });
    expect(await up(both(true))).toEqual([0]);
    expect(await up(without(false))).toEqual([1, "keys.one"]);
    expect(await up(both(false))).toEqual([0]);
    expect(await up(without(true))).toEqual([1, "keys.one"]);
    expect(await up(without(false))).toEqual([0]);
  });
});

test("a refused preview on a laptop takes no more than some seconds longer than an accepted one", async () => {
  const laptop = await Engine.start("dev", { asOnLaptop: true });
  try {
    laptop.configure(stackFile({ one: started }));
    expect((await laptop.up()).code).toBe(0);
    const timed = async (one: KeyFile, code: number) => {
      const begin = performance.now();
      laptop.configure(stackFile({ one }));
      expect((await laptop.preview()).code).toBe(code);
      return performance.now() - begin;
    };
    const accepted = await timed(promoted, 0);
    expect((await timed(retired, 1)) - accepted).toBeLessThan(10_000);
  } finally {
    await laptop.stop();
  }
});

test("a CLI that cannot tell what was deployed gets one sentence, and nothing is registered", async () => {
  const monitor = await Monitor.start();
  monitor.refusal = "unrecognized function name: pulumi:pulumi:readStackResourceOutputs";
  try {
    await expect(runCold({ folder: STACK, config: devConfig() }, monitor)).rejects.toThrow();
    expect([monitor.registered, monitor.messages.filter((message) => message.includes("CLI"))]).toEqual([
      { "pulumi:pulumi:Stack": 1 },
      [
        "this Pulumi CLI cannot tell what was last deployed, so no step can be checked; install the version that README.md names",
      ],
    ]);
  } finally {
    monitor.stop();
  }
});
