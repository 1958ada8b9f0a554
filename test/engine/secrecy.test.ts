import { Engine } from "../kit/engine/engine";

// Every command of every engine test is searched for key values, with all the files it wrote: see `refuseLeaks`.
let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start("dev", { asOnLaptop: true });
  engine.configure(config);
  expect((await engine.up()).code).toBe(0);
  await engine.save("deployed");
});
afterAll(() => engine.stop());
beforeEach(async () => {
  await engine.restore("deployed");
  engine.configure(config);
});

const config = {
  deletionProtection: false,
  keys: { one: { usagePlan: "basic", readers: ["arn:aws:iam::111122223333:role/consumer"] } },
  usagePlans: { basic: { throttle: { rateLimit: 5, burstLimit: 10 } } },
  secretsManager: {},
};

test("no way of looking at the stack shows a value, and asking for it gives exactly the one that AWS holds", async () => {
  for (const command of [
    ["preview", "--diff"],
    ["preview", "--json"],
    ["preview", "--save-plan=../home/plan.json"],
    ["refresh", "--yes", "--diff"],
    ["up", "--yes", "--diff"],
    ["up", "--yes", "--json"],
    ["up", "--yes", "--debug"],
    ["stack", "output"],
    ["stack", "output", "--json"],
    ["stack", "output", "apiKeyValue"],
    ["stack", "export"],
    ["stack", "history", "--json"],
    ["stack", "--show-ids"],
    ["config", "--json"],
  ]) {
    expect([command, (await engine.run(...command)).code]).toEqual([command, 0]);
  }
  const value = await engine.aws.value("one", "1");
  expect(value).toMatch(/^[A-Za-z0-9]{40}$/);
  const shown = await engine.run("stack", "output", "apiKeyValue", "--show-secrets");
  expect(shown.stdout.trim()).toBe(value);
  const byName = await engine.run("stack", "output", "apiKeyValues", "--show-secrets");
  expect(JSON.parse(byName.stdout)).toEqual({ one: value });
  expect(await engine.aws.published("one")).toBe(value);
});

test.each([["--json"], ["--debug"], ["--diff"], ["--json", "--debug"]])(
  "a deployment of new keys with %p shows no value",
  async (...flags) => {
    engine.configure({ ...config, keys: { ...config.keys, two: { usagePlan: "basic" } } });
    const { code, text } = await engine.run("up", "--yes", "--skip-preview", ...flags);
    expect(code).toBe(0);
    expect(text).toContain("two-1");
    expect(await engine.aws.value("two", "1")).toMatch(/^[A-Za-z0-9]{40}$/);
  },
);

test("a log of the engine shows no value up to -v=7, while at -v=9 it does: see docs/recovery.md", async () => {
  engine.configure({ ...config, keys: { ...config.keys, two: { usagePlan: "basic" } } });
  const { code, text } = await engine.up("--logtostderr", "-v=7");
  expect(code).toBe(0);
  expect(text).toContain('"v":7');
  await expect(engine.preview("--logtostderr", "-v=9")).rejects.toThrow("left a key value in clear in its output");
});

const two = { ...config, keys: { ...config.keys, two: { usagePlan: "basic" } } };

test.each([
  "--diff --show-full-output --show-config --show-reads --show-sames --show-replacement-steps --urns --run-program",
  '--logflow --logtostderr -v=7 --memprofilerate=1 --profiling="$PULUMI_HOME/profile" --otel-traces="file://$PULUMI_HOME/traces"',
  '--debug --event-log "$PULUMI_HOME/events"',
])("a deployment with %s shows no value, and writes none", async (switches) => {
  engine.configure(two);
  // The CLI takes --event-log only with its commands for debugging.
  const { code, text } = await engine.shell(`PULUMI_DEBUG_COMMANDS=true pulumi up --yes --skip-preview ${switches}`);
  expect([code, code === 0 ? "" : text]).toEqual([0, ""]);
});

test.each([
  'pulumi up --yes --skip-preview --tracing="file:$PULUMI_HOME/calls"',
  'PULUMI_DEBUG_GRPC="$PULUMI_HOME/calls" pulumi up --yes --skip-preview',
])("%s writes values in clear: see docs/access.md", async (command) => {
  engine.configure(two);
  await expect(engine.shell(command)).rejects.toThrow("left a key value in clear in home/calls");
  // Found again by every command after this one.
  await engine.shell('rm "$PULUMI_HOME/calls"');
});

test.each([
  ["UpdateApiKey", ["--diff"]],
  ["PutSecretValue", ["--json"]],
  ["CreateUsagePlanKey", ["--debug"]],
])("a failing %s with %p shows no value, nor do the commands after it", async (action, flags) => {
  engine.configure({
    ...config,
    keys: { one: { ...config.keys.one, description: "new", generations: { 1: "grace", 2: "current" } } },
  });
  await engine.aws.arm({ call: 1, action, when: "after" });
  const { code, text } = await engine.up(...flags);
  expect(code).toBe(1);
  expect(text).toContain("InternalFailure: scripted fault");
  expect((await engine.run("preview", "--json")).code).toBe(0);
  expect((await engine.run("stack", "export")).code).toBe(0);
});

test("the secret outputs are ciphertext in the state", async () => {
  const ciphertext = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ciphertext: expect.any(String) as string,
  };
  const secrets = (await engine.state()).flatMap(({ type, outputs = {} }) =>
    ["value", "secretString", "apiKeyValue", "apiKeyValues"].flatMap((name) =>
      name in outputs ? [[type, name, outputs[name]]] : [],
    ),
  );
  expect(secrets.sort()).toEqual([
    ["aws:apigateway/apiKey:ApiKey", "value", ciphertext],
    ["aws:apigateway/usagePlanKey:UsagePlanKey", "value", ciphertext],
    ["aws:secretsmanager/secretVersion:SecretVersion", "secretString", ciphertext],
    ["pulumi:pulumi:Stack", "apiKeyValue", ciphertext],
    ["pulumi:pulumi:Stack", "apiKeyValues", ciphertext],
  ]);
});

test("pulumi import of a link leaves its value in clear, in the history for good: see docs/recovery.md", async () => {
  engine.configure({ ...config, deletionProtection: true });
  await engine.up();
  const state = await engine.state();
  const find = (kind: string) => state.find(({ type }) => type.endsWith(`:${kind}`))!;
  // Refused for the key, but the link is gone from the state.
  expect((await engine.destroy()).code).toBe(1);
  const id = `${find("UsagePlan").id}/${find("ApiKey").id}`;
  const options = ["--parent", `one=${find("ServiceKey").urn}`, "--protect=false", "--generate-code=false", "--yes"];
  const places = async (ended: Promise<unknown>) => {
    const { message } = await ended.then(
      () => new Error("no leak"),
      (error: Error) => error,
    );
    return [...message.matchAll(/backend\/[^,]*/g)].map(([place]) => place.replace(/\d{10,}/, "N")).sort();
  };
  const [history, backup] = ["backend/dev-N.checkpoint.json", "backend/dev.N.json"];
  expect(await places(engine.run("import", find("UsagePlanKey").type, "one-1", id, ...options))).toEqual([
    history,
    backup,
    "backend/dev.json",
  ]);
  // The next update encrypts it in the state, and there alone.
  expect(await places(engine.up())).toEqual([history, backup]);
});
