import type { YAMLError, YAMLWarning } from "yaml";
import { quote } from "../../src/settings/complaints";

/** A mistake that `yaml` found, in words for whoever wrote the file. It quotes names but no values, which could be secret. */
export function inWords({ code, message, pos }: YAMLError | YAMLWarning, text: string): string {
  const [line = ""] = /^.*/.exec(text.slice(pos[0]))!;
  switch (code) {
    case "DUPLICATE_KEY":
      return `${quote(/^(["']?)(.*?)\1\s*(?=:(?:\s|$)|[,}]|$)/.exec(line)?.[2] ?? "")} is given twice: keep one`;
    case "MULTIPLE_DOCS":
      return "the Pulumi CLI reads only the first document: drop the rest";
    case "TAB_AS_INDENT":
      return "a tab stands here: indent with spaces";
    case "BAD_INDENT":
      if (message.startsWith("Flow")) return "a bracket or brace is not closed, or what is in it not indented";
      return "the entries of one map must begin in the same column";
    case "BLOCK_AS_IMPLICIT_KEY":
      if (/:(\s|$)/.test(line)) return 'a second colon in one line: put the value in quotes, as in name: "a: b"';
      return "the next line is indented deeper than this one, which has a value already";
    case "MULTILINE_IMPLICIT_KEY":
    case "MISSING_CHAR": {
      const [, name] = /^([A-Za-z][A-Za-z0-9-]*):\S/.exec(line) ?? [];
      if (name !== undefined) return `a space is missing behind the colon of ${quote(name)}`;
      if (code === "MULTILINE_IMPLICIT_KEY") return "a colon is missing here, or this line is indented wrongly";
      return asIs(message);
    }
    default:
      return asIs(message);
  }
}

function asIs(message: string): string {
  if (message.includes("call stack")) return "nested too deep to be read here";
  return `not valid YAML: ${message.split(/:?\s+at line |: /)[0]}`;
}
