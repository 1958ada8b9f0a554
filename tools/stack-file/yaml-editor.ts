import { Document, isAlias, isCollection, isMap, isScalar, type Pair, type Range, Scalar, visit, YAMLMap } from "yaml";
import { formatPath } from "../../src/settings/faults";
import { UsageError } from "../command";
import { isMerge, nameOf, YamlFile } from "./yaml";

/** Names from the outermost map inwards. */
type Names = readonly string[];

/** A change of the text: what stands from `start` to `end` is replaced by `put`. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly put: string;
}

/**
 * Changes single entries of a YAML text and keeps every other byte: `Document.toString()` would indent, quote and move comments
 * its own way. A map in braces is written anew; in a map of lines a word is replaced, or lines are added or cut.
 *
 * Read the result back before it is used. Every method throws a {@link UsageError} for an entry that an anchor shares with
 * others, or that is written in another form.
 */
export class YamlEditor {
  private readonly changes: Change[] = [];
  private readonly rewritten = new Set<YAMLMap>();
  private readonly yaml: YamlFile;
  private readonly newline: string;

  constructor(
    private readonly text: string,
    private readonly file: string,
  ) {
    this.yaml = new YamlFile(text, file);
    this.newline = text.includes("\r\n") ? "\r\n" : "\n";
  }

  /** The text with all changes made. */
  get edited(): string {
    const anew = [...this.rewritten].map((map) => ({
      ...rangeOf(map),
      put: written(map, { collectionStyle: "flow" }),
    }));
    const others = this.changes.filter(({ start }) => !anew.some((map) => map.start <= start && start < map.end));
    const fromTheEnd = [...anew, ...others].sort((a, b) => b.start - a.start);
    return fromTheEnd.reduce((text, { start, end, put }) => text.slice(0, start) + put + text.slice(end), this.text);
  }

  has(path: Names): boolean {
    return this.yaml.valueAt(path) !== undefined;
  }

  /** True if the entry at a path is text. */
  isText(path: Names): boolean {
    const node = this.yaml.valueAt(path);
    return isScalar(node) && typeof node.value === "string" && node.value !== "";
  }

  /** The value at a path, which no anchor shares with another entry; undefined if there is none. */
  own(path: Names): unknown {
    return path.length === 0 ? this.yaml.root : this.ownPair(path)?.value;
  }

  /** Replaces a word, and keeps its quotes. */
  replaceWord(path: Names, word: string, by: string): void {
    const node = this.own(path);
    if (!isScalar(node)) throw this.unusual(path);
    const { start, end } = rangeOf(node);
    node.value = by;
    this.changes.push({ start, end, put: this.text.slice(start, end).replace(word, by) });
  }

  /** Adds an entry at the end of a map, or to an entry without a value. */
  add(path: Names, name: string, value: unknown): void {
    const map = this.own(path);
    const last = isMap(map) ? map.items.at(-1) : undefined;
    const entry = entryLike(last, name, value);
    if (isMap(map) && map.flow) {
      this.rewrite(map, path);
      map.items.push(...entry.items);
      return;
    }
    const step = this.stepTo(path);
    if (last) return this.insertLines(endOf(last), this.columnOf(last), entry, step);
    if (!this.isEmpty(path)) throw this.unusual(path);
    const pair = this.ownPair(path);
    if (pair) return this.insertLines(endOf(pair), this.columnOf(pair) + step, entry, step);
    const lines = linesOf(entry, step).map((line) => line + this.newline);
    const before = /(^|\n)$/.test(this.text) ? "" : this.newline;
    this.changes.push({ start: this.text.length, end: this.text.length, put: before + lines.join("") });
  }

  /** Removes an entry from a map that has others: the lines on which it stands. */
  remove(path: Names): void {
    const pair = this.ownPair(path)!;
    const map = this.own(path.slice(0, -1)) as YAMLMap;
    const before = map.items[map.items.indexOf(pair) - 1];
    if (map.flow) {
      this.rewrite(map, path.slice(0, -1));
      map.items.splice(map.items.indexOf(pair), 1);
      return;
    }
    const [start, end] = [startOf(pair), endOf(pair)];
    const [lineStart, next] = [this.text.lastIndexOf("\n", start - 1) + 1, this.text.indexOf("\n", end - 1) + 1];
    if (next > 0) this.changes.push({ start: lineStart, end: next, put: "" });
    // The file ends without a line break: the one before this line goes in its place.
    else this.changes.push({ start: this.endOfLine(endOf(before)), end: this.text.length, put: "" });
  }

  private rewrite(map: YAMLMap, path: Names): void {
    const { start, end } = rangeOf(map);
    if (COMMENT.test(this.text.slice(start, end)) || !isPlain(map)) throw this.unusual(path);
    this.rewritten.add(map);
    // One behind the braces stays where it is.
    map.comment = undefined;
  }

