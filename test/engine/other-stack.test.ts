import { succeed } from "../kit/engine/command";
import { Engine, type StackConfig } from "../kit/engine/engine";

let engine: Engine;
beforeAll(async () => {
  // Another project than the one that stays resident is deployed too.
  engine = await Engine.start("dev", { asOnLaptop: true });
  const program = `const pulumi = require("@pulumi/pulumi"); module.exports = require("./outputs.js")(pulumi);`;
  await succeed(
    engine.shell(
      `mkdir ../api && cd ../api && ln -s ../project/node_modules && printf 'name: api\\nruntime: nodejs\\n' > Pulumi.yaml && printf '%s' '${program}' > index.js`,
    ),
  );
  await exporting(
    `restApiId: "a1b2c3", stageName: "live", url: "https://a1b2c3.example.org", port: 443, hidden: pulumi.secret("d4e5f6")`,
  );
  await engine.save("with an API");
});
afterAll(() => engine.stop());
beforeEach(() => engine.restore("with an API"));

/** Deploys the stack `prod` of the project `api`, with these outputs. */
async function exporting(outputs: string): Promise<void> {
  const deploy = "pulumi stack select --create prod && pulumi up --yes --skip-preview";
  await succeed(
    engine.shell(`cd ../api && printf '%s' 'module.exports = (pulumi) => ({ ${outputs} })' > outputs.js && ${deploy}`, {
      PULUMI_STACK: "prod",
    }),
  );
}

const output = (name: string, stack = "organization/api/prod") => ({ stack, output: name });
const config = (apiId: unknown, stage: unknown): StackConfig => ({
  keys: { one: { usagePlan: "basic" } },
  usagePlans: { basic: { apiStages: [{ apiId, stage }] } },
});
const stages = async () => (await engine.aws.cloud()).plans.map(({ apiStages }) => apiStages);

test("a plan opens the stage that another stack tells, and moves with it", async () => {
  engine.configure(config(output("restApiId"), output("stageName")));
  await succeed(engine.preview());
  await succeed(engine.up());
  expect(await stages()).toEqual([[{ apiId: "a1b2c3", stage: "live" }]]);
  await succeed(engine.up("--expect-no-changes"));
  const references = (await engine.state()).filter(({ type }) => type === "pulumi:pulumi:StackReference");
  expect(references.map(({ id }) => id)).toEqual(["organization/api/prod"]);
  await exporting(`restApiId: "g7h8i9", stageName: "live"`);
  await succeed(engine.up());
  expect(await stages()).toEqual([[{ apiId: "g7h8i9", stage: "live" }]]);
});

test.each<[string, unknown, string]>([
  ["does not exist", output("restApi"), "the output restApi of stack organization/api/prod does not exist"],
  ["is a secret", output("hidden"), "the output hidden of stack organization/api/prod is a secret"],
  ["has another form", output("url"), "the output url of stack organization/api/prod has another form"],
  ["is not text", output("port"), "the output port of stack organization/api/prod has another form"],
])(
  "an output that %s stops the deployment before the plan, with a sentence that quotes no value",
  async (_, apiId, problem) => {
    engine.configure(config(apiId, "live"));
    const { code, text } = await engine.up();
    expect(code).toBe(1);
    expect(text).toContain(
      `usagePlans.basic.apiStages[0].apiId: ${problem}; give an output that is not secret, and is the id of a REST API: 1 to 64 lower-case letters and digits`,
    );
    expect(text).not.toMatch(/d4e5f6|example\.org|443/);
    expect(await stages()).toEqual([]);
  },
);

test("a stack that is not there stops the deployment, by its name", async () => {
  engine.configure(config(output("restApiId", "organization/api/nowhere"), "live"));
  const { code, text } = await engine.up();
  expect(code).not.toBe(0);
  expect(text).toContain("organization/api/nowhere");
  expect(await stages()).toEqual([]);
});

test("a stack file without such an output asks for no other stack", async () => {
  engine.configure(config("a1b2c3", "live"));
  await succeed(engine.up());
  expect((await engine.state()).map(({ type }) => type.split(":").at(-1)).sort()).toEqual([
    "ApiKey",
    "ServiceKey",
    "Stack",
    "UsagePlan",
    "UsagePlanKey",
    "aws",
    // The engine's own, which is asked what was last deployed.
    "pulumi",
  ]);
});
