import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { runCommands } from "../../tools/pictures";
import { textOf } from "../kit/documented";
import { project } from "../kit/example-files";

let printed: Awaited<ReturnType<typeof runCommands>>;
beforeAll(async () => {
  printed = await runCommands();
});
const pathOf = (file: string) => join(project, "docs", "pictures", file);
const read = (file: string) => readFileSync(pathOf(file), "utf8");

const CHARACTERS: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'" };

/** The lines of text in a picture. */
function textIn(picture: string): string {
  const lines = [...picture.matchAll(/<text [^>]*>(.*)<\/text>/g)].map(([, line]) => line!.replace(/<[^>]*>/g, ""));
  return lines.join("\n").replace(/&([\w#]+);/g, (_, name: string) => CHARACTERS[name]!);
}

describe.each(["plan", "status"])("docs/pictures/%s", (name) => {
  const shown = () => `$ ${printed[name]!.command}\n\n${stripVTControlCharacters(printed[name]!.text)}`;

  test(".txt has what the command prints; if not, run npm run pictures", () => {
    expect(read(`${name}.txt`)).toBe(`${shown()}\n`);
  });

  test(".svg shows that text, is small, and README.md has it", () => {
    expect(textIn(read(`${name}.svg`))).toBe(shown());
    expect(statSync(pathOf(`${name}.svg`)).size).toBeLessThan(20_000);
    expect(textOf("README.md")).toContain(`](docs/pictures/${name}.svg)`);
  });

  test(".svg has the colours of the command", () => {
    const yellow = printed[name]!.text.split("\u001b[33m").length - 1;
    expect(yellow).toBeGreaterThan(0);
    expect(read(`${name}.svg`).split('class="ansi-yellow-fg"').length - 1).toBe(yellow);
  });
});
