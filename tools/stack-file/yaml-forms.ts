/** Spellings that the Pulumi CLI cannot read or might read as something else, and what to write in their place. */
import {
  isCollection,
  isPair,
  isScalar,
  type Node,
  type Pair,
  type Scalar,
  type YAMLError,
  type YAMLWarning,
} from "yaml";
import { quote } from "../../src/settings/faults";

/** What is wrong, and where. */
interface Problem {
  /** In the text of the file. */
  readonly offset: number;
  readonly problem: string;
}

/** Characters that end a line to one of the two readers only, are an error to the CLI, or are read in one place only. */
const CHARACTERS: readonly (readonly [RegExp, string])[] = [
  [
    /[\u0085\u2028\u2029\ufffe\uffff]|\r(?!\n)|[^\t\n\r\P{Cc}]|(?!^)\ufeff/u,
    "the Pulumi CLI reads no control characters and no unusual line ends; drop the one here, or write it as an escape in double quotes",
  ],
  [/^\.\.\.(?=\s|$)/m, "a mark of a document's end is not read here; drop it"],
  [/^%YAML/m, "a %YAML directive changes how the file is read; drop it"],
  [/^[ ?-]*\t/m, "the Pulumi CLI reads no tab here; use spaces"],
];

/** The first character that is not read alike. */
export function problemOfCharacters(text: string): Problem | undefined {
  return CHARACTERS.map(([form, problem]) => ({ offset: text.search(form), problem })).find(
    ({ offset }) => offset >= 0,
  );
}

const ONE_LINE = "a name and its colon must stand on one line";

/** What is not read alike between the names and values of a map. */
export function problemOfPair({ srcToken }: Pair): Problem | undefined {
  const { start = [], sep = [] } = srcToken ?? {};
  const mark = start.find(({ type }) => type === "explicit-key-ind");
  if (mark) {
    return { offset: mark.offset, problem: "names after a question mark are not read here; write name: value" };
  }
  const colon = sep.findIndex(({ type }) => type === "map-value-ind");
  const lineBreak = sep.slice(0, Math.max(colon, 0)).find(({ type }) => type === "newline");
  return lineBreak && { offset: lineBreak.offset, problem: ONE_LINE };
}

/** Where a name or a value stands. */
interface Place {
  readonly text: string;
  readonly isName: boolean;
  /** True for a scalar that YAML 1.1 and 1.2 read differently. */
  readonly isUnclear: boolean;
  /** True in Pulumi.yaml. */
  readonly isProject: boolean;
  /** The nodes around it, from the outside in. */
  readonly path: readonly unknown[];
}

/** Why the CLI might read a name or a value as something else. */
export function problemOfNode(node: Node, place: Place): string | undefined {
  const source = place.text.slice(...(node.range!.slice(0, 2) as [number, number]));
  // The value of `secure` may be a secret that was never encrypted, so it is never quoted.
  const shown = isSecure(place.path.at(-1)) ? "" : ` ${source}`;
  const otherwise = `the Pulumi CLI reads${shown || " this"} as something else; put it in quotes`;
  if (node.tag !== undefined) {
    return `the tag${shown && ` ${node.tag}`} is not read here; drop it, or put the value in quotes`;
  }
  const { anchor } = node as Scalar;
  if (anchor !== undefined && (place.isName || !/^[A-Za-z0-9_-]+$/.test(anchor))) {
    return "an anchor stands before a value, and is a word of letters, digits, _ and -";
  }
  if (place.isName && (source === "" || source.includes("\n"))) return ONE_LINE;
  if (place.isName && !isNameToBoth(node, place)) return otherwise;
  if (!isScalar(node)) return undefined;
  if (node.type === "PLAIN" && isInFlow(place.path)) {
    if (source.includes("?") || source.startsWith(":")) return otherwise;
    if (place.isName && !NAME_END.test(place.text.slice(node.range![1]))) return spaceMissing(source);
  }
  if (place.isName && node.value === "<<") return "the Pulumi CLI takes << in quotes for a merge too; drop the quotes";
  if (place.isProject && typeof node.value === "number" && !WHOLE_NUMBER.test(source)) return otherwise;
  return problemOfText(node.value, source, node.type, node.range![2] === place.text.length);
}

/** Text in double quotes with the escapes that both know: not JSON's `\/`, half an emoji, or a line that goes on. */
const QUOTED =
  /^"([^"\\]|\\([0abtnvfreN_LP "\\\t]|x[0-9a-fA-F]{2}|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}|U000[1-9a-fA-F][0-9a-fA-F]{4}))*"$/;

/** Text that the CLI reads differently, as it writes it anew before it reads it. */
function problemOfText(value: unknown, source: string, type: string | undefined, isLast: boolean): string | undefined {
  if (type === "QUOTE_DOUBLE" && !QUOTED.test(source)) {
    return "the Pulumi CLI does not read an escape in this text; write the character itself";
  }
  if (typeof value === "string" && /^(\r?\n|\t[^]*\n)/.test(value)) {
    return "the Pulumi CLI reads text of several lines differently if it begins with a line break or a tab; drop that";
  }
  if (type?.startsWith("BLOCK") && isLast && !source.endsWith("\n")) {
    return "the Pulumi CLI reads a block of text differently if the file ends without a line break; add one";
  }
  return undefined;
}

/** What may follow a name in braces: `{a: 1}`, `{a : 1}`, `{a, b}`, `{a}`; not `{a:1}` or `{a:, b: 1}`. */
const NAME_END = /^\s*(:(\s|$)|[,}\]])/;

