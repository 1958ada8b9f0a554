import { isAlias, isCollection, isScalar, parseDocument, type Scalar, visit } from "yaml";
import { UsageError } from "./usage-error";

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

  const [error] = document.errors;
  if (error) refuse(error.pos[0], `not valid YAML: ${error.message.split(/:?\s+at line /)[0]}`);
  if (document.directives?.yaml.explicit)
    refuse(text.search(/^%YAML/m), "a %YAML directive changes how the file is read: drop it");
  visit(document, (role, node) => {
    if (isAlias(node)) refuse(node.range![0], "aliases are not read here: write the value out");
    if (!isScalar(node) && !isCollection(node)) return;
    const [offset] = node.range!;
    if (node.tag !== undefined)
      refuse(offset, `the tag ${node.tag} is not read here: drop it, or put the value in quotes`);
    if (role === "key" ? !isPlainName(node) : differs(node)) {
      refuse(offset, `the Pulumi CLI reads ${text.slice(offset, node.range![1])} as something else: put it in quotes`);
    }
  });
  return document.toJS() as unknown;
}

/** True for text, and for the numbers and words that make the same name in Go and in JavaScript. */
function isPlainName(node: unknown): boolean {
  if (!isScalar(node) || node.value === null || node.value === "<<") return false;
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
