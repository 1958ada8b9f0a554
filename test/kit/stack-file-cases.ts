import { stringify } from "yaml";
import { readSettings, type Settings } from "../../src/settings";
import type { StackConfig } from "../../src/settings/config-entries";
import { UsageError } from "../../tools/command";
import { parseStackFile } from "../../tools/stack-file/stack-file";
import { editorFaultsIn } from "./editor";
import { PROJECT } from "./read-config";
import { shortened, testWrittenCases, wholeCase, writtenOut } from "./written-cases";

/**
 * Makes the tests of the stack files in a text: what the program, and an editor with the schema, find in each.
 *
 * A case begins with `== what it shows`. Below it, indented, stands what a stack file has under `config:`; or after `| ` the
 * whole file. `[project NAME]` is the name of the project. Then follows what comes out: `PATH: PROBLEM` for each fault, and the
 * places that the editor marks (`editor: nothing` if only the program knows the rule); or `accepted`, by the editor too. A line
 * `= PATH: VALUE` shows a setting, `= PATH.*: NAMES` the names in a map, and `warning: TEXT` or `no warning` all warnings; these
 * three only in the cases that have such lines.
 *
 * Where VALUE stands in the file, rows `VALUE -> OUTCOME` or `VALUE | VALUE -> OUTCOME` follow, with a test for each value. The
 * outcome is what takes the place of WHAT in the lines above, or the settings that are asked for above, or else all that comes
 * out; VALUE in it is the value. An editor that marks something else than is written above is told in the row.
 *
 * `<TEXT*N>` stands for N times the text, `#` in it for the number from 0. `NAME = TEXT` before the first case is put for NAME.
 */
