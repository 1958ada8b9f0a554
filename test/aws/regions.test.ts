import { currentParameter, currentValue } from "../kit/aws/holders";
import { Load } from "../kit/aws/load";
import { RotatedKey } from "../kit/aws/rotated-key";
import { Service } from "../kit/aws/service";
import { succeed } from "../kit/engine/command";
import { target } from "../kit/aws/target";
import { print } from "../kit/engine/counts";
import { Engine } from "../kit/engine/engine";

const AWAY = "us-east-1";

let home: Service;
let away: Service;
let engine: Engine;
let load: Load;
let assistant: RotatedKey;

beforeAll(async () => {
  home = await Service.create();
  away = await Service.create(AWAY);
  engine = await Engine.start("regions", target);
  const throttle = { rateLimit: 1000, burstLimit: 2000 };
  engine.configure({
    "aws:region": process.env.AWS_REGION,
    regions: { [AWAY]: {} },
    keys: { assistant: { usagePlan: "standard" } },
    usagePlans: { standard: { throttle, apiStages: [...home.apiStages, ...away.apiStages] } },
    secretsManager: {},
    parameterStore: {},
    delivery: "both",
  });
  await succeed(engine.up());
  const outputs = JSON.parse(await succeed(engine.run("stack", "output", "--json"))) as Outputs;
  const [secret, secretAway] = [outputs.secretArns.assistant, outputs.regions[AWAY].secretArns.assistant];
  const parameter = outputs.parameterNames.assistant;
  load = new Load(home);
  assistant = new RotatedKey(engine, load, [home, away]);
  load.addFetching("a secret fetched at home, called away", () => currentValue(secret), away);
  load.addFetching("a secret fetched away, called at home", () => currentValue(secretAway), home);
  load.addFetching("a parameter fetched at home, called away", () => currentParameter(parameter), away);
  load.addFetching("a parameter fetched away, called at home", () => currentParameter(parameter, AWAY), home);
  load.addSlowest("at home, with each value until it is retired", home);
  load.addSlowest("away, with each value until it is retired", away);
});
afterAll(async () => {
  await load.stop();
  await engine.stop();
  await home.remove();
  await away.remove();
});
beforeEach(() => load.count());
afterEach(() => {
  expect(load.refused).toEqual([]);
  print(["", `under load, ${expect.getState().currentTestName}:`, ...load.lines()]);
});

test("a rotation in two Regions refuses nobody who fetches in one and calls in the other", async () => {
  await assistant.step("start");
  await assistant.step("promote");
  await assistant.retire();
  await assistant.step("remove");
  await succeed(engine.preview("--expect-no-changes"));
});

test("a Region that fails in the middle of a step refuses nobody, and the step is deployed again", async () => {
  await assistant.step("start --now", halfWay);
  await assistant.retire(halfWay);
  await assistant.step("remove", halfWay);
  await assistant.step("start");
  await assistant.step("promote", halfWay);
  await succeed(engine.preview("--expect-no-changes"));
});

/** A deployment that is made at home, and fails in the other Region; then the same again. */
async function halfWay(): Promise<void> {
  await engine.aws.arm({ region: AWAY });
  // Without the refresh that it begins with, it would not get as far as to change anything.
  const { code } = await engine.up("--refresh=false");
  await engine.aws.arm();
  expect(code).toBe(1);
  await succeed(engine.up());
}

interface Outputs {
  readonly secretArns: { readonly assistant: string };
  readonly parameterNames: { readonly assistant: string };
  readonly regions: { readonly [AWAY]: { readonly secretArns: { readonly assistant: string } } };
}