  /** True if nothing stands behind the name of an entry, or in the file, and lines can. */
  private isEmpty(path: Names): boolean {
    const value = this.own(path);
    const isInFlow = path.some((_, index) => (this.own(path.slice(0, index)) as YAMLMap).flow === true);
    return !isInFlow && ((value ?? null) === null || (isScalar(value) && value.source === ""));
  }

  private ownPair(path: Names): Pair | undefined {
    let [node, pair]: [unknown, Pair | undefined] = [this.yaml.root, undefined];
    for (const [index, name] of path.entries()) {
      const upTo = path.slice(0, index + 1);
      pair = isMap(node) ? node.items.find((each) => !isMerge(each) && nameOf(each) === name) : undefined;
      node = pair?.value;
      const isElsewhere = pair === undefined && this.has(upTo);
      if (isElsewhere || this.yaml.isShared(node)) throw this.refusal(upTo, SHARED);
      if (pair === undefined) return undefined;
    }
    return pair;
  }

  private unusual(path: Names): UsageError {
    return this.refusal(path, "is in a form that cannot be edited here; write it as lines, and make the step again");
  }

  private refusal(path: Names, problem: string): UsageError {
    const [first, ...names] = path[0] === "config" ? path.slice(1) : path;
    const entry = formatPath([first?.split(":").at(-1) ?? "config", ...names]);
    return new UsageError(`${this.file}, line ${this.yaml.lineOf(path)}: ${entry} ${problem}`);
  }

  /** By how many spaces the maps on the way are indented. */
  private stepTo(path: Names): number {
    const pairs = path.map((_, index) => this.ownPair(path.slice(0, index + 1))!);
    const columns = pairs.map((pair) => this.columnOf(pair));
    const last = this.own(path);
    if (isMap(last) && last.items.length > 0) columns.push(this.columnOf(last.items[0]!));
    const steps = columns.map((column, index) => column - (columns[index - 1] ?? 0)).filter((step) => step > 0);
    return steps.at(-1) ?? 2;
  }

  private insertLines(after: number, column: number, entry: YAMLMap, step: number): void {
    const at = this.endOfLine(after);
    const indent = this.newline + " ".repeat(column);
    this.changes.push({
      start: at,
      end: at,
      put: linesOf(entry, step)
        .map((line) => indent + line)
        .join(""),
    });
  }

  /** The end of the line on which a node ends. The range of a block of text includes its line break. */
  private endOfLine(end: number): number {
    const newline = this.text.indexOf("\n", this.text[end - 1] === "\n" ? end - 1 : end);
    const lineEnd = newline === -1 ? this.text.length : newline;
    return this.text[lineEnd - 1] === "\r" ? lineEnd - 1 : lineEnd;
  }

  private columnOf(pair: Pair): number {
    return startOf(pair) - (this.text.lastIndexOf("\n", startOf(pair) - 1) + 1);
  }
}

const SHARED = "is shared with other entries by an anchor; write it out here, and make the step again";

/** A new entry, its name written as the neighbour's: bare, or in the same quotes. */
function entryLike(neighbour: Pair | undefined, name: string, value: unknown): YAMLMap {
  const { type, value: like } = (neighbour?.key ?? {}) as Partial<Scalar>;
  const isBareNumber = typeof like === "number" && /^[1-9][0-9]{0,14}$/.test(name);
  const key = new Scalar<unknown>(isBareNumber ? Number(name) : name);
  if (type?.startsWith("QUOTE")) key.type = type;
  const entry = new YAMLMap();
  entry.set(key, value);
  return entry;
}

/** A comment within braces. */
const COMMENT = /[\s,{[]#/;

/** True for a map in braces without anchors, aliases and names that nothing stands behind, which would not be written alike. */
function isPlain(map: YAMLMap): boolean {
  let plain = true;
  visit(map, (_, node) => {
    const isEmpty = node === null || (isScalar(node) && node.source === "" && node.value === null);
    plain &&= !isEmpty && !isAlias(node) && (node as Scalar).anchor === undefined;
  });
  return plain;
}

function linesOf(entry: YAMLMap, step: number): string[] {
  return written(entry, { indent: step }).split("\n");
}

/** Words that YAML 1.1, and so the CLI, would not read as text get quotes. */
function written(node: YAMLMap, options: { indent?: number; collectionStyle?: "flow" }): string {
  return new Document(node, { version: "1.1" }).toString({ ...options, lineWidth: 0, nullStr: "" }).trimEnd();
}

function rangeOf(node: { readonly range?: Range | null }) {
  const [start, end] = node.range!;
  return { start, end };
}

function startOf({ key }: Pair): number {
  return (key as Scalar).range![0];
}

/** Where the last word of a node ends. The range of a map of lines reaches to the next node. */
function endOf(item: unknown): number {
  const pair = item as Pair;
  const node = "key" in pair ? (pair.value ?? pair.key) : item;
  if (isCollection(node) && !node.flow && node.items.length > 0) return endOf(node.items.at(-1));
  return (node as Scalar).range![1];
}
