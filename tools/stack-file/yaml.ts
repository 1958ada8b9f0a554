import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
  type YAMLError,
  type YAMLMap,
  type YAMLWarning,
} from "yaml";
import type { Path } from "../../src/settings/faults";
import { UsageError } from "../command";
import {
  errorInWords,
  isSecure,
  isReadDifferently,
  numbersOf,
  problemOfCharacters,
  problemOfNode,
  problemOfPair,
} from "./yaml-forms";

/** An unquoted scalar that YAML 1.1, and so the Pulumi CLI, reads as another value than YAML 1.2. */
export interface Unclear {
  /** What the file has; undefined where it may be secret. */
  readonly source?: string;
  /** The numbers that it may stand for, such as 1000 for `1_000`. */
  readonly numbers: readonly number[];
  /** From 1. */
  readonly line: number;
  /** Its value is the source, as if it were in quotes. */
  readonly node: Scalar;
}

/** Uses of anchors, counted as the library counts them. It stops files whose aliases multiply; more would not fit a configuration. */
const MAX_ALIASES = 131_072;

const OPTIONS = {
  keepSourceTokens: true,
  merge: true,
  // To the CLI every name is text, so that 1 and "1" are the same name.
  uniqueKeys: (a: unknown, b: unknown) => isScalar(a) && isScalar(b) && String(a.value) === String(b.value),
} as const;

/** A YAML file as the Pulumi CLI reads it: with anchors, aliases and merge keys. */
export class YamlFile {
  /** In the order of the file. */
  readonly unclear: readonly Unclear[];
  readonly root: unknown;
  private readonly document: Document;
  private readonly lines = new LineCounter();
  private readonly targets = new Map<Alias, Node>();
  private readonly pairs = new Map<YAMLMap, Map<string, Pair>>();

  /** @throws {UsageError} that names file and line, for what the CLI does not read, or might read as something else. */
  constructor(
    readonly text: string,
    readonly name: string,
  ) {
    this.refuse(problemOfCharacters(text));
    this.document = parseDocument(text, { ...OPTIONS, version: "1.2", lineCounter: this.lines });
    this.refuseError(this.document.errors);
    this.root = this.document.contents;
    this.findTargets();
    this.unclear = this.findUnclear();
    this.checkForms(new Set(this.unclear.map(({ node }) => node)));
    this.refuseError(this.document.warnings);
    for (const { node } of this.unclear) node.value = node.source;
  }

  /**
   * The content, in which an unclear scalar is text.
   *
   * @throws {UsageError} if its aliases multiply beyond all measure.
   */
  get content(): unknown {
    try {
      return this.document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
    } catch {
      throw new UsageError(`${this.name}: its aliases stand for more entries than a configuration can have`);
    }
  }

  /** The line, from 1, of the entry at a path; if there is none, of the nearest entry above it. Below an alias: of the anchor. */
  lineOf(path: Path): number {
    return this.lineAt(this.walk(path).offset);
  }

  /** The value at a path, aliases and merge keys followed; undefined if there is none. */
  valueAt(path: Path): unknown {
    const { node, steps } = this.walk(path);
    return steps === path.length ? node : undefined;
  }

  /** The line, from 1, that an offset in the text is on. */
  lineAt(offset: number): number {
    return Math.max(1, this.lines.linePos(offset).line);
  }

  /** The node for which an alias stands; any other node itself. */
  followed(node: unknown): unknown {
    return isAlias(node) ? this.targets.get(node) : node;
  }

  /** True for an alias, and for what has an anchor that an alias refers to. */
  isShared(node: unknown): boolean {
    return isAlias(node) || [...this.targets.values()].includes(node as Node);
  }

  private walk(path: Path) {
    let [node, offset, steps] = [this.root, 0, 0];
    for (const step of path) {
      const [name, item] = this.entryIn(node, step);
      if (item === undefined) break;
      node = this.followed(item);
      const start = isAlias(item) ? node : name;
      offset = (start as Node).range![0];
      steps += 1;
    }
    return { node, offset, steps };
  }

  /** The name and the value of an entry of a map; an item of a list, twice. */
  private entryIn(node: unknown, step: PropertyKey): readonly unknown[] {
    if (isSeq(node)) return [node.items[Number(step)], node.items[Number(step)]];
    const pair = isMap(node) ? this.pairsOf(node).get(String(step)) : undefined;
    return pair ? [pair.key, pair.value ?? pair.key] : [];
  }

