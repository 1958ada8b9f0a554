import { ApiGatewayServer } from "../kit/api-gateway-server";
import { Engine } from "../kit/engine/engine";
import { stackFile } from "../kit/engine/stack-files";
import { addDays, dayOf } from "../../tools/days";
import type { UsageReport } from "../../tools/usage-file";

let engine: Engine;
let server: ApiGatewayServer;
beforeAll(async () => {
  engine = await Engine.start();
  server = await ApiGatewayServer.start();
});
afterAll(async () => {
  await server.stop();
  await engine.stop();
});

test("the usage of a deployed stack is that of its keys, whose values are shown nowhere", async () => {
  const one = { generations: { 1: "disabled", 2: "grace", 3: "current", 4: "staged" } } as const;
  engine.configure(stackFile({ one, two: { usagePlan: "plus", generations: { 1: "current" } } }));
  expect((await engine.up()).code).toBe(0);
  const idOf = await idsByName();
  const basic = { "one 2": [0, 3, 0], "one 3": [0, 0, 8] };
  const logs = (requests: Readonly<Record<string, readonly number[]>>) =>
    Object.fromEntries(
      Object.entries(requests).map(([name, days]) => [
        idOf(`ApiKey ${name.replace(" ", "-")}`),
        days.map((used) => [used, 0]),
      ]),
    );
  const basicPlan = (await engine.aws.cloud()).plans.find(({ name }) => name.includes("-basic-"))!;
  server.answer = ({ usagePlanId }) => logs(usagePlanId === basicPlan.id ? basic : { "two 1": [5, 0, 0] });

  const exported = await engine.run("stack", "export", "--show-secrets");
  const values = await engine.aws.values();
  expect(values.every((value) => exported.stdout.includes(value))).toBe(true);
  const command = "npm run -s usage -- dev --days 3";
  const table = await engine.shell(command, server.environment);
  const given = `pulumi stack export --show-secrets | ${command} --deployed - --json`;
  const json = await engine.shell(given, server.environment);
  expect([table.code, json.code]).toEqual([0, 0]);
  expect(values.filter((value) => `${table.text}${json.text}`.includes(value))).toEqual([]);

  const report = JSON.parse(json.stdout) as UsageReport;
  expect(report.to).toBe(dayOf(new Date()));
  expect(
    report.generations.map(({ key, generation, state, usagePlan, days }) => [key, generation, state, usagePlan, days]),
  ).toEqual([
    ["one", "1", "disabled", "basic", [0, 0, 0]],
    ["one", "2", "grace", "basic", [0, 3, 0]],
    ["one", "3", "current", "basic", [0, 0, 8]],
    ["one", "4", "staged", "basic", [0, 0, 0]],
    ["two", "1", "current", "plus", [5, 0, 0]],
  ]);
  expect(report.generations.map(({ apiKeyId }) => apiKeyId)).toEqual(
    ["one-1", "one-2", "one-3", "one-4", "two-1"].map((name) => idOf(`ApiKey ${name}`)),
  );
  const [today, yesterday] = [report.to, addDays(report.to, -1)];
  expect(table.stdout.trimEnd().split("\n").slice(2)).toEqual([
    "key    state     today  7 days  3 days  last used   quota  days",
    "one 1  disabled      0       0       0  -               -  ···",
    `one 2  grace         0       3       3  ${yesterday}      -  ·█·`,
    `one 3  current       8       8       8  ${today}      -  ··█`,
    "one 4  staged        0       0       0  -               -  ···",
    `two 1  current       0       5       5  ${addDays(today, -2)}      -  █··`,
  ]);
});

/** Finds the ids of what there is in AWS, by `ApiKey KEY-GENERATION`. */
async function idsByName(): Promise<(name: string) => string> {
  const ids = new Map(Object.entries(await engine.aws.inventory()).map(([id, name]) => [name, id]));
  return (name) => ids.get(name)!;
}
