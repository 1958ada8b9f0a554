import { run } from "../kit/mocks";

const keys = {
  alpha: { usagePlan: "small", generations: { 2: "current", 10: "staged", 1: "disabled", old: "grace" } },
  beta: { readers: ["arn:aws:iam::111122223333:role/reader"] },
};
const usagePlans = { small: {}, large: {} };

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
  "ai-service-keys:index:ServiceKey$aws:secretsmanager/secret:Secret::alpha",
  "ai-service-keys:index:ServiceKey$aws:secretsmanager/secret:Secret::beta",
  "ai-service-keys:index:ServiceKey$aws:secretsmanager/secretPolicy:SecretPolicy::beta",
  "ai-service-keys:index:ServiceKey$aws:secretsmanager/secretVersion:SecretVersion::alpha",
  "ai-service-keys:index:ServiceKey$aws:secretsmanager/secretVersion:SecretVersion::beta",
  "ai-service-keys:index:ServiceKey::alpha",
  "ai-service-keys:index:ServiceKey::beta",
  "aws:apigateway/usagePlan:UsagePlan::large",
  "aws:apigateway/usagePlan:UsagePlan::small",
].map((rest) => `urn:pulumi:test::ai-service-keys::${rest}`);

// A changed URN is a replaced key. Whoever changes this list owes every stack an alias.
test("gives every resource the URN it always had", async () => {
  const { registrations } = await run({ keys, usagePlans, secretsManager: {} });
  expect(registrations.map(({ urn }) => urn).sort()).toEqual(golden);
});

test("registers the same whatever the order in the file", async () => {
  const reversed = (map: object) => Object.fromEntries(Object.entries(map).reverse());
  const one = await run({ keys, usagePlans, secretsManager: {} });
  const other = await run({ secretsManager: {}, usagePlans: reversed(usagePlans), keys: reversed(keys) });
  expect(other.registrations).toEqual(one.registrations);
});

const inTwoRegions = {
  keys: { beta: keys.beta },
  usagePlans: { small: {} },
  secretsManager: {},
  parameterStore: { kmsKeyId: "alias/keys" },
  delivery: "both",
  "aws:region": "eu-central-1",
  regions: { "us-east-1": {} },
};

test("gives what is in another Region, and parameters, the URN they always had", async () => {
  const { registrations } = await run(inTwoRegions);
  const component = "ai-service-keys:index:ServiceKey";
  expect(registrations.map(({ urn }) => urn).sort()).toEqual(
    [
      ...["beta-1", "beta-1@us-east-1"].map((name) => `${component}$aws:apigateway/apiKey:ApiKey::${name}`),
      ...["secret:Secret", "secretPolicy:SecretPolicy", "secretVersion:SecretVersion"].flatMap((type) =>
        ["beta", "beta@us-east-1"].map((name) => `${component}$aws:secretsmanager/${type}::${name}`),
      ),
      ...["beta", "beta@us-east-1"].map((name) => `${component}$aws:ssm/parameter:Parameter::${name}`),
      `${component}::beta`,
      ...["small", "small@us-east-1"].map((name) => `aws:apigateway/usagePlan:UsagePlan::${name}`),
    ].map((rest) => `urn:pulumi:test::ai-service-keys::${rest}`),
  );
});

test("registers the home Region's resources as they are without other Regions", async () => {
  const { regions: _, ...alone } = inTwoRegions;
  const [one, two] = [await run(alone), await run(inTwoRegions)];
  const isAbroad = ({ name }: { readonly name: string }) => name.includes("@");
  const plain = (registrations: typeof one.registrations) =>
    registrations
      .filter((each) => !isAbroad(each))
      .map(({ inputs, dependsOn, ...each }) => ({
        ...each,
        inputs: { ...inputs, wanted: undefined },
        dependsOn: dependsOn.filter((on) => !on.includes("@")),
      }));
  expect(two.registrations.filter(isAbroad)).toHaveLength(6);
  expect(plain(two.registrations)).toEqual(plain(one.registrations));
});
