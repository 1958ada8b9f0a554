import { keyValue, run, type TestRun } from "../kit/mocks";

const config = {
  tags: { team: "a" },
  keys: {
    one: {
      usagePlan: "p",
      description: "d",
      customerId: "c",
      tags: { own: "b" },
      readers: ["arn:aws:iam::111122223333:role/a"],
      generations: { 1: "disabled", 2: "grace", 3: "current", 4: "staged" },
    },
    two: { readers: ["arn:aws:iam::111122223333:root"] },
  },
  usagePlans: { p: { throttle: { rateLimit: 1, burstLimit: 2 }, apiStages: [{ apiId: "abc", stage: "live" }] } },
  secretsManager: { kmsKeyId: "alias/keys" },
};
const values = ["one-1", "one-2", "one-3", "one-4", "two-1"].map(keyValue);

/** The inputs of all resources that are, or hold, a secret or a key value in clear, as `type::name.input`. */
function secretInputs({ registrations }: TestRun): string[] {
  const shows = (value: unknown) => ["[secret]", ...values].some((text) => JSON.stringify(value).includes(text));
  return registrations.flatMap(({ type, name, inputs }) =>
    Object.entries(inputs).flatMap(([input, value]) => (shows(value) ? [`${type}::${name}.${input}`] : [])),
  );
}

test.each([true, false])(
  "a key value reaches its secret's version, and no name, description, tag or policy (preview: %p)",
  async (preview) => {
    const program = await run(config, { preview });
    expect(secretInputs(program).sort()).toEqual([
      "aws:secretsmanager/secretVersion:SecretVersion::one.secretString",
      "aws:secretsmanager/secretVersion:SecretVersion::two.secretString",
    ]);
    const clear = JSON.stringify([program.registrations, program.outputs, program.warnings]);
    expect(values.filter((value) => clear.includes(value))).toEqual([]);
  },
);
