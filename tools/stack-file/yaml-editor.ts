import { Document, isCollection, isMap, isScalar, type Pair, Scalar, YAMLMap } from "yaml";
import { formatPath } from "../../src/settings/faults";
import { UsageError } from "../command";
import { isMerge, nameOf, YamlFile } from "./yaml";

/** Names from the outermost map inwards. */
type Names = readonly string[];

/**
 * Changes single entries of a YAML text and keeps every other byte: `Document.toString()` would indent, quote and move comments
 * its own way. A map in braces is written anew; in a map of lines a word is replaced, or lines are added or cut.
 *
 * Read the result back before it is used. Every method throws a {@link UsageError} for an entry that an anchor shares with
 * others, or that is written in another form.
 */
export class YamlEditor {
  private readonly yaml: YamlFile;
  private readonly newline: string;
  /** Ends with a line break. */
  private readonly text: string;
  /** What stands from `start` to `end` is replaced by `put`. */
  private readonly changes: { readonly start: number; readonly end: number; readonly put: string }[] = [];
  private readonly rewritten = new Map<YAMLMap, readonly [number, number]>();

  constructor(
    private readonly given: string,
    private readonly file: string,
  ) {
    this.newline = given.includes("\r\n") ? "\r\n" : "\n";
    this.text = /(^|\n)$/.test(given) ? given : given + this.newline;
    this.yaml = new YamlFile(this.text, file);
  }

  /** The text with all changes made. */
  get edited(): string {
    const anew = [...this.rewritten].map(([map, [start, end]]) => ({ start, end, put: inBraces(map) }));
    const others = this.changes.filter(({ start }) => !anew.some((map) => map.start <= start && start < map.end));
    const fromTheEnd = [...anew, ...others].sort((a, b) => b.start - a.start);
    const edited = fromTheEnd.reduce(
      (text, { start, end, put }) => text.slice(0, start) + put + text.slice(end),
      this.text,
    );
    return this.text === this.given ? edited : edited.slice(0, -this.newline.length);
  }

  /** True if there is an entry at a path, be it by an alias or a merge key. */
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
    const [start, end] = node.range!;
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
    } else if (last) this.addLines(endOf(last), this.columnOf(last), entry);
    else if (!this.isEmpty(path)) throw this.unusual(path);
    else if (path.length === 0) this.addLines(this.text.length, 0, entry);
    else {
      const pair = this.ownPair(path)!;
      this.addLines(endOf(pair), this.columnOf(pair) + this.step, entry);
    }
  }

  /** Removes an entry from a map that has others: the lines on which it stands. */
  remove(path: Names): void {
    const pair = this.ownPair(path)!;
    const map = this.own(path.slice(0, -1)) as YAMLMap;
    if (map.flow) {
      this.rewrite(map, path.slice(0, -1));
      map.items.splice(map.items.indexOf(pair), 1);
    } else {
      const start = startOf(pair) - this.columnOf(pair);
      this.changes.push({ start, end: this.lineAfter(endOf(pair)), put: "" });
    }
  }

  private rewrite(map: YAMLMap, path: Names): void {
    const [start, end] = map.range!;
    // Comments would be lost, and anchors and aliases not be written alike.
    if (/[\s,{[]#|[&*]/.test(this.text.slice(start, end))) throw this.unusual(path);
    this.rewritten.set(map, [start, end]);
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

  private addLines(after: number, column: number, entry: YAMLMap): void {
    const at = this.lineAfter(after);
    const lines = written(entry, { indent: this.step }).split("\n");
    this.changes.push({
      start: at,
      end: at,
      put: lines.map((line) => " ".repeat(column) + line + this.newline).join(""),
    });
  }

  /** By how many spaces the file indents. */
  private get step(): number {
    return /^ +(?=[^\s#])/m.exec(this.text)?.[0].length ?? 2;
  }

  /** Where the line after a node begins. The range of a block of text includes its line break. */
  private lineAfter(end: number): number {
    return this.text.indexOf("\n", end - 1) + 1;
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

function inBraces(map: YAMLMap): string {
  return written(map, { collectionStyle: "flow" });
}

/** Words that YAML 1.1, and so the CLI, would not read as text get quotes. */
function written(node: YAMLMap, options: { indent?: number; collectionStyle?: "flow" }): string {
  return new Document(node, { version: "1.1" }).toString({ ...options, lineWidth: 0, nullStr: "" }).trimEnd();
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