  /** The entries of a map by name, its own before merged ones. */
  private pairsOf(map: YAMLMap): Map<string, Pair> {
    let found = this.pairs.get(map);
    if (!found) {
      const merged = map.items.filter(isMerge).flatMap((pair) => this.sourcesOf(pair));
      const own = map.items.filter((pair) => !isMerge(pair)).map((pair) => [nameOf(pair), pair] as const);
      const others = merged.reverse().flatMap((source) => (isMap(source) ? [...this.pairsOf(source)] : []));
      found = new Map([...others, ...own]);
      this.pairs.set(map, found);
    }
    return found;
  }

  /** The maps that a merge key takes entries from. The first one that has an entry gives it. */
  private sourcesOf({ value }: Pair): unknown[] {
    const node = this.followed(value);
    return isSeq(node) ? node.items.map((item) => this.followed(item)) : [node];
  }

  private findTargets(): void {
    const anchors = new Map<string, Node>();
    visit(this.document, {
      Node: (role, node, path) => {
        if (!isAlias(node)) {
          if (node.anchor !== undefined) anchors.set(node.anchor, node);
          return;
        }
        const target = anchors.get(node.source);
        const refuse = (problem: string) => this.refuse({ offset: node.range![0], problem });
        if (!target) return refuse(`there is no anchor &${node.source} above this alias`);
        if (role === "key") return refuse("an alias for a name is not read here; write out the name");
        if (path.includes(target)) return refuse(`the anchor &${node.source} contains itself`);
        this.targets.set(node, target);
      },
    });
  }

  /** The scalars that YAML 1.1 and 1.2 read differently. */
  private findUnclear(): Unclear[] {
    const older = scalarsIn(parseDocument(this.text, { ...OPTIONS, version: "1.1" }));
    return scalarsIn(this.document)
      .filter(({ node }, index) => isReadDifferently(node, older[index]?.node.value))
      .map(({ node, isSecret }) => ({
        ...(!isSecret && { source: node.source! }),
        numbers: numbersOf(node.source!, node.value),
        line: this.lineAt(node.range![0]),
        node,
      }));
  }

  private checkForms(unclear: ReadonlySet<Node>): void {
    const { text } = this;
    // The CLI reads Pulumi.yaml more strictly: names must be text, and numbers must be whole.
    const isProject = this.name === "Pulumi.yaml";
    visit(this.document, (role, node, path) => {
      if (isPair(node)) {
        this.refuse(problemOfPair(node));
        if (isMerge(node)) this.checkMerge(node, path.at(-1) as YAMLMap);
      } else if (isScalar(node) || isCollection(node)) {
        const place = { text, isName: role === "key", isUnclear: unclear.has(node), isProject, path };
        const problem = problemOfNode(node, place);
        if (problem !== undefined) this.refuse({ offset: node.range![0], problem });
      }
    });
  }

  private checkMerge(pair: Pair, into: YAMLMap): void {
    const sources = this.sourcesOf(pair);
    const offset = (pair.key as Node).range![0];
    if (!sources.every(isMap)) this.refuse({ offset, problem: "<< takes a map, or a list of maps" });
    // The CLI takes 1 and "1" for one name in some orders, and for two in others.
    const names = [into, ...(sources as YAMLMap[])].flatMap(({ items }) => items).filter((each) => !isMerge(each));
    const bare = new Set(names.filter(({ key }) => typeof (key as Scalar).value !== "string").map(nameOf));
    const mixed = names.find(({ key }) => bare.has((key as Scalar).value as string));
    if (mixed) this.refuse({ offset, problem: `merges ${nameOf(mixed)} with and without quotes; write both alike` });
  }

  private refuseError([error]: readonly (YAMLError | YAMLWarning)[]): void {
    if (error) this.refuse({ offset: error.pos[0], problem: errorInWords(error, this.text) });
  }

  private refuse(found: { readonly offset: number; readonly problem: string } | undefined): void {
    if (!found) return;
    const line = this.text.slice(0, found.offset).split("\n").length;
    throw new UsageError(`${this.name}, line ${line}: ${found.problem}`);
  }
}

/** True for the entry `<<` of a map, which takes the entries of others. */
export function isMerge({ key }: Pair): boolean {
  return isScalar(key) && typeof key.value === "symbol";
}

/** The name of an entry as the CLI reads it. */
export function nameOf({ key }: Pair): string {
  return String((key as Scalar).value);
}

function scalarsIn(document: Document) {
  const found: { readonly node: Scalar; readonly isSecret: boolean }[] = [];
  visit(document, {
    Scalar: (_, node, path) => void found.push({ node, isSecret: isSecure(path.at(-1)) }),
  });
  return found;
}
