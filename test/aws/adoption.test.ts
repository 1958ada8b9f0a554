import { APIGatewayClient, GetApiKeysCommand } from "@aws-sdk/client-api-gateway";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { parse, stringify } from "yaml";
import { currentValue } from "../kit/aws/holders";
import { Load } from "../kit/aws/load";
import { Service } from "../kit/aws/service";
import { succeed } from "../kit/engine/command";
import { commandsOf } from "../kit/documented";
import { print } from "../kit/engine/counts";
import { Engine } from "../kit/engine/engine";

const NAMES = { "Web Shop": "web-shop", batch: "batch", "search (old)": "search-old" };
const documented = commandsOf("docs/adoption.md");

let service: Service;
let engine: Engine;
let load: Load;
/** What somebody made by hand: the keys by id, with their names and values, and the plan that they are in. */
let made: Readonly<Record<string, { readonly name: string; readonly value: string }>>;
let PLAN: string;
/** The ARN of the secret by which the consumer of `batch` knows its value. */
let SECRET: string;
/** The stack file that the documented commands lead to. */
let file: StackFile;

beforeAll(async () => {
  service = await Service.create();
  engine = await Engine.start("adopt", { endpoint: process.env.AWS_ENDPOINT_URL });
  const [{ apiId, stage }] = service.apiStages as [{ apiId: string; stage: string }];
  const idOf = async (line: string) => (await aws(`${line} --query id --output text`)).trim();
  const limits = "--throttle rateLimit=500,burstLimit=1000 --quota limit=100000,period=MONTH";
  PLAN = await idOf(`create-usage-plan --name "made by hand" ${limits} --api-stages apiId=${apiId},stage=${stage}`);
  for (const name of Object.keys(NAMES)) {
    const id = await idOf(`create-api-key --name "${name}" --enabled --tags made-by=hand`);
    await idOf(`create-usage-plan-key --usage-plan-id ${PLAN} --key-id ${id} --key-type API_KEY`);
  }
  made = Object.fromEntries(
    (await allKeys()).filter(({ name = "" }) => name in NAMES).map(({ id, name, value }) => [id, { name, value }]),
  ) as typeof made;
  const { value: SecretString } = Object.values(made).find(({ name }) => name === "batch")!;
  const secret = new CreateSecretCommand({ Name: "batch/api-key", SecretString });
  SECRET = (await new SecretsManagerClient().send(secret)).ARN!;
  file = await stackFile();
  load = new Load(service);
  load.addFetching("who knows the secret of batch by its ARN", () => currentValue(SECRET));
  for (const { name, value } of Object.values(made)) {
    load.add(`the consumer of ${name}`, { value: () => Promise.resolve(value), stop: () => Promise.resolve() });
  }
});
afterAll(async () => {
  await load.stop();
  print(["", "under load, while keys are taken over and rotated:", ...load.lines()]);
  await engine.stop();
  await service.remove();
});

const aws = (line: string) => succeed(engine.shell(`aws apigateway ${line}`));
const up = () => succeed(engine.up());
const allKeys = async () =>
  (await new APIGatewayClient().send(new GetApiKeysCommand({ includeValues: true, limit: 500 }))).items!;

/** Runs the documented commands of a part that begin so, and gives what they print. */
async function follow(part: string, variables: Readonly<Record<string, string>>): Promise<string[]> {
  const printed: string[] = [];
  for (const { command } of documented.filter((it) => it.part === part && it.command.startsWith("aws "))) {
    printed.push(await succeed(engine.shell(command, variables)));
  }
  return printed;
}

interface StackFile {
  readonly keys: Readonly<Record<string, object>>;
  readonly usagePlans: { readonly standard: object };
  readonly secretsManager: object;
}

async function stackFile(): Promise<StackFile> {
  const [KEY = ""] = Object.keys(made);
  const [, , plan = ""] = await follow("1. Find the ids", { KEY, PLAN });
  const [keys = ""] = await follow("Twenty keys at once", { PLAN });
  const standard = { import: PLAN, ...(JSON.parse(plan) as { apiStages: object[] }) };
  const { batch, ...others } = (parse(`keys:\n${keys}`) as Pick<StackFile, "keys">).keys;
  return {
    keys: { ...others, batch: { ...batch, secretImport: SECRET } },
    usagePlans: { standard },
    secretsManager: {},
  };
}

