import { commandsOf } from "../kit/documented";
import { exampleStack } from "../kit/example-files";
import { Engine } from "../kit/engine/engine";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start("dev", { asOnLaptop: true });
});
afterAll(() => engine.stop());

test("the commands of README.md for the Pulumi CLI deploy the stack dev and show the values that AWS holds", async () => {
  engine.configure(exampleStack("dev"));
  expect((await engine.run("stack", "rm", "--yes", "--preserve-config")).code).toBe(0);
  const commands = commandsOf("README.md").filter(({ command }) => command.startsWith("pulumi "));
  const printed: [string, string][] = [];
  for (const { command } of commands) {
    const { code, text, stdout } = await engine.shell(command === "pulumi up" ? `${command} --yes` : command);
    expect([command, code, code === 0 ? "" : text]).toEqual([command, 0, ""]);
    printed.push([command, stdout.trim()]);
  }
  const value = await engine.aws.value("service", "1");
  expect(value).toMatch(/^[A-Za-z0-9]{40}$/);
  expect(printed.filter(([command]) => command.startsWith("pulumi stack output"))).toEqual([
    ["pulumi stack output apiKeyValue --show-secrets", value],
    ["pulumi stack output apiKeyValues --show-secrets", JSON.stringify({ service: value })],
    ["pulumi stack output secretArns", "{}"],
  ]);
  expect(commands.map(({ command }) => command).slice(0, 2)).toEqual(["pulumi stack init dev", "pulumi up"]);
});
