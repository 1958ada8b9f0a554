import { execFileSync } from "node:child_process";
import { loadTypeScript } from "../../harness/processes";
import { Monitor } from "../../harness/monitor";
import { parse } from "yaml";
import { type Program, runCold, STACK } from "../../harness/program";
import { exampleStack } from "../kit/example-files";

test("the stack dev starts through Pulumi's own entry point, with the options of Pulumi.yaml", async () => {
  const monitor = await Monitor.start();
  const { config } = parse(exampleStack("dev")) as Pick<Program, "config">;
  await runCold({ folder: STACK, config }, monitor);
  monitor.stop();
  // What the SDK says before the program's first line is about the stack.
  expect(monitor.messages.slice(-2)).toEqual([
    expect.stringMatching(/^Running program /),
    "usagePlans.development: no apiStages; its keys open nothing yet",
  ]);
  expect(monitor.registered).toEqual({
    "pulumi:pulumi:Stack": 1,
    "ai-service-keys:index:ServiceKey": 1,
    "aws:apigateway/usagePlan:UsagePlan": 1,
    "aws:apigateway/apiKey:ApiKey": 1,
    "aws:apigateway/usagePlanKey:UsagePlanKey": 1,
  });
});

describe("a program behind src/sdk/lean-start", () => {
  const inNode = (script: string) =>
    JSON.parse(
      execFileSync(process.execPath, [...loadTypeScript, "--eval", script], {
        cwd: STACK,
        stdio: "pipe",
      }).toString(),
    ) as unknown;

  test("loads neither TypeScript nor npm's resolver nor the Automation API nor zod's languages until they are used, and traces no resource", () => {
    const seen = inNode(`
      require("./src/sdk/lean-start");
      const pulumi = require("@pulumi/pulumi");
      const { z } = require("zod");
      require("@pulumi/aws/apigateway");
      const heavy = ["/typescript/lib/", "/@npmcli/arborist/", "/automation/localWorkspace.", "/zod/v4/locales/de."];
      const loaded = () => heavy.filter((part) => Object.keys(require.cache).some((file) => file.includes(part)));
      const before = loaded();
      const { LocalWorkspace } = pulumi.automation;
      const kept = () => require.cache[require.resolve("@pulumi/pulumi/automation")];
      const first = kept();
      const loadedOnce = pulumi.automation.LocalWorkspace === LocalWorkspace && kept() === first;
      const german = z.locales.de().localeError({ code: "invalid_type", expected: "string", input: 1 });
      pulumi.runtime.computeCodePaths()
        .then(() => pulumi.runtime.serializeFunction(() => 42))
        .then(({ text }) => console.log(JSON.stringify({
          before, after: loaded(), automation: [typeof LocalWorkspace.create, loadedOnce], german, serialized: text.includes("42"), traced: pulumi.Resource.callsites(),
        })));
    `);
    expect(seen).toEqual({
      before: [],
      after: ["/typescript/lib/", "/@npmcli/arborist/", "/automation/localWorkspace.", "/zod/v4/locales/de."],
      automation: ["function", true],
      german: "Ungültige Eingabe: erwartet string, erhalten Zahl",
      serialized: true,
      traced: [],
    });
  });
});
