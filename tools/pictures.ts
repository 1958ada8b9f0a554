/** `npm run pictures`: draws what commands print, for README.md, into docs/pictures. The text of each picture is beside it. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
    const env = { ...process.env, FORCE_COLOR: "1" };
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

/** A project with these stacks, and with the history of the second one. */
function exampleProject(): string {
  const folder = mkdtempSync(join(tmpdir(), "pictures-"));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const git = (day: string, ...args: readonly string[]) => {
    const date = `${day}T12:00:00Z`;
    // Without the user's git settings, such as signatures.
    const settings = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
    const env = { ...process.env, ...settings, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: folder, env });
  };
  const [, readme = ""] = /^```yaml\n([\s\S]*?)^```$/m.exec(readFileSync(join(ROOT, "README.md"), "utf8"))!;
  write("clock.cjs", CLOCK);
  write("Pulumi.yaml", "name: ai-service-keys\n");
  write("Pulumi.dev.yaml", readme);
  git(TODAY, "init", "--quiet");
  for (const [day, generations] of Object.entries(GENERATIONS)) {
    write("Pulumi.prod.yaml", prod(generations));
    git(day, "add", "Pulumi.prod.yaml", "Pulumi.yaml");
    git(day, "commit", "--quiet", "--message", day);
  }
  return folder;
}

/** The generations of a key, by the day of their commits. */
const GENERATIONS: Readonly<Record<string, string>> = {
  "2026-08-10": '{ "1": current }',
  "2026-11-19": '{ "1": current, "2": staged }',
  "2026-11-20": '{ "1": grace, "2": current }',
};

const prod = (generations: string) => `config:
  rotation: { everyDays: 120 }
  usagePlans: { standard: {} }
  keys:
    assistant: { usagePlan: standard, rotation: { everyDays: 90 } }
    batch: { usagePlan: standard }
    search: { usagePlan: standard, generations: ${generations} }
`;

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