/** `1`, `-15`: up to 15 digits, which JavaScript's numbers hold exactly. */
const WHOLE_NUMBER = /^-?(0|[1-9][0-9]{0,14})$/;

/** True for the same name in Go and in JavaScript: text, or deep enough in a stack file a word or a whole number. */
function isNameToBoth(node: Node, { isProject, isUnclear, path }: Place): boolean {
  if (!isScalar(node) || isUnclear || node.value === null) return false;
  if (typeof node.value === "string" || typeof node.value === "symbol") return true;
  if (isProject || isTopName(path)) return false;
  return typeof node.value === "boolean" || WHOLE_NUMBER.test(node.source ?? "");
}

/** True for the names of a file and those of `config`, which must be text to the CLI. */
function isTopName(path: readonly unknown[]): boolean {
  const depth = path.filter(isCollection).length;
  const top = path.find((node) => isPair(node)) as Pair<Scalar>;
  return depth === 1 || (depth === 2 && top.key.value === "config");
}

/** True for an entry whose name says that its value is encrypted. */
export function isSecure(parent: unknown): boolean {
  return isPair(parent) && isScalar(parent.key) && parent.key.value === "secure";
}

/** True within braces or brackets. */
function isInFlow(path: readonly unknown[]): boolean {
  return path.some((node) => isCollection(node) && node.flow === true);
}

/**
 * True for an unquoted scalar that the Pulumi CLI might read as another value than YAML 1.2 does. The CLI reads YAML 1.1, but
 * for `yes` and `1:30`, which are text to it.
 *
 * @param older - its value in YAML 1.1.
 */
export function isReadDifferently({ type, source = "", value }: Scalar, older: unknown): boolean {
  if (type !== "PLAIN") return false;
  if (typeof value === "number") return value !== older || LEADING_ZERO.test(source) || !isExact(value);
  if (typeof value !== "string") return false;
  return older instanceof Date || (typeof older === "number" && !source.includes(":")) || ONLY_CLI.test(source);
}

/** `0123` is 83 to the CLI, and `052812345678` loses its zero. */
const LEADING_ZERO = /^[-+]?0[0-9]+$/;

/** What no library but the CLI's takes for a number: `0X1F`, `-0o7`, `1e1_0`. */
const ONLY_CLI = /^[-+]?(0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+|[0-9_.]*[0-9][0-9_.]*e[-+]?[0-9_]+)$/i;

/** The numbers that an unclear scalar may stand for, given its value in YAML 1.2: 123 and 83 for `0123`; none for a date. */
export function numbersOf(source: string, value: unknown): number[] {
  const digits = source.replace(/^[-+]/, "").replaceAll("_", "");
  const size = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  const found = new Set([value, source.startsWith("-") ? -size : size]);
  return [...found].filter((each) => typeof each === "number").filter(isExact);
}

/** True for a number that JavaScript and the CLI hold alike. */
function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

/** An error or a warning of the library, in words for the file's author. It quotes names but never values, which may be secret. */
export function errorInWords({ code, message, pos }: YAMLError | YAMLWarning, text: string): string {
  const [line = ""] = /^.*/.exec(text.slice(pos[0]))!;
  if (message.includes("call stack")) return "nested too deeply to be read here";
  return ERRORS[code]?.(line, message) ?? `not valid YAML: ${message.split(/:?\s+at line |: /)[0]}`;
}

/** The sentence for each of the library's error codes, given the rest of the line where the error begins. */
const ERRORS: Readonly<Record<string, (line: string, message: string) => string | undefined>> = {
  DUPLICATE_KEY: (line) => {
    const name = /^(["']?)(.*?)\1\s*(?=:(?:\s|$)|[,}]|$)/.exec(line)?.[2] ?? "";
    return name === "<<"
      ? "<< is given twice; give one, as in <<: [*a, *b]"
      : `${quote(name)} is given twice; keep one`;
  },
  MULTIPLE_DOCS: () => "the Pulumi CLI reads only the first document; drop the rest",
  BAD_INDENT: (_, message) =>
    message.startsWith("Flow")
      ? "a bracket or brace is not closed, or its content is not indented"
      : "the entries of one map must begin in the same column",
  BLOCK_AS_IMPLICIT_KEY: (line) =>
    /:(\s|$)/.test(line)
      ? 'a second colon in one line; put the value in quotes, as in name: "a: b"'
      : "the next line is indented deeper than this one, which has a value already",
  MULTILINE_IMPLICIT_KEY: (line) => withoutSpace(line) ?? "a colon is missing here, or this line is indented wrongly",
  MISSING_CHAR: (line) => withoutSpace(line),
};

function withoutSpace(line: string): string | undefined {
  const [, name] = /^([A-Za-z][A-Za-z0-9-]*):\S/.exec(line) ?? [];
  return name === undefined ? undefined : spaceMissing(quote(name));
}

function spaceMissing(name: string): string {
  return `a space is missing after the colon of ${name}`;
}
