import type { YAMLError, YAMLWarning } from "yaml";
import { quote } from "../../src/settings/faults";

/** An error or a warning of `yaml`, in words for the file's author. It quotes names but never values, which may be secret. */
export function inWords({ code, message, pos }: YAMLError | YAMLWarning, text: string): string {
  const [line = ""] = /^.*/.exec(text.slice(pos[0]))!;
  if (message.includes("call stack")) return "nested too deeply to be read here";
  return SENTENCES[code]?.(line, message) ?? `not valid YAML: ${message.split(/:?\s+at line |: /)[0]}`;
}

/** The sentence for each of `yaml`'s error codes, given the rest of the line where the error begins. */
const SENTENCES: Readonly<Record<string, (line: string, message: string) => string | undefined>> = {
  DUPLICATE_KEY: (line) => {
    const name = /^(["']?)(.*?)\1\s*(?=:(?:\s|$)|[,}]|$)/.exec(line)?.[2] ?? "";
    return `${quote(name)} is given twice; keep one`;
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
  return name === undefined ? undefined : `a space is missing after the colon of ${quote(name)}`;
}
