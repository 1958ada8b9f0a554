import {
  isAlias,
  isCollection,
  isPair,
  isScalar,
  parseDocument,
  type Scalar,
  visit,
  type YAMLError,
  type YAMLWarning,
} from "yaml";
import { UsageError } from "../command";
import { FOREIGN_ESCAPE, refusedCharacter } from "./yaml-characters";

/**
 * Parses YAML as the Pulumi CLI reads it, or refuses to.
 *
 * The CLI reads YAML 1.1 with exceptions of its own, npm's `yaml` reads 1.2. Where the two part (`0123` is 83 to the one and
 * 123 to the other), whoever wrote it meant at most one of them: it is refused.
 *
 * @throws {UsageError} that names file and line.
 */
export function parseAsCli(text: string, file: string): unknown {
  const document = parseDocument(text, {
    version: "1.2",
    // To the CLI every name is text, so that 1 and "1" are the same name.
    uniqueKeys: (a, b) => isScalar(a) && isScalar(b) && String(a.value) === String(b.value),
  });
  const refuse = (offset: number, problem: string): never => {
    throw new UsageError(`${file}, line ${text.slice(0, offset).split("\n").length}: ${problem}`);
  };

  const character = refusedCharacter(text);
  if (character) refuse(character.offset, character.problem);
  const [error] = document.errors;
  if (error) refuse(error.pos[0], inWords(error));
  if (document.directives?.yaml.explicit)
    refuse(text.search(/^%YAML/m), "a %YAML directive changes how the file is read: drop it");
  visit(document, (role, node, path) => {
    if (isAlias(node)) refuse(node.range![0], "aliases are not read here: write the value out");
    if (!isScalar(node) && !isCollection(node)) return;
    const [offset, end] = node.range!;
    // What stands behind `secure` may be a secret that nobody encrypted: it is never quoted.
    const shown = (what: string) => (isSecure(path.at(-1)) ? "" : ` ${what}`);
    if (node.tag !== undefined) {
      refuse(offset, `the tag${shown(node.tag)} is not read here: drop it, or put the value in quotes`);
    }
    if (role === "key" && isScalar(node) && node.value === "<<") {
      refuse(offset, "merge keys are not read here: write the entries out");
    }
    const source = text.slice(offset, end);
    if (isScalar(node) && node.type === "QUOTE_DOUBLE" && FOREIGN_ESCAPE.test(source)) {
      refuse(offset, "the Pulumi CLI does not read an escape in here: write the character itself");
    }
    if (role === "key" ? !isPlainName(node) : differs(node)) {
      refuse(offset, `the Pulumi CLI reads${shown(source) || " this"} as something else: put it in quotes`);
    }
  });
  const [warning] = document.warnings;
  if (warning) refuse(warning.pos[0], inWords(warning));
  return document.toJS() as unknown;
}

/** A mistake that `yaml` found, without what it quotes of the file. */
function inWords({ code, message }: YAMLError | YAMLWarning): string {
  if (code === "MULTIPLE_DOCS") return "the Pulumi CLI reads only the first document: drop the rest";
  if (message.includes("call stack")) return "nested too deep to be read here";
  return `not valid YAML: ${message.split(/:?\s+at line |: /)[0]}`;
}

/** True for an entry whose name says that its value is encrypted. */
function isSecure(parent: unknown): boolean {
  return isPair(parent) && isScalar(parent.key) && parent.key.value === "secure";
}

/** True for text, and for the numbers and words that make the same name in Go and in JavaScript. */
function isPlainName(node: unknown): boolean {
  if (!isScalar(node) || node.value === null) return false;
  return typeof node.value !== "number" ? !differs(node) : /^-?(0|[1-9][0-9]{0,14})$/.test(node.source ?? "");
}

/** True for an unquoted scalar that the CLI reads as another value than `yaml` does. */
function differs(node: unknown): boolean {
  if (!isScalar(node) || node.type !== "PLAIN") return false;
  const source = (node as Scalar & { source: string }).source;
  const digits = source.replaceAll("_", "");
  return (
    (source !== digits && /^[-+.0-9]/.test(source) && NUMBER.test(digits)) ||
    /^[-+]?0[0-7]+$/.test(source) ||
    /^([-+]0x|[-+]?0X)[0-9a-fA-F]+$|^[-+]?0[bB][01]+$|^([-+]0o|[-+]?0O)[0-7]+$/.test(source) ||
    /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt\s]|$)/.test(source) ||
    (typeof node.value === "number" && !Number.isFinite(node.value))
  );
}

/** What Go takes for a number once the underscores are gone. */
const NUMBER = /^[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?)$/;
