import * as fc from "fast-check";
import { ACCEPTED, REFUSED_BY_RULE } from "../../kit/accepted-stack-files";
import { anyLeaf, anyName, anyText, FIELDS, validConfig } from "../../kit/arbitrary-config";
import { editorFaults, editorFaultsIn, programFaultsIn } from "../../kit/editor";
import { read, type TestConfig } from "../../kit/read-config";
import { REFUSED } from "../../kit/refused-stack-files";

describe("a stack file", () => {
  test.each(ACCEPTED)("is good to the program and to the editor: %s", (_, config) => {
    const text = `config: ${config}\n`;
    expect([programFaultsIn(text), editorFaultsIn(text)]).toEqual([[], []]);
  });

  test.each(REFUSED)("is bad to the editor, and to the program as well: %s", (_, config, inEditor, inProgram) => {
    const text = `config: ${config}\n`;
    expect([editorFaultsIn(text), programFaultsIn(text)]).toEqual([inEditor, inProgram]);
  });

  test.each([
    ["a misspelt config", "confg: {}\n", "confg"],
    ["an entry of ours that is not indented", "config:\nsecretsManager:\n", "secretsManager"],
    ["a note of one's own", "note: x\n", "note"],
  ])("is bad to the editor and to the program where the CLI would ignore %s", (_, text, path) => {
    expect([editorFaultsIn(text), programFaultsIn(text)]).toEqual([[""], [path]]);
  });

  test.each([
    ["no map", "[]\n", [""]],
    ["no map for the configuration", "config: []\n", ["/config"]],
  ])("is bad to the editor, and to the program no stack file at all: %s", (_, text, inEditor) => {
    expect([editorFaultsIn(text), programFaultsIn(text)]).toEqual([inEditor, undefined]);
  });

  test.each(REFUSED_BY_RULE)("is bad to the program, by a rule that no editor knows: %s", (_, config, inProgram) => {
    const text = `config: ${config}\n`;
    expect([programFaultsIn(text), editorFaultsIn(text)]).toEqual([inProgram, []]);
  });

  test.each<[string, string]>([
    ["empty", ""],
    [
      "with all that Pulumi keeps there",
      "secretsprovider: awskms://a\nencryptedkey: x\nencryptionsalt: v1:x\nconfig:\n",
    ],
    ["with a list of environments", "environment: [aws/prod]\n"],
    ["with an environment of its own", "environment: {imports: [aws/prod], values: {}}\n"],
  ])("is good to the program and to the editor: %s", (_, text) => {
    expect([programFaultsIn(text), editorFaultsIn(text)]).toEqual([[], []]);
  });
});

describe("whatever the program accepts, the editor accepts", () => {
  const agree = (config: TestConfig) => {
    const accepted = read(config).faults === undefined;
    if (accepted) expect([config, editorFaults({ config })]).toEqual([config, []]);
    return accepted;
  };

  test("of the configurations without fault", () => {
    fc.assert(fc.property(validConfig, (config) => expect(agree(config)).toBe(true)));
  });

  test("of those with one thing changed, of which some are still without fault and some no more", () => {
    const verdicts = new Set<boolean>();
    const change = fc.oneof(anyLeaf, fc.constantFrom<unknown>({}, [], "1", "0.5", "DAY", { state: "grace" }));
    fc.assert(
      fc.property(validConfig, fc.nat(), change, (config, at, value) => {
        verdicts.add(agree(withChange(config, at, value)));
      }),
      { numRuns: 300 },
    );
    expect(verdicts).toEqual(new Set([true, false]));
  });

  test("of entries given as any text", () => {
    const entryName = fc.oneof(fc.constantFrom(...FIELDS.entries), anyName, fc.constantFrom("pulumi:tags", "x:y"));
    fc.assert(
      fc.property(fc.dictionary(entryName, anyText, { maxKeys: 2 }), (config) => void agree(config)),
      { numRuns: 300 },
    );
  });
});

/** The configuration with another value in one of all its places. */
function withChange(config: TestConfig, at: number, value: unknown): TestConfig {
  const places: (() => void)[] = [];
  const walk = (node: unknown) => {
    if (typeof node !== "object" || node === null) return;
    const map = node as Record<string, unknown>;
    for (const name of Object.keys(map)) {
      places.push(() => (map[name] = value));
      walk(map[name]);
    }
  };
  const changed = structuredClone(config);
  walk(changed);
  places[at % places.length]!();
  return changed;
}
