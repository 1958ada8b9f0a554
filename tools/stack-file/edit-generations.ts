/** How the text of a stack file is edited: what changes for other generations, and how the rest stays as it is. */
import { isDeepStrictEqual } from "node:util";
import { Document, isCollection, isMap, isScalar, type Pair, Scalar, YAMLMap } from "yaml";
import { mapValues, valueIn } from "../../src/map-values";
import type { Settings } from "../../src/settings";
import { formatPath } from "../../src/settings/faults";
import type { ServiceKeySettings } from "../../src/settings/service-key";
import { UsageError } from "../command";
import { spellings } from "./project-file";
import type { SoundStackFile } from "./stack-file";
import { isMerge, nameOf, YamlFile } from "./yaml";

/**
 * The text of a stack file with the generations of its keys changed to the wanted ones. Keys that the file has only by
 * default are written out. Read the result back before it is used.
 *
 * @param usagePlan is written for a new generation, even if it is the key's.
 * @throws {UsageError} for keys that are JSON text or left to an environment, for what an anchor shares with other
 *   entries, and for unusual forms.
 */
export function editGenerations(file: SoundStackFile, wanted: Settings["keys"], usagePlan?: string): string {
  const yaml = new YamlEditor(file.text, file.name);
  const names = spellings(file.project, "keys")
    .map((name) => ["config", name])
    .find((path) => yaml.has(path));
  if (names === undefined && yaml.has(["environment"])) {
    throw new UsageError(`${file.name} leaves its keys to an ESC environment; make the step there`);
  }
  if (names !== undefined && yaml.isText(names)) throw new UsageError(`${file.name}: ${KEYS_ARE_TEXT}`);
  const changes = Object.entries(wanted)
    .map(([name, becomes]) => ({ name, is: file.settings.keys[name]!, becomes, usagePlan }))
    .filter(({ is, becomes }) => !isDeepStrictEqual(is, becomes));
  if (names === undefined) addKeys(yaml, file, changes);
  else for (const change of changes) editKey(yaml, [...names, change.name], change);
  return yaml.edited;
}

const KEYS_ARE_TEXT =
  "keys is JSON text, as pulumi config set keys writes it; write it as a map, and make the step again";

/** A key whose generations change. */
interface KeyChange {
  readonly name: string;
  readonly is: ServiceKeySettings;
  readonly becomes: ServiceKeySettings;
  readonly usagePlan?: string;
}

function editKey(yaml: YamlEditor, key: readonly string[], change: KeyChange): void {
  const { is, becomes } = change;
  const path = [...key, "generations"];
  if (yaml.own(path) === undefined) return yaml.add(key, "generations", written(change));
  for (const id of new Set([...Object.keys(is.generations), ...Object.keys(becomes.generations)])) {
    const [from, to] = [valueIn(is.generations, id)?.state, valueIn(becomes.generations, id)?.state];
    const at = [...path, id];
    if (to === undefined) yaml.remove(at);
    else if (from === undefined) yaml.add(path, id, written(change)[id]);
    else if (from !== to) yaml.replaceWord(isMap(yaml.own(at)) ? [...at, "state"] : at, from, to);
  }
}

/** Writes keys into a file without any, which has those of Pulumi.yaml or the program by default. */
function addKeys(yaml: YamlEditor, file: SoundStackFile, changes: readonly KeyChange[]): void {
  const given = file.entries[`${file.project}:keys`];
  const defaults = (given ? JSON.parse(given) : file.settings.keys) as Record<string, Record<string, unknown> | null>;
  const keys = mapValues(defaults, (key, name) => {
    const change = changes.find((each) => each.name === name);
    if (change) return { ...key, generations: written(change) };
    // An empty entry means the same as {}, and lines can be added below it.
    return isDeepStrictEqual(key, {}) ? null : key;
  });
  if (yaml.has(["config"])) yaml.add(["config"], "keys", keys);
  else yaml.add([], "config", { keys });
}

/** The generations of a key as a file writes them: states, with the plan if it is not the key's or was given in the call. */
function written({ is, becomes, usagePlan: asked }: KeyChange): Record<string, unknown> {
  return mapValues(becomes.generations, ({ state, usagePlan }, id) => {
    const isOwn = usagePlan !== becomes.usagePlan || (asked !== undefined && valueIn(is.generations, id) === undefined);
    if (!isOwn) return state;
    const generation = new YAMLMap();
    generation.flow = true;
    generation.set("state", state);
    generation.set("usagePlan", usagePlan);
    return generation;
  });
}

/** Names from the outermost map inwards. */
type Names = readonly string[];

/**
 * Changes single entries of a YAML text and keeps every other byte: `Document.toString()` would indent, quote and move comments
 * its own way. A map in braces is written anew; in a map of lines a word is replaced, or lines are added or cut.
 *
 * Read the result back before it is used. Every method throws a {@link UsageError} for an entry that an anchor shares with
 * others, or that is written in another form.
 */
class YamlEditor {
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
    const lines = inYaml(entry, { indent: this.step }).split("\n");
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
  return inYaml(map, { collectionStyle: "flow" });
}

/** Words that YAML 1.1, and so the CLI, would not read as text get quotes. */
function inYaml(node: YAMLMap, options: { indent?: number; collectionStyle?: "flow" }): string {
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