export function testStackFiles(path: string): void {
  testWrittenCases(path, (text, before) => {
    const names = [...before.matchAll(/^([A-Z_]+) = (.*)$/gm)].map(([, name = "", its = ""]) => [name, its] as const);
    const full = (line: string) => writtenOut(withNames(line, names));
    const [title = "", ...lines] = text.split("\n");
    const given = lines.filter((line) => /^( {2}|\||\[project )/.test(line));
    const others = lines.slice(given.length);
    if (!given.some((line) => line.includes("VALUE"))) {
      return wholeCase(text, () => [title, ...given, ...linesOf(outcomeOf(given.map(full), others))].join("\n"));
    }
    const above = others.filter((line) => !ROW.test(line));
    const rows = others.flatMap((line) => (ROW.test(line) ? [line.split(ROW)] : []));
    const ofValue = (value: string) => {
      const outcome = outcomeOf(
        given.map((line) => full(line.replaceAll("VALUE", value))),
        others,
      );
      return withoutValue(inRow(outcome, above), shortened(full(value)));
    };
    const tests = rows.flatMap(([values = "", written = ""]) =>
      values.split(" | ").map((value) => ({ name: `${title}: ${value}`, written, play: () => ofValue(value) })),
    );
    const rewrittenRow = ([values = ""]: readonly string[]) => {
      const outcomes = new Map<string, string[]>();
      for (const value of values.split(" | ")) {
        const outcome = ofValue(value);
        outcomes.set(outcome, [...(outcomes.get(outcome) ?? []), value]);
      }
      return [...outcomes].map(([outcome, alike]) => `${alike.join(" | ")} -> ${outcome}`);
    };
    return { tests, rewritten: () => [title, ...given, ...above, ...rows.flatMap(rewrittenRow)].join("\n") };
  });
}

const ROW = / ->(?: |$)/;

/** The line with what its names stand for. */
function withNames(line: string, names: readonly (readonly [string, string])[]): string {
  return names.reduce((text, [name, its]) => text.replaceAll(new RegExp(`\\b${name}\\b`, "g"), () => its), line);
}

/** What comes out of a file: the lines of the program, and where the editor marks something. */
interface Outcome {
  readonly isAccepted: boolean;
  readonly lines: readonly string[];
  readonly editor: string;
}

/** `asked` are the lines that say which settings, and whether warnings, are to be shown. */
function outcomeOf(given: readonly string[], asked: readonly string[]): Outcome {
  const [project = PROJECT] = given.flatMap((line) => /^\[project (.*)\]$/.exec(line)?.[1] ?? []);
  const whole = given.filter((line) => line.startsWith("|")).map((line) => line.slice(2));
  const text = whole.length > 0 ? whole : ["config:", ...given.filter((line) => line.startsWith("  "))];
  const stack = `${text.join("\n")}\n`;
  const places = editorFaultsIn(stack).map((place) => place || "the file");
  const editor = `editor: ${places.join(", ") || "nothing"}`;
  try {
    const file = parseStackFile("dev", { project: `name: ${project}\n`, stack });
    if (file.faults) {
      const lines = file.faults.map((fault) => {
        return `${fault.path}: ${fault.problem}${whole.length > 0 ? ` (${fault.file}:${fault.line})` : ""}`;
      });
      return { isAccepted: false, lines: lines.map(shortened), editor };
    }
    const shown = [
      ...asked.flatMap((line) => /^= [^:]*/.exec(line) ?? []).map((line) => settingAt(line, file.settings)),
      ...(asked.some((line) => /\bwarning\b/.test(line)) ? warningsOf(file) : []),
    ];
    return { isAccepted: true, lines: shown.length > 0 ? shown.map(shortened) : ["accepted"], editor };
  } catch (error) {
    if (error instanceof UsageError) return { isAccepted: false, lines: [shortened(error.message)], editor };
    throw error;
  }
}

function settingAt(asked: string, settings: Settings): string {
  const [path = "", ofNames] = asked.slice(2).split(".*");
  const steps = path.split(".");
  const value = steps.reduce<unknown>((map, step) => (map as Record<string, unknown>)[step], { settings, ...settings });
  const text =
    ofNames === undefined
      ? stringify(value, { collectionStyle: "flow", lineWidth: 0, keepUndefined: true }).trimEnd()
      : Object.keys(value as object).join(", ");
  return `${asked}: ${text}`;
}

function warningsOf(config: Pick<StackConfig, "project" | "entries">): string[] {
  const reading = readSettings({ ...config, isSecret: () => false });
  if (reading.faults) return [];
  return reading.warnings.length > 0 ? reading.warnings.map((text) => `warning: ${text}`) : ["no warning"];
}

function linesOf({ isAccepted, lines, editor }: Outcome): readonly string[] {
  return isAccepted && editor === "editor: nothing" ? lines : [...lines, editor];
}

/** What a row shows of its outcome: what is not in the lines above it. */
function inRow({ isAccepted, lines, editor }: Outcome, above: readonly string[]): string {
  const patterns = above.flatMap((line) => [/^(.*)WHAT(.*)$/.exec(line) ?? []].filter(({ length }) => length > 0));
  const fillings = lines.map((line, index) => {
    const [, head = "", tail = ""] = patterns[index] ?? [];
    return line.startsWith(head) && line.endsWith(tail)
      ? line.slice(head.length, line.length - tail.length)
      : undefined;
  });
  const isFilled = fillings.length === patterns.length && new Set(fillings).size === 1 && fillings[0] !== undefined;
  const values = isAccepted ? lines.map((line) => line.replace(/^= [^:]*: /, "= ")) : lines;
  const told = (isFilled ? fillings[0]?.trimEnd() : undefined) ?? [...new Set(values)].join(" | ");
  const ofRefused = above.find((line) => line.startsWith("editor: ")) ?? "editor: nothing";
  return editor === (isAccepted ? "editor: nothing" : ofRefused) ? told : `${told} (${editor})`;
}

/** The outcome with VALUE where it first has the value, which may be in quotes in the stack file. */
function withoutValue(outcome: string, value: string): string {
  const bare = value.replace(/^"(.*)"$/, "$1").replace(/[^\w\s]/g, "\\$&");
  return bare === "" ? outcome : outcome.replace(new RegExp(`(?<!\\w)${bare}(?!\\w)`), "VALUE");
}
