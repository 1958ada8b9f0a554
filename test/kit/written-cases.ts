import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { stringify } from "yaml";

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

/** A case that is one test, named by its first line. */
export function wholeCase(text: string, play: WrittenTest["play"]): WrittenCase {
  const [name = ""] = text.split("\n", 1);
  return { tests: [{ name, written: text, play }], rewritten: play };
}

/** The text with each `<TEXT*N>` written out: N times the text, `#` in it the number from 0. */
export function writtenOut(text: string): string {
  return text.replace(/<([^<>]*)\*(\d+)>/g, (_, part: string, count: string) =>
    Array.from({ length: Number(count) }, (__, index) => part.replaceAll("#", `${index}`)).join(""),
  );
}

/** The text with each long run of one character written as `<CHARACTER*COUNT>`. */
export function shortened(text: string): string {
  return text.replace(/(.)\1{19,}/g, (run) => `<${run[0]}*${run.length}>`);
}

/** A value as YAML in one line. */
export function inOneLine(value: object): string {
  return stringify(value, { collectionStyle: "flow", lineWidth: 0, flowCollectionPadding: false }).trimEnd();
}
