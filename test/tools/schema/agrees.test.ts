import * as fc from "fast-check";
import { anyLeaf, anyName, anyText, FIELDS, validConfig } from "../../kit/arbitrary-config";
import { editorFaults } from "../../kit/editor";
import { read, type TestConfig } from "../../kit/read-config";
import { tries } from "../../kit/tries";

describe("whatever the program accepts, the editor accepts", () => {
  const agree = (config: TestConfig) => {
    const accepted = read(config).faults === undefined;
    if (accepted) expect([config, editorFaults({ config })]).toEqual([config, []]);
    return accepted;
  };

  test("of the configurations without fault", () => {
    fc.assert(
      fc.property(validConfig, (config) => expect(agree(config)).toBe(true)),
      tries(40),
    );
  });

  test("of those with one thing changed, of which some are still without fault and some no more", () => {
    const verdicts = new Set<boolean>();
    const change = fc.oneof(anyLeaf, fc.constantFrom<unknown>({}, [], "1", "0.5", "DAY", { state: "grace" }));
    fc.assert(
      fc.property(validConfig, fc.nat(), change, (config, at, value) => {
        verdicts.add(agree(withChange(config, at, value)));
      }),
      tries(100),
    );
    expect(verdicts).toEqual(new Set([true, false]));
  });

  test("of entries given as any text", () => {
    const entryName = fc.oneof(fc.constantFrom(...FIELDS.entries), anyName, fc.constantFrom("pulumi:tags", "x:y"));
    fc.assert(
      fc.property(fc.dictionary(entryName, anyText, { maxKeys: 2 }), (config) => void agree(config)),
      tries(100),
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
