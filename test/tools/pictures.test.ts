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

describe.each([
  ["plan", "README.md", "docs/pictures", 33],
  ["status", "README.md", "docs/pictures", 33],
  ["refused", "README.md", "docs/pictures", 31],
  ["regions", "docs/rotation.md", "pictures", 33],
] as const)("docs/pictures/%s", (name, document, folder, colour) => {
  const shown = () => `$ ${printed[name]!.command}\n\n${stripVTControlCharacters(printed[name]!.text)}`;

  test(".txt has what the command prints; if not, run npm run pictures", () => {
    expect(read(`${name}.txt`)).toBe(`${shown()}\n`);
  });

  test(".svg shows that text, is small, and its document has it", () => {
    // It breaks long lines at a space, as a terminal would.
    const words = (text: string) => text.split(/\s+/);
    expect(words(textIn(read(`${name}.svg`)))).toEqual(words(shown()));
    expect(statSync(pathOf(`${name}.svg`)).size).toBeLessThan(20_000);
    expect(textOf(document)).toContain(`](${folder}/${name}.svg)`);
  });

  test(".svg has the colours of the command", () => {
    const coloured = printed[name]!.text.split(`\u001b[${colour}m`).length - 1;
    expect(coloured).toBeGreaterThan(0);
    const shape = { 31: "ansi-red-fg", 33: "ansi-yellow-fg" }[colour];
    expect(read(`${name}.svg`).split(`class="${shape}"`).length - 1).toBe(coloured);
  });
});
