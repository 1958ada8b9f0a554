/** `npm run pictures`: draws what commands print, for README.md, into docs/pictures. The text of each picture is beside it. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { stripVTControlCharacters } from "node:util";

const ROOT = join(__dirname, "..");

/** What is drawn, by the names of the files. */
const COMMANDS = { plan: "npm run plan", status: "npm run rotate -- prod status" };

/** The day on which the pictures are taken, whatever day it is. */
const TODAY = "2026-11-28";
const CLOCK = `const now = Date.parse("${TODAY}");
globalThis.Date = class extends Date { constructor(...given) { super(...(given.length > 0 ? given : [now])); } };
`;

/** What a picture shows: the command, and what it prints with colours. */
export interface Printed {
  readonly command: string;
  readonly text: string;
}

/** Runs each command on the stack file of README.md and on one with a calendar. */
export function runCommands(): Record<keyof typeof COMMANDS, Printed> {
  const folder = exampleProject();
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const run = (command: string): Printed => {
    const [, , name = "", , ...args] = command.split(" ");
    const [, ...script] = scripts[name]!.split(" ").map((part) => part.replace(/^(\.\/)?(src|tools)\//, `${ROOT}/$2/`));
    const env = { ...process.env, FORCE_COLOR: "1", PATH: `${folder}${delimiter}${process.env.PATH}` };
    const options = { cwd: folder, env, encoding: "utf8" } as const;
    return {
      command,
      text: execFileSync(process.execPath, ["--require", "./clock.cjs", ...script, ...args], options).trimEnd(),
    };
  };
  try {
    return { plan: run(COMMANDS.plan), status: run(COMMANDS.status) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A project with these stacks, and with a Pulumi CLI that tells what of the second one is deployed. */
function exampleProject(): string {
  const folder = mkdtempSync(join(tmpdir(), "pictures-"));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const [, readme = ""] = /^```yaml\n([\s\S]*?)^```$/m.exec(readFileSync(join(ROOT, "README.md"), "utf8"))!;
  write("clock.cjs", CLOCK);
  write("Pulumi.yaml", "name: ai-service-keys\n");
  write("Pulumi.dev.yaml", readme);
  write("Pulumi.prod.yaml", PROD);
  write("state.json", JSON.stringify({ deployment: { resources: Object.entries(DEPLOYED).flatMap(resourcesOf) } }));
  write("pulumi", "#!/bin/sh\ncat state.json\n");
  chmodSync(join(folder, "pulumi"), 0o755);
  return folder;
}

const PROD = `config:
  rotation: { everyDays: 120 }
  usagePlans: { standard: {} }
  keys:
    assistant: { usagePlan: standard, rotation: { everyDays: 90 } }
    batch: { usagePlan: standard }
    search: { usagePlan: standard, generations: { "1": grace, "2": current } }
`;

type Generations = Readonly<Record<string, readonly [state: string, since: string]>>;

const DEPLOYED: Readonly<Record<string, Generations>> = {
  assistant: { "1": ["current", "2026-08-10"] },
  batch: { "1": ["current", "2026-08-10"] },
  search: { "1": ["grace", "2026-11-20"], "2": ["current", "2026-11-20"] },
};

/** The resources of a key in the state, as far as `status` reads them. */
function resourcesOf([key, generations]: readonly [string, Generations]): object[] {
  const resource = (type: string, name: string, outputs: object) => {
    return { urn: `urn:pulumi:prod::ai-service-keys::${type}::${name}`, type, outputs };
  };
  const each = Object.entries(generations);
  const states = Object.fromEntries(each.map(([id, [state]]) => [id, state]));
  const deployed = { enabled: true, deletionProtection: true, generations: states };
  return [
    resource("ai-service-keys:index:ServiceKey", key, { deployed }),
    ...each.map(([id, [state, since]]) => {
      const tags = { "service-keys:state": state, "service-keys:since": since };
      return resource("aws:apigateway/apiKey:ApiKey", `${key}-${id}`, { enabled: true, tags });
    }),
  ];
}

/** The most that a character takes in width, and the height of a line, in pixels, in a font of 14 pixels. */
const [WIDTH, HEIGHT] = [8.7, 19];
const PADDING = 16;
const CSS = `text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#d1d7e0;white-space:pre}
.ansi-green-fg{fill:#57ab5a}.ansi-yellow-fg{fill:#d4a72c}.ansi-cyan-fg{fill:#56b6c2}`;

/** A picture of a terminal. */
async function draw({ command, text }: Printed): Promise<string> {
  const { AnsiUp } = await import("ansi_up");
  const ansi = Object.assign(new AnsiUp(), { use_classes: true, faintStyle: "fill-opacity:0.6" });
  const lines = [`\x1b[2m$\x1b[22m ${command}`, "", ...text.split("\n")];
  const columns = Math.max(...lines.map((line) => stripVTControlCharacters(line).length));
  const [width, height] = [Math.ceil(columns * WIDTH + 2 * PADDING), lines.length * HEIGHT + 2 * PADDING];
  const drawn = lines.map((line, index) => {
    const spans = ansi.ansi_to_html(line).replace(/(?<=<\/?)span/g, "tspan");
    return `<text x="${PADDING}" y="${PADDING + (index + 0.75) * HEIGHT}" xml:space="preserve">${spans}</text>\n`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>What ${command} prints</title>
<style>${CSS}</style>
<rect width="${width}" height="${height}" rx="8" fill="#151b23"/>
${drawn.join("")}</svg>
`;
}

async function drawAll(): Promise<void> {
  for (const [name, printed] of Object.entries(runCommands())) {
    const path = join(ROOT, "docs", "pictures", name);
    writeFileSync(`${path}.svg`, await draw(printed));
    writeFileSync(`${path}.txt`, `$ ${printed.command}\n\n${stripVTControlCharacters(printed.text)}\n`);
    console.log(`wrote docs/pictures/${name}.svg and .txt`);
  }
}

if (require.main === module) void drawAll();
