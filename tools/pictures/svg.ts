import { stripVTControlCharacters } from "node:util";

/** A character's width and a line's height, in pixels, in a font of 14 pixels. */
const [WIDTH, HEIGHT] = [8.4, 19];
const PADDING = 16;

/** The codes that `styleText` writes to start and to end bold, dim and the colours. */
const STYLES: Readonly<Record<string, string>> = { 1: "bold", 2: "dim", 32: "green", 33: "yellow", 36: "cyan" };
const ENDS: Readonly<Record<string, readonly string[]>> = { 22: ["bold", "dim"], 39: ["green", "yellow", "cyan"] };

const CSS = `text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#d1d7e0;white-space:pre}
.bold{font-weight:bold;fill:#f0f6fc}.dim{fill:#9198a1}.green{fill:#57ab5a}.yellow{fill:#d4a72c}.cyan{fill:#56b6c2}`;

/** A picture of a terminal that shows a command and its output, whose escape codes become colours. */
export function terminal(command: string, printed: string): string {
  const lines = [`\x1b[2m$\x1b[22m ${command}`, "", ...printed.trimEnd().split("\n")];
  const columns = Math.max(...lines.map((line) => lengthOf(line)));
  const [width, height] = [Math.ceil(columns * WIDTH + 2 * PADDING), lines.length * HEIGHT + 2 * PADDING];
  let open: readonly string[] = [];
  const texts = lines.map((line, index) => {
    const [spans, still] = spansOf(line, open);
    open = still;
    const length = (lengthOf(line) * WIDTH).toFixed(1);
    const y = PADDING + (index + 0.75) * HEIGHT;
    // textLength keeps columns aligned in any font.
    return spans === ""
      ? ""
      : `<text x="${PADDING}" y="${y}" textLength="${length}" xml:space="preserve">${spans}</text>\n`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>What ${escaped(command)} prints</title>
<style>${CSS}</style>
<rect width="${width}" height="${height}" rx="8" fill="#151b23"/>
${texts.join("")}</svg>
`;
}

/** A line as spans, each in one style, and the styles that are open at its end. */
function spansOf(line: string, open: readonly string[]): [string, readonly string[]] {
  let styles = [...open];
  const [before = "", ...parts] = line.split("\x1b[");
  const spans = parts.map((part) => {
    const [, code = "", text = ""] = /^(\d+)m(.*)$/.exec(part) ?? [];
    const style = STYLES[code];
    if (style !== undefined) styles.push(style);
    else if (ENDS[code]) styles = styles.filter((each) => !ENDS[code]!.includes(each));
    else throw new Error(`unknown escape code ${part}`);
    return spanOf(text, styles);
  });
  return [spanOf(before, open) + spans.join(""), styles];
}

function spanOf(text: string, styles: readonly string[]): string {
  if (text === "" || styles.length === 0) return escaped(text);
  return `<tspan class="${styles.join(" ")}">${escaped(text)}</tspan>`;
}

function lengthOf(line: string): number {
  return [...stripVTControlCharacters(line)].length;
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
}
