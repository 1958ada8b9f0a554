import { run } from "../kit/mocks";

const keys = {
  alpha: {
    usagePlan: "small",
    generations: { 2: "current", 10: "staged", 1: "disabled", old: "grace" },
    delivery: "none",
  },
  beta: { readers: ["arn:aws:iam::111122223333:role/reader"] },
};
const usagePlans = { small: {}, large: {} };
const stores = { secretsManager: {}, parameterStore: { kmsKeyId: "alias/keys" }, delivery: "both" };

const golden = [
  "ai-service-keys:index:ServiceKey$aws:apigateway/apiKey:ApiKey::alpha-1",
  "ai-service-keys:index:ServiceKey$aws:apigateway/apiKey:ApiKey::alpha-10",
  "ai-service-keys:index:ServiceKey$aws:apigateway/apiKey:ApiKey::alpha-2",
  "ai-service-keys:index:ServiceKey$aws:apigateway/apiKey:ApiKey::alpha-old",
  "ai-service-keys:index:ServiceKey$aws:apigateway/apiKey:ApiKey::beta-1",
  "ai-service-keys:index:ServiceKey$aws:apigateway/usagePlanKey:UsagePlanKey::alpha-1",
  "ai-service-keys:index:ServiceKey$aws:apigateway/usagePlanKey:UsagePlanKey::alpha-10",
  "ai-service-keys:index:ServiceKey$aws:apigateway/usagePlanKey:UsagePlanKey::alpha-2",
  "ai-service-keys:index:ServiceKey$aws:apigateway/usagePlanKey:UsagePlanKey::alpha-old",
  "ai-service-keys:index:ServiceKey$aws:secretsmanager/secret:Secret::beta",
  "ai-service-keys:index:ServiceKey$aws:secretsmanager/secretPolicy:SecretPolicy::beta",
  "ai-service-keys:index:ServiceKey$aws:secretsmanager/secretVersion:SecretVersion::beta",
  "ai-service-keys:index:ServiceKey$aws:ssm/parameter:Parameter::beta",
  "ai-service-keys:index:ServiceKey::alpha",
  "ai-service-keys:index:ServiceKey::beta",
  "aws:apigateway/usagePlan:UsagePlan::large",
  "aws:apigateway/usagePlan:UsagePlan::small",
].map((rest) => `urn:pulumi:test::ai-service-keys::${rest}`);

// A changed URN is a replaced key. Whoever changes this list owes every stack an alias.
test("gives every resource the URN it always had", async () => {
  const { registrations } = await run({ keys, usagePlans, ...stores });
  expect(registrations.map(({ urn }) => urn).sort()).toEqual(golden);
});

test("gives what is in another Region the URN of home, with the Region after it", async () => {
  const config = { "aws:region": "eu-central-1", regions: { "us-east-1": {} }, keys, usagePlans, ...stores };
  const { registrations } = await run(config);
  const abroad = golden.filter((urn) => !urn.includes("::ai-service-keys:index:ServiceKey::"));
  const all = [...golden, ...abroad.map((urn) => `${urn}@us-east-1`)];
  expect(registrations.map(({ urn }) => urn).sort()).toEqual(all.sort());
});

test("registers the same whatever the order in the file", async () => {
  const reversed = (map: object) => Object.fromEntries(Object.entries(map).reverse());
  const one = await run({ keys, usagePlans, ...stores });
  const other = await run(reversed({ ...stores, usagePlans: reversed(usagePlans), keys: reversed(keys) }));
  expect(other.registrations).toEqual(one.registrations);
});
