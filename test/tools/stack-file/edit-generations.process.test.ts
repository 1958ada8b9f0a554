import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rotateDev } from "../../kit/rotate";

/** Cases: `== TITLE`, the file, `$ ARGUMENTS of rotate dev`, and the file afterwards or `! MESSAGE`. */
const transcript = readFileSync(join(__dirname, "edit-generations.txt"), "utf8");

const cases = transcript
  .split(/^== /m)
  .slice(1)
  .map((text) => {
    const [, title, before, args, after] = /^(.*)\n([^]*?)^\$ (.*)\n([^]*)$/m.exec(text)!;
    return [title!, { before: before!, args: args!.split(" "), after: after! }] as const;
  });

describe("rotate edits", () => {
  test.each(cases)("%s", (_, { before, args, after }) => {
    const { exitCode, stderr, text } = rotateDev(before, args);
    if (after.startsWith("! ")) {
      expect({ exitCode, stderr, text }).toEqual({ exitCode: 2, stderr: after.slice(2).trimEnd(), text: before });
    } else {
      expect({ exitCode, stderr, text }).toEqual({ exitCode: 0, stderr: undefined, text: after });
    }
  });

  const inLines = cases.filter(([, { before, after }]) => !after.startsWith("! ") && before !== "");

  test.each(inLines)("%s, with the line ends of Windows", (_, { before, args, after }) => {
    const { text } = rotateDev(before.replaceAll("\n", "\r\n"), args);
    expect(text).toBe(after.replaceAll("\n", "\r\n"));
  });

  // A block of text at the end is read differently without a line break, and refused.
  const notKept = inLines.filter(([, { before }]) => !/[|>][-+]\n.*\n+$/.test(before));

  test.each(notKept)("%s, in a file that ends without a line break", (_, { before, args, after }) => {
    const { text } = rotateDev(before.trimEnd(), args);
    expect(text.trimEnd()).toBe(after.trimEnd());
  });

  test("nothing with --dry-run, which shows the difference", () => {
    const text = "config:\n  keys:\n    a:\n      generations:\n        1: current # c\n";
    const diff = ["--- Pulumi.dev.yaml", "+++ Pulumi.dev.yaml", "@@ -3,3 +3,4 @@", "     a:", "       generations:"];
    const stdout = [...diff, "         1: current # c", "+        2: staged"].join("\n");
    expect(rotateDev(text, ["a", "start", "--dry-run"])).toEqual({ exitCode: 0, stdout, text });
  });

  test("all keys that the project file declares, as none of them holds once one is given", () => {
    const long = `A long ${"very ".repeat(40)}long text`;
    const project = `name: acme\nconfig:\n  keys: {default: {a: {description: ${long}, tags: {n: 'no'}}, c: {}}}\n`;
    const a = `    a:\n      description: ${long}\n      tags:\n        "n": "no"\n`;
    const c = '    c:\n      generations:\n        "1": grace\n        "2": current\n';
    const { text } = rotateDev("config:\n  tags: {}\n", ["c", "start", "--now"], project);
    expect(text).toBe(`config:\n  tags: {}\n  keys:\n${a}${c}`);
  });
});
