import { currentValue } from "../kit/aws/holders";
import { Service } from "../kit/aws/service";
import { succeed } from "../kit/engine/command";
import { READER, target } from "../kit/aws/target";
import { Engine } from "../kit/engine/engine";

let service: Service;
let engine: Engine;
/** Ids and ARNs of what is deployed, for the commands below. */
let ids: Readonly<Record<"KEY" | "PLAN" | "SECRET", string>>;

beforeAll(async () => {
  service = await Service.create();
  engine = await Engine.start("drift", target);
  engine.configure({
    keys: { one: { usagePlan: "basic", readers: [READER] } },
    usagePlans: { basic: { throttle: { rateLimit: 100, burstLimit: 200 }, apiStages: service.apiStages } },
    secretsManager: {},
  });
  await succeed(engine.up());
});
afterAll(async () => {
  await engine.stop();
  await service.remove();
});
beforeEach(async () => {
  const outputs = JSON.parse(await succeed(engine.run("stack", "output", "--json"))) as Record<string, never>;
  ids = { KEY: outputs.apiKeyId!, PLAN: outputs.usagePlanIds!["basic"], SECRET: outputs.secretArns!["one"] };
});

test.each([
  [
    "a key that was switched off",
    'aws apigateway update-api-key --api-key "$KEY" --patch-operations op=replace,path=/enabled,value=false',
  ],
  ["a key that was deleted", 'aws apigateway delete-api-key --api-key "$KEY"'],
  [
    "a key that was taken out of its plan",
    'aws apigateway delete-usage-plan-key --usage-plan-id "$PLAN" --key-id "$KEY"',
  ],
  [
    "a throttle that was changed",
    'aws apigateway update-usage-plan --usage-plan-id "$PLAN" --patch-operations op=replace,path=/throttle/rateLimit,value=1',
  ],
  ["readers that were shut out", 'aws secretsmanager delete-resource-policy --secret-id "$SECRET"'],
  [
    "another value that was published",
    'aws secretsmanager put-secret-value --secret-id "$SECRET" --secret-string by-hand',
  ],
])("%s: a preview sees it, and the next deployment mends it", async (_, command) => {
  await succeed(engine.shell(command, ids));
  // The code of the CLI for changes that nobody expected.
  expect((await engine.preview("--expect-no-changes")).code).toBe(7);
  await succeed(engine.up());
  await succeed(engine.preview("--expect-no-changes"));
  expect(await service.settled(await currentValue(ids.SECRET), 200)).toBe(200);
});