test("the documented commands find the ids, and show no value", async () => {
  const [KEY = ""] = Object.keys(made);
  const [keys = "", plans, , inPlan = ""] = await follow("1. Find the ids", { KEY, PLAN });
  for (const [id, { name }] of Object.entries(made)) {
    expect(keys).toContain(`${id}\t${name}\tTrue\n`);
    expect(inPlan).toContain(`${id}\t${name}\n`);
  }
  expect(plans).toBe(`${PLAN}\tmade by hand\n`);
  expect(file.usagePlans).toEqual({
    standard: {
      import: PLAN,
      throttle: { rateLimit: 500, burstLimit: 1000 },
      quota: { limit: 100000, offset: 0, period: "MONTH" },
      apiStages: service.apiStages,
    },
  });
  expect(Object.keys(file.keys).sort()).toEqual(Object.values(NAMES).sort());
  expect(await follow("A secret that consumers know", { SECRET })).toEqual(["None\n", "None\n"]);
});

test("what they find is taken over while consumers call: no call is refused, ids and values stay", async () => {
  load.count();
  engine.configure({ ...file });
  await up();
  for (const { id, name, value } of (await allKeys()).filter((key) => key.id! in made)) {
    const key = NAMES[made[id!]!.name as keyof typeof NAMES];
    expect(value).toBe(made[id!]!.value);
    expect(name).toBe(made[id!]!.name);
    // LocalStack returns a key with the tags that it was made with, whatever they are now.
    const { tags } = JSON.parse(
      await aws(`get-tags --resource-arn arn:aws:apigateway:eu-central-1::/apikeys/${id}`),
    ) as { tags: object };
    expect(tags).toEqual({
      "service-keys:project": "ai-service-keys",
      "service-keys:stack": "adopt",
      "service-keys:key": key,
      "service-keys:generation": "1",
      "service-keys:state": "current",
      "service-keys:since": expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as string,
    });
  }
  const [, , plan = ""] = await follow("1. Find the ids", { KEY: Object.keys(made)[0]!, PLAN });
  expect({ import: PLAN, ...(JSON.parse(plan) as object) }).toEqual(file.usagePlans.standard);
  expect((await allKeys()).filter(({ name = "" }) => name.startsWith("ai-service-keys-adopt-"))).toEqual([]);
  expect((await engine.output("secretArns")).batch).toBe(SECRET);
  const described = 'aws secretsmanager describe-secret --secret-id "$SECRET" --query "[Name,VersionIdsToStages]"';
  const [name, versions] = JSON.parse(await succeed(engine.shell(described, { SECRET }))) as [string, object];
  expect(name).toBe("batch/api-key");
  expect(Object.values(versions).sort()).toEqual([["AWSCURRENT"], ["AWSPREVIOUS"]]);
  expect(load.refused).toEqual([]);
});

test("a rotation takes the values that were taken over out of use, and no call is refused before", async () => {
  engine.configure(stringify({ config: file }).replace(/^ *(import|secretImport): .*\n/gm, ""));
  await up();
  for (const [name, arn] of Object.entries(await engine.output("secretArns")))
    load.addFetching(`who fetches the key of ${name}`, () => currentValue(arn));
  const steps = documented.filter((it) => it.part === "4. Rotate the value out");
  for (const { command } of steps) {
    if (command.endsWith("retire")) for (const { value } of Object.values(made)) load.retire(value);
    await succeed(engine.shell(command.replace("prod assistant", "adopt --all")));
    await up();
    if (command.endsWith("retire"))
      for (const { value } of Object.values(made)) expect(await service.call(value)).toBe(403);
  }
  expect(load.refused).toEqual([]);
  const values = new Set((await allKeys()).map(({ value }) => value));
  expect(Object.values(made).filter(({ value }) => values.has(value))).toEqual([]);
});
