import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

/** A case of a text: its tests, and its text with what comes out now. */
export interface WrittenCase {
  readonly tests: readonly WrittenTest[];
  rewritten(this: void): string | Promise<string>;
}

/** What is written, and what comes out now. */
export interface WrittenTest {
  readonly name: string;
  readonly written: string;
  play(this: void): string | Promise<string>;
}

/**
 * Makes the tests of the cases in a text, each of which begins with `== what it shows`. With `UPDATE=1` the text is written
 * anew from what comes out now.
 *
 * `read` takes a case without `== ` and without the empty lines at its end, and what stands before the first case.
 */
export function testWrittenCases(path: string, read: (text: string, before: string) => WrittenCase): void {
  const [before = "", ...texts] = readFileSync(path, "utf8").split(/^== /m);
  const cases = texts.map((text) => read(text.trimEnd(), before));
  describe(basename(path), () => {
    if (process.env.UPDATE === "1") {
      test("is written anew", async () => {
        const written: string[] = [];
        for (const { rewritten } of cases) written.push(`== ${await rewritten()}\n`);
        writeFileSync(path, before + written.join("\n"));
      });
      return;
    }
    test.each(cases.flatMap(({ tests }) => tests))("$name", async ({ written, play }) => {
      expect(await play()).toBe(written);
    });
  });
}
