/** `npm run pictures`: draws what commands print, for the documents, into docs/pictures, each beside a file with its text. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { guard } from "../src/guard";
import { readResources, resourcesInExport } from "../src/last-deployment";
import { formatFaults } from "../src/settings/faults";
import { plan } from "./plan/plan";
import { rotate } from "./rotate/rotate";
import { readStackFile } from "./stack-file/stack-file";

const ROOT = join(__dirname, "..");

/** What a picture shows: the command, and what it prints with colours. */
export interface Printed {
  readonly command: string;
  readonly text: string;
}

/** Runs each command, on the stack file of README.md and on others; by the names of the pictures. */
export async function runCommands(): Promise<Readonly<Record<string, Printed>>> {
  const folder = mkdtempSync(join(tmpdir(), "pictures-"));
  try {
    const [, readme = ""] = /^```yaml\n([\s\S]*?)^```$/m.exec(readFileSync(join(ROOT, "README.md"), "utf8"))!;
    writeFileSync(join(folder, "Pulumi.yaml"), "name: ai-service-keys\n");
    writeFileSync(join(folder, "Pulumi.dev.yaml"), readme);
    for (const [stack, text] of Object.entries(STACKS)) writeFileSync(join(folder, `Pulumi.${stack}.yaml`), text);
    const planOf = async (stack: string) =>
      (await plan([stack], folder, async () => (await import("../index")).default, true)).stdout!;
    // The same day whenever the pictures are drawn.
    const around = { today: "2026-11-28", colour: true, exportStack: () => JSON.stringify(deployed(IN_USE)) };
    return {
      plan: { command: "npm run plan", text: await planOf("dev") },
      regions: { command: "npm run plan -- world", text: await planOf("world") },
      refused: { command: "pulumi preview --stack shop", text: refusalOf(folder, "shop") },
      status: { command: "npm run rotate -- prod status", text: rotate(["prod", "status"], folder, around).stdout! },
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const STACKS = {
  prod: `config:
  rotation: { everyDays: 120 }
  usagePlans: { standard: {} }
  keys:
    assistant: { usagePlan: standard, rotation: { everyDays: 90 } }
    batch: { usagePlan: standard }
    search: { usagePlan: standard, generations: { "1": grace, "2": current } }
`,
  world: `config:
  aws:region: eu-central-1
  regions: { us-east-1: {} }
  keys: { search: { usagePlan: standard } }
  secretsManager: {}
  usagePlans:
    standard:
      throttle: { rateLimit: 50, burstLimit: 100 }
      apiStages:
        - { apiId: a1b2c3d4e5, stage: prod }
        - { apiId: f6g7h8i9j0, stage: prod, region: us-east-1 }
`,
  shop: `config: { keys: { search: { generations: { "1": disabled, "2": current } } } }\n`,
};

/** What was deployed of a key: its generations, each with its state and since when. */
type Deployed = Readonly<Record<string, Readonly<Record<string, readonly [state: string, since: string]>>>>;

const IN_USE: Deployed = {
  assistant: { 1: ["current", "2026-08-10"] },
  batch: { 1: ["current", "2026-08-10"] },
  search: { 1: ["grace", "2026-11-20"], 2: ["current", "2026-11-20"] },
};

/** What the program says of a stack file that retires a key where the promotion before it was not deployed. */
function refusalOf(folder: string, stack: string): string {
  const last = readResources(
    resourcesInExport(deployed({ search: { 1: ["current", "2026-08-20"], 2: ["staged", "2026-11-20"] } }))!,
  );
  const { settings } = readStackFile(folder, stack);
  return `\x1b[31merror:\x1b[39m ${formatFaults(stack, guard(last, settings!, stack).faults)}`;
}

/** The export of a stack with these keys, as far as it is read. */
function deployed(keys: Deployed): object {
  const resources = Object.entries(keys).flatMap(([key, generations]) => {
    const resource = (type: string, name: string, outputs: object) => {
      return { urn: `urn:pulumi:prod::ai-service-keys::${type}::${name}`, type, outputs };
    };
    const states = Object.fromEntries(Object.entries(generations).map(([id, [state]]) => [id, state]));
    return [
      resource("ai-service-keys:index:ServiceKey", key, {
        deployed: { enabled: true, deletionProtection: true, generations: states },
      }),
      ...Object.entries(generations).map(([id, [state, since]]) => {
        const tags = { "service-keys:state": state, "service-keys:since": since };
        return resource("aws:apigateway/apiKey:ApiKey", `${key}-${id}`, { enabled: true, tags });
      }),
    ];
  });
  return { deployment: { resources } };
}

/** The most that a character takes in width, and the height of a line, in pixels, in a font of 14 pixels. */
const [WIDTH, HEIGHT] = [8.7, 19];
const PADDING = 16;
const CSS = `text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#d1d7e0;white-space:pre}
.ansi-red-fg{fill:#f47067}.ansi-green-fg{fill:#57ab5a}.ansi-yellow-fg{fill:#d4a72c}.ansi-cyan-fg{fill:#56b6c2}`;

/** The columns of the terminal, whose picture is to be readable on a phone. */
const COLUMNS = 100;

/** A picture of a terminal, which breaks lines that are longer. */
async function draw({ command, text }: Printed): Promise<string> {
  const [{ AnsiUp }, { default: wrap }] = [await import("ansi_up"), await import("wrap-ansi")];
  const ansi = Object.assign(new AnsiUp(), { use_classes: true, faintStyle: "fill-opacity:0.6" });
  const lines = [`\x1b[2m$\x1b[22m ${command}`, "", ...wrap(text, COLUMNS, { trim: false }).split("\n")];
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
