import { isAlias, isCollection, isPair, isScalar, type Node, type Pair, parseDocument, type Scalar, visit } from "yaml";
import { UsageError } from "../command";
import { QUOTED, refusedCharacter } from "./yaml-characters";
import { inWords } from "./yaml-errors";
import { isPlainName, readDifferently } from "./yaml-scalars";

/**
 * Parses YAML as the Pulumi CLI reads it, or refuses it.
 *
 * The CLI reads YAML 1.1 with exceptions of its own, npm's `yaml` reads 1.2. Text that the two read differently is refused:
 * `0123` is 83 to the CLI and 123 to `yaml`.
 *
 * @throws {UsageError} that names file and line.
 */
export function parseAsCli(text: string, file: string): unknown {
  const document = parseDocument(text, {
    version: "1.2",
    keepSourceTokens: true,
    // To the CLI every name is text, so that 1 and "1" are the same name.
    uniqueKeys: (a, b) => isScalar(a) && isScalar(b) && String(a.value) === String(b.value),
  });
  // The CLI reads Pulumi.yaml more strictly: names must be text, and numbers must be whole.
  const isProject = file === "Pulumi.yaml";
  const refuse = (offset: number, problem: string): never => {
    throw new UsageError(`${file}, line ${lineAt(text, offset)}: ${problem}`);
  };

  const character = refusedCharacter(text);
  if (character) refuse(character.offset, character.problem);
  const [error] = document.errors;
  if (error) refuse(error.pos[0], inWords(error, text));
  if (document.directives?.yaml.explicit)
    refuse(text.search(/^%YAML/m), "a %YAML directive changes how the file is read; drop it");
  visit(document, (role, node, path) => {
    if (isAlias(node)) refuse(node.range![0], "aliases are not read here; write out the value");
    if (isPair(node)) {
      const misplaced = misplacedIn(node);
      if (misplaced) refuse(misplaced.offset, misplaced.problem);
    }
    if (!isScalar(node) && !isCollection(node)) return;
    const problem = problemOf(node, { text, isName: role === "key", isProject, path });
    if (problem !== undefined) refuse(node.range![0], problem);
  });
  const [warning] = document.warnings;
  if (warning) refuse(warning.pos[0], inWords(warning, text));
  return document.toJS() as unknown;
}

/** The line, from 1, that an offset in a text is on. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

interface Place {
  readonly text: string;
  /** True for the name of an entry. */
  readonly isName: boolean;
  /** True for a node of Pulumi.yaml. */
  readonly isProject: boolean;
  /** The nodes around it, from the outside in. */
  readonly path: readonly unknown[];
}

/** What the CLI reads differently, or cannot read, between the names and values of a map. */
function misplacedIn({ srcToken }: Pair): { readonly offset: number; readonly problem: string } | undefined {
  const { start = [], sep = [] } = srcToken ?? {};
  const mark = start.find(({ type }) => type === "explicit-key-ind");
  if (mark) {
    return { offset: mark.offset, problem: "names after a question mark are not read here; write name: value" };
  }
  const colon = sep.findIndex(({ type }) => type === "map-value-ind");
  const lineBreak = sep.slice(0, Math.max(colon, 0)).find(({ type }) => type === "newline");
  return lineBreak && { offset: lineBreak.offset, problem: ONE_LINE };
}

/** The name of an anchor that both read alike: `&all`, `&x-1`; not `&a.b`, `&é`. */
const ANCHOR = /^[A-Za-z0-9_-]+$/;
/** Text of several lines that the CLI reads differently after writing it itself: `"\nx"`, `"\tx\ny"`. */
const UNEVEN_START = /^(\r?\n|\t[^]*\n)/;
/** What may follow a name in braces: `{a: 1}`, `{a : 1}`, `{a, b}`, `{a}`; not `{a:1}` or `{a:, b: 1}`. */
const NAME_END = /^\s*(:(\s|$)|[,}\]])/;
const ONE_LINE = "a name and its colon must stand on one line";

/** Why the CLI would read a node differently, or could not read it. */
function problemOf(node: Node, place: Place): string | undefined {
  const { text, isName, isProject, path } = place;
  const [offset, end, after] = node.range!;
  const source = text.slice(offset, end);
  // The value of `secure` may be a secret that was never encrypted, so it is never quoted.
  const shown = (what: string) => (isSecure(path.at(-1)) ? "" : ` ${what}`);
  if (node.tag !== undefined) {
    return `the tag${shown(node.tag)} is not read here; drop it, or put the value in quotes`;
  }
  if (node.anchor !== undefined && (isName || !ANCHOR.test(node.anchor))) {
    return "the Pulumi CLI reads this anchor as something else; drop it";
  }
  if (isName && (source === "" || source.includes("\n"))) return ONE_LINE;
  if (isScalar(node) && isName && node.value === "<<") return "merge keys are not read here; write out the entries";
  if (isScalar(node) && node.type === "QUOTE_DOUBLE" && !QUOTED.test(source)) {
    return "the Pulumi CLI does not read an escape in this text; write the character itself";
  }
  if (isScalar(node) && typeof node.value === "string" && UNEVEN_START.test(node.value)) {
    return "the Pulumi CLI reads text of several lines differently if it begins with a line break or a tab; drop that";
  }
  if (isScalar(node) && node.type?.startsWith("BLOCK") && after === text.length && !text.endsWith("\n")) {
    return "the Pulumi CLI reads a block of text differently if the file ends without a line break; add one";
  }
  if (isInFlow(path)) {
    if (isScalar(node) && node.type === "PLAIN" && (source.includes("?") || source.startsWith(":"))) {
      return `the Pulumi CLI reads${shown(source)} as something else; put it in quotes`;
    }
    if (isName && isScalar(node) && node.type === "PLAIN" && !NAME_END.test(text.slice(end))) {
      return `a space is missing after the colon of ${shown(source).trim()}`;
    }
  }
  if (isName ? !isNameAsCli(node, place) : readDifferently(node) || (isProject && isUneven(node))) {
    return `the Pulumi CLI reads${shown(source) || " this"} as something else; put it in quotes`;
  }
  return undefined;
}

/** True for a name that the CLI reads alike. */
function isNameAsCli(node: Node, { isProject, path }: Place): boolean {
  if (!isPlainName(node)) return false;
  return typeof (node as Scalar).value === "string" || !(isProject || isTopName(path));
}

/** True for a number that is not whole, or not written as a whole number. */
function isUneven(node: Node): boolean {
  return isScalar(node) && typeof node.value === "number" && !isPlainName(node);
}

/** True for an entry whose name says that its value is encrypted. */
function isSecure(parent: unknown): boolean {
  return isPair(parent) && isScalar(parent.key) && parent.key.value === "secure";
}

/** True within braces or brackets. */
function isInFlow(path: readonly unknown[]): boolean {
  return path.some((node) => isCollection(node) && node.flow === true);
}

/** True for the top-level names of a file and those of `config`, which must be text to the CLI. */
function isTopName(path: readonly unknown[]): boolean {
  return path.filter(isCollection).length <= 2;
}
