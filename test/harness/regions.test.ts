import { type Made, TestProvider } from "../kit/provider";
import { KEY, LINK, PARAMETER, PLAN, SECRET, VERSION } from "../kit/types";

const OTHER = "us-east-1";
const tags = { "service-keys:key": "one", "service-keys:generation": "1" };

let provider: TestProvider;
beforeEach(() => (provider = new TestProvider({ region: "eu-central-1" })));

const given = ({ outputs }: Made) => ({ name: "k", tags, region: OTHER, value: outputs.value });

/** A key at home and its copy, with the same value, in the other Region. */
async function keyAndCopy() {
  const home = await provider.create(KEY, { name: "k", tags });
  const copy = await provider.create(KEY, given(home));
  return { home, copy };
}

test("the provider adds its own Region to inputs that name none", () => {
  const inputs = (region: string) =>
    new TestProvider({ region }).check(LINK, { keyId: "k", keyType: "API_KEY" }).inputs;
  expect(inputs("eu-west-1").region).toBe("eu-west-1");
  expect(new TestProvider().check(LINK, {}).inputs.region).toBe("eu-central-1");
});

test("a key and its copy in another Region have one value, and outputs that name their Region", async () => {
  const { home, copy } = await keyAndCopy();
  expect(home.outputs.arn).toBe(`arn:aws:apigateway:eu-central-1::/apikeys/${home.id}`);
  expect(copy.outputs).toMatchObject({
    id: copy.id,
    region: OTHER,
    arn: `arn:aws:apigateway:us-east-1::/apikeys/${copy.id}`,
    value: home.outputs.value,
  });
  expect([...provider.cloud.in().apiGateway.keys.keys()]).toEqual([home.id]);
  expect([...provider.cloud.in(OTHER).apiGateway.keys.keys()]).toEqual([copy.id]);
});

test("a value that exists in a Region is refused there a second time", async () => {
  const { home } = await keyAndCopy();
  const again = provider.create(KEY, { name: "k", region: OTHER, value: home.outputs.value });
  await expect(again).rejects.toThrow("ConflictException: API Key already exists");
});

test("a refresh, an update and a deletion go to the Region in the state", async () => {
  const { home, copy } = await keyAndCopy();
  expect(await provider.read(KEY, copy.id, copy)).toEqual(copy);
  await provider.update(KEY, copy, { ...given(home), enabled: false });
  expect(provider.cloud.in(OTHER).apiGateway.key(copy.id).enabled).toBe(false);
  await provider.remove(KEY, copy);
  expect([...provider.cloud.in(OTHER).apiGateway.keys]).toEqual([]);
});

test("an import finds a resource of another Region as ID@REGION, and a link as PLAN/KEY@REGION", async () => {
  const { copy } = await keyAndCopy();
  const plan = await provider.create(PLAN, { name: "p", region: OTHER });
  const ends = { keyId: copy.id, usagePlanId: plan.id };
  const link = await provider.create(LINK, { ...ends, keyType: "API_KEY", region: OTHER });
  expect(await provider.read(KEY, copy.id)).toBeUndefined();
  expect(await provider.read(KEY, `${copy.id}@${OTHER}`)).toMatchObject({ id: copy.id, outputs: { region: OTHER } });
  expect(await provider.read(PLAN, `${plan.id}@${OTHER}`)).toMatchObject({ id: plan.id, inputs: { region: OTHER } });
  expect(await provider.read(LINK, `${plan.id}/${copy.id}@${OTHER}`)).toEqual(link);
});

test("a Region that is out answers no call, reads neither, and every other Region does", async () => {
  const { home, copy } = await keyAndCopy();
  provider.cloud.calls.arm({ region: OTHER });
  await expect(provider.read(KEY, copy.id, copy)).rejects.toThrow("InternalFailure: scripted fault");
  await expect(provider.update(KEY, copy, { ...given(home), enabled: false })).rejects.toThrow("scripted fault");
  expect((await provider.read(KEY, home.id, home))!.id).toBe(home.id);
  provider.cloud.calls.arm();
  expect((await provider.read(KEY, copy.id, copy))!.outputs.enabled).toBe(true);
});

test("what consumers see is told for each Region: keys, plans, and what is published there", async () => {
  const { home, copy } = await keyAndCopy();
  const plan = await provider.create(PLAN, { name: "p@us-east-1", region: OTHER });
  await provider.create(LINK, { keyId: copy.id, keyType: "API_KEY", usagePlanId: plan.id, region: OTHER });
  const published = { "service-keys:key": "one" };
  const secret = await provider.create(SECRET, { name: "s", tags: published, region: OTHER });
  await provider.create(VERSION, { secretId: secret.id, secretString: copy.outputs.value, region: OTHER });
  const parameter = { name: "/p/s/one", type: "SecureString", value: home.outputs.value, tags: published };
  await provider.create(PARAMETER, parameter);
  const seen = { service: "one", generation: "1", enabled: true, published: true, handedOut: true };
  expect(provider.cloud.observe()).toEqual({
    keys: [
      { ...seen, plans: [] },
      { ...seen, plans: ["p@us-east-1"], region: OTHER },
    ],
    delivered: ["one", "one@us-east-1"],
  });
  expect(Object.values(provider.cloud.inventory())).toEqual([
    ...["ApiKey one-1", "Parameter one"],
    ...["ApiKey one-1@us-east-1", "UsagePlan p@us-east-1", "Secret one@us-east-1", "SecretVersion one@us-east-1"],
  ]);
});

test("the account of every Region is saved and restored", async () => {
  await keyAndCopy();
  const saved = provider.cloud.copy();
  const before = provider.cloud.view();
  provider.cloud.drift("one", "1", false, OTHER);
  expect(provider.cloud.view().map(({ enabled }) => enabled)).toEqual([true, false]);
  provider.cloud.restore(saved);
  expect(provider.cloud.view()).toEqual(before);
});
