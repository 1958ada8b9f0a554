import { isCollection, isMap, isScalar, type Pair, parseDocument, type Scalar, YAMLMap } from "yaml";
import { insert, type Splice } from "./splices";
import { entryLike, inline, lines } from "./yaml-entry";

/** Names from the outermost map inwards. */
export type Names = readonly string[];

/**
 * A YAML text in which single entries are changed, and every other byte stays.
 *
 * `Document.toString()` would fold, quote and indent the whole file its own way, so the changes are made in the text.
 * Unusual forms, such as `? name`, may come out wrong, so parse the result before you use it.
 */
export class YamlText {
  private readonly root: unknown;
  private readonly newline: string;

  constructor(readonly text: string) {
    this.root = parseDocument(text, { version: "1.2" }).contents;
    this.newline = text.includes("\r\n") ? "\r\n" : "\n";
  }

  /** Replaces a word, and keeps its quotes. */
  replaceWord(path: Names, word: string, by: string): Splice {
    const [from, to] = (this.at(path).node as Scalar).range!;
    const source = this.text.slice(from, to);
    return { start: from, end: to, put: source.replace(word, by) };
  }

  /** True if the entry at this path, which must exist, is a map. */
  isMapAt(path: Names): boolean {
    return isMap(this.at(path).node);
  }

  /** True if the entry at this path, which must exist, is text. */
  isTextAt(path: Names): boolean {
    const { node } = this.at(path);
    return isScalar(node) && typeof node.value === "string" && node.value !== "";
  }

  /** True if there is an entry at this path. */
  has([name, ...path]: Names, from: unknown = this.root): boolean {
    if (name === undefined) return true;
    const pair = isMap(from) ? from.items.find((item) => nameOf(item) === name) : undefined;
    return pair !== undefined && this.has(path, pair.value);
  }

  /** Adds an entry after the last one of a map, or to an empty entry or an empty file. */
  addEntry(path: Names, name: string, value: unknown): Splice {
    const { node, pair, inFlow, column, step } = this.at(path);
    if (isMap(node) && node.items.length > 0) {
      const last = node.items.at(-1)!;
      const entry = entryLike(last, name, value);
      if (node.flow) return insert(endOf(last), `${this.spaceAfter(endOf(last))}, ${inline(entry).slice(2, -2)}`);
      const inner = this.columnOf(last);
      return this.insertLines(endOf(last), lines(entry, inner > column ? inner - column : step), inner);
    }
    const entry = new YAMLMap();
    entry.set(name, value);
    if (isMap(node)) {
      const inside = node.range![0] + 1;
      return insert(inside, inline(entry).slice(1, this.text[inside] === "}" ? -1 : -2));
    }
    if (pair === undefined) {
      const put = lines(entry, step).join(this.newline) + this.newline;
      return insert(this.text.length, /(^|\n)$/.test(this.text) ? put : this.newline + put);
    }
    if (isScalar(node) && node.source !== "" && node.source !== undefined) {
      return { start: node.range![0], end: node.range![1], put: inline(entry) };
    }
    if (!inFlow) return this.insertLines(endOf(pair), lines(entry, step), column + step);
    return insert(endOf(pair), (node === null ? ": " : this.spaceAfter(endOf(pair))) + inline(entry));
  }

  /** Drops an entry of a map that has others: its lines or, in a flow map, its text and one comma. */
  removeEntry(path: Names, name: string): Splice {
    const { items, flow } = this.at(path).node as YAMLMap;
    const index = items.findIndex((pair) => nameOf(pair) === name);
    const [before, pair, after] = [items[index - 1], items[index]!, items[index + 1]];
    const [start, end] = [startOf(pair), endOf(pair)];
    if (!flow) {
      const [lineStart, lineEnd] = [this.text.lastIndexOf("\n", start - 1) + 1, this.text.indexOf("\n", end - 1) + 1];
      if (lineEnd > 0) return { start: lineStart, end: lineEnd, put: "" };
      // The file ends without a line break: drop the one before this line instead.
      return { start: this.endOfLine(endOf(before!)), end: this.text.length, put: "" };
    }
    const [from, to] = after ? [start, startOf(after)] : [endOf(before!), end];
    if (!this.text.slice(from, to).includes("#")) return { start: from, end: to, put: "" };
    // Comments between the two stay, whichever of them they are about.
    return { start, end: after ? end + this.text.slice(end).indexOf(",") + 1 : end, put: "" };
  }

  /** The node at a path, and how it is written. */
  private at(path: Names) {
    let [node, pair]: [unknown, Pair | undefined] = [this.root, undefined];
    let [inFlow, column, step] = [false, 0, 2];
    for (const name of path) {
      const map = node as YAMLMap;
      pair = map.items.find((item) => nameOf(item) === name)!;
      inFlow = map.flow === true;
      if (!inFlow) {
        const outer = column;
        column = this.columnOf(pair);
        if (column > outer) step = column - outer;
      }
      node = pair.value;
    }
    return { node, pair, inFlow, column, step };
  }

  private insertLines(after: number, added: readonly string[], column: number): Splice {
    const indent = " ".repeat(column);
    return insert(this.endOfLine(after), added.map((line) => this.newline + indent + line).join(""));
  }

  /** The end of the line on which a node ends. The range of a block scalar includes its line break. */
  private endOfLine(end: number): number {
    const from = this.text[end - 1] === "\n" ? end - 1 : end;
    const newline = this.text.indexOf("\n", from);
    const lineEnd = newline === -1 ? this.text.length : newline;
    return this.text[lineEnd - 1] === "\r" ? lineEnd - 1 : lineEnd;
  }

  private columnOf(pair: Pair): number {
    const start = startOf(pair);
    return start - (this.text.lastIndexOf("\n", start - 1) + 1);
  }

  /** The space that must follow a colon. */
  private spaceAfter(offset: number): string {
    return this.text[offset - 1] === ":" ? " " : "";
  }
}

function nameOf({ key }: Pair): string {
  return String((key as Scalar).value);
}

function startOf({ key }: Pair): number {
  return (key as Scalar).range![0];
}

/** Where the last word of a node ends. The range of a block map reaches to the next node. */
function endOf(item: unknown): number {
  const pair = item as Pair;
  const node = "key" in pair ? (pair.value ?? pair.key) : item;
  if (isCollection(node) && !node.flow && node.items.length > 0) return endOf(node.items.at(-1));
  return (node as Scalar).range![1];
}
