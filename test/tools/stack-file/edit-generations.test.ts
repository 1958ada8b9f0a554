import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Presence } from "../../../src/rotation";
import { UsageError } from "../../../tools/command";
import { changeGenerations } from "../../../tools/rotate/step";
import { parseStackFile, type SoundStackFile } from "../../../tools/stack-file/stack-file";
import { PROJECT_FILE } from "../../kit/rotate";
import { folderWith } from "../../kit/stack-folder";

/** The text of a stack file after changes: `KEY ID=STATE ID=STATE, KEY ... [on PLAN]`; or `! MESSAGE`. */
function edited(text: string, typed: string, project = PROJECT_FILE): string {
  const [steps, plan] = typed.split(" on ") as [string, string?];
  const changes = steps.split(", ").map((step) => {
    const [key, ...states] = step.split(" ");
    return [key!, Object.fromEntries(states.map((state) => state.split("=") as [string, Presence]))] as const;
  });
  const file = parseStackFile("dev", { project, stack: text });
  expect(file.faults).toBe(undefined);
  const folder = folderWith({ "Pulumi.yaml": project });
  try {
    const result = changeGenerations(file as SoundStackFile, Object.fromEntries(changes), folder, plan);
    expect(result.faults).toBe(undefined);
    return (result as SoundStackFile).text;
  } catch (error) {
    if (error instanceof UsageError) return `! ${error.message}\n`;
    throw error;
  }
}

/** Cases: `== TITLE`, the file, `$ CHANGES`, and what {@link edited} returns. */
const transcript = readFileSync(join(__dirname, "edit-generations.cases"), "utf8");

const cases = transcript
  .split(/^== /m)
  .slice(1)
  .map((text) => {
    const [, title, before, changes, after] = /^(.*)\n([^]*?)^\$ (.*)\n([^]*)$/m.exec(text)!;
    return [title!, { before: before!, changes: changes!, after: after! }] as const;
  });
const inLines = cases.filter(([, { before, after }]) => !after.startsWith("! ") && before !== "");
// A block of text at the end is read differently without a line break, and refused.
const withoutEnd = inLines.filter(([, { before }]) => !/[|>][-+]\n.*\n+$/.test(before));

describe("an edit is made, or refused", () => {
  test.each(cases)("%s", (_, { before, changes, after }) => {
    expect(edited(before, changes)).toBe(after);
  });

  test.each(inLines)("with the line ends of Windows: %s", (_, { before, changes, after }) => {
    expect(edited(before.replaceAll("\n", "\r\n"), changes)).toBe(after.replaceAll("\n", "\r\n"));
  });

  test.each(withoutEnd)("in a file that ends without a line break: %s", (_, { before, changes, after }) => {
    expect(edited(before.trimEnd(), changes)).toBe(after.trimEnd());
  });

  test("all keys that the project file declares are written, as none of them holds once one is given", () => {
    const long = `A long ${"very ".repeat(40)}long text`;
    const project = `name: acme\nconfig:\n  keys: {default: {a: {description: ${long}, tags: {n: 'no'}}, c: {}}}\n`;
    const a = `    a:\n      description: ${long}\n      tags:\n        "n": "no"\n`;
    const c = '    c:\n      generations:\n        "1": grace\n        "2": current\n';
    expect(edited("config:\n  tags: {}\n", "c 1=grace 2=current", project)).toBe(
      `config:\n  tags: {}\n  keys:\n${a}${c}`,
    );
  });
});
