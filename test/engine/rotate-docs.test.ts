import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rotate } from "../../tools/rotate/rotate";
import { commandsOf } from "../kit/documented";
import { exampleFiles } from "../kit/example-files";
import { folderWith } from "../kit/stack-folder";
import { succeed } from "../kit/engine/command";
import { Engine } from "../kit/engine/engine";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start("prod");
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

const argsOf = (command: string) => command.split(" ").slice(1);

/** The generations of a key, each with how it stands with its consumers, and the values that they are given. */
async function standing(service: string): Promise<string[]> {
  const keys = (await engine.aws.view()).filter((key) => key.service === service);
  return keys.map(({ generation, enabled, published, plans }) => {
    const plan = plans.map((name) => name.replace(/^ai-service-keys-prod-(.*)-[0-9a-f]{7}$/, "$1")).join();
    return [generation, enabled ? "works" : "is off", plan, ...(published ? ["given"] : [])].join(" ");
  });
}

test.each<[string, string[], string[][]]>([
  [
    "The steps by hand",
    ["assistant"],
    [
      ["1 works standard given", "2 works standard"],
      ["1 works standard", "2 works standard given"],
      ["1 is off standard", "2 works standard given"],
      ["2 works standard given"],
    ],
  ],
  ["A key has leaked", ["search"], [["1 is off standard", "2 works standard given"]]],
  ["Another usage plan without a gap", ["assistant"], [["1 works standard given", "2 works bulk"]]],
])("the commands of %s do on the engine what the document says", async (part, services, expected) => {
  const folder = folderWith(exampleFiles());
  const deploy = async (args: string[]) => {
    engine.configure(readFileSync(join(folder, "Pulumi.prod.yaml"), "utf8"));
    await succeed(engine.run(...args));
    return (await Promise.all(services.map(standing))).flat();
  };
  await deploy(["up", "--yes"]);

  const seen: string[][] = [];
  // Where the document shows what a step prints, it is not deployed.
  for (const { command, prints } of commandsOf("docs/rotation.md").filter((it) => it.part === part)) {
    if (prints !== undefined || command.includes(" -s ") || command.includes("--all")) continue;
    const deployment = /pulumi .*$/.exec(command)?.[0];
    if (deployment !== undefined) seen.push(await deploy([...argsOf(deployment), "--yes"]));
    else expect(rotate(command.split(" ").slice(4), folder).exitCode).toBe(0);
  }
  expect(seen).toEqual(expected);
  expect((await engine.preview("--expect-no-changes")).code).toBe(0);
});

test("the first command of Verify a step names the id of each generation", async () => {
  const folder = folderWith(exampleFiles());
  expect(rotate(["prod", "assistant", "start"], folder).exitCode).toBe(0);
  engine.configure(readFileSync(join(folder, "Pulumi.prod.yaml"), "utf8"));
  expect((await engine.up()).code).toBe(0);

  const [first] = commandsOf("docs/rotation.md").filter(({ part }) => part === "Verify a step");
  const { code, stdout } = await engine.run(...argsOf(first!.command));
  expect([first!.command, code]).toEqual(["pulumi stack --show-ids --stack prod", 0]);
  const ids = stdout.matchAll(/aws:apigateway\/apiKey:ApiKey +(\S+)\s+(?:│ +)*ID: (\S+)/g);
  const named = [...ids].map(([, name, id]) => [id!, `ApiKey ${name}`]);
  const held = Object.entries(await engine.aws.inventory()).filter(([, name]) => name.startsWith("ApiKey "));
  expect(named.sort()).toEqual(held.sort());
  expect(named.map(([, name]) => name).sort()).toEqual([
    "ApiKey assistant-1",
    "ApiKey assistant-2",
    "ApiKey batch-1",
    "ApiKey search-1",
  ]);
});
