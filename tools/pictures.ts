/** `npm run pictures`: draws what commands print, for README.md, into docs/pictures, each beside a file with its text. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { plan } from "./plan/plan";
import { rotate } from "./rotate/rotate";

const ROOT = join(__dirname, "..");

/** What a picture shows: the command, and what it prints with colours. */
export interface Printed {
  readonly command: string;
  readonly text: string;
}

/** Runs each command, on the stack file of README.md and on one with a calendar; by the names of the pictures. */
export async function runCommands(): Promise<Readonly<Record<string, Printed>>> {
  const folder = mkdtempSync(join(tmpdir(), "pictures-"));
  try {
    const [, readme = ""] = /^```yaml\n([\s\S]*?)^```$/m.exec(readFileSync(join(ROOT, "README.md"), "utf8"))!;
    writeFileSync(join(folder, "Pulumi.yaml"), "name: ai-service-keys\n");
    writeFileSync(join(folder, "Pulumi.dev.yaml"), readme);
    writeFileSync(join(folder, "Pulumi.prod.yaml"), PROD);
    const planned = await plan(["dev"], folder, async () => (await import("../index")).default, true);
    // The same day whenever the pictures are drawn.
    const around = { today: "2026-11-28", colour: true, exportStack: () => JSON.stringify(DEPLOYED) };
    return {
      plan: { command: "npm run plan", text: planned.stdout! },
      status: { command: "npm run rotate -- prod status", text: rotate(["prod", "status"], folder, around).stdout! },
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const PROD = `config:
  rotation: { everyDays: 120 }
  usagePlans: { standard: {} }
  keys:
    assistant: { usagePlan: standard, rotation: { everyDays: 90 } }
    batch: { usagePlan: standard }
    search: { usagePlan: standard, generations: { "1": grace, "2": current } }
`;

/** The state of that stack, as far as `status` reads it. */
const DEPLOYED = {
  deployment: {
    resources: [
      ...deployedKey("assistant", { 1: "current" }, "2026-08-10"),
      ...deployedKey("batch", { 1: "current" }, "2026-08-10"),
      ...deployedKey("search", { 1: "grace", 2: "current" }, "2026-11-20"),
    ],
  },
};

function deployedKey(key: string, generations: Readonly<Record<string, string>>, since: string): object[] {
  const resource = (type: string, name: string, outputs: object) => {
    return { urn: `urn:pulumi:prod::ai-service-keys::${type}::${name}`, type, outputs };
  };
  return [
    resource("ai-service-keys:index:ServiceKey", key, {
      deployed: { enabled: true, deletionProtection: true, generations },
    }),
    ...Object.entries(generations).map(([id, state]) => {
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
  for (const [name, printed] of Object.entries(await runCommands())) {
    const path = join(ROOT, "docs", "pictures", name);
    writeFileSync(`${path}.svg`, await draw(printed));
    writeFileSync(`${path}.txt`, `$ ${printed.command}\n\n${stripVTControlCharacters(printed.text)}\n`);
    console.log(`wrote docs/pictures/${name}.svg and .txt`);
  }
}

if (require.main === module) void drawAll();
