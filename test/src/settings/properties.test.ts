import * as fc from "fast-check";
import { formatPath, type Path } from "../../../src/settings/faults";
import { anyLeaf, anyName, anyText, FIELDS, jsonOf, validConfig } from "../../kit/arbitrary-config";
import { faultsOf, linesOf, PROJECT, read, settingsOf, type TestConfig } from "../../kit/read-config";
import { tries } from "../../kit/tries";

type Map = Record<string, unknown>;

const isMap = (value: unknown): value is Map => typeof value === "object" && value !== null && !Array.isArray(value);

const entryName = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...FIELDS.entries).map((name) => PROJECT + ":" + name) },
  { weight: 1, arbitrary: fc.constantFrom(...FIELDS.entries).map((name) => `other:${name}`) },
  { weight: 1, arbitrary: anyName.map((name) => PROJECT + ":" + name) },
);
const anyConfig = fc.dictionary(entryName, anyText, { maxKeys: 5 });

describe("whatever the configuration holds", () => {
  test("reading it never fails, and each fault has a path, a sentence of our own and its place by path", () => {
    fc.assert(
      fc.property(anyConfig, fc.func(fc.boolean()), (entries, isSecret) => {
        const encrypted = Object.keys(entries).filter((entry) => isSecret(entry));
        const { faults = [] } = read(entries, encrypted);
        for (const { path, problem } of faults) {
          expect(path).not.toBe("");
          expect(problem).not.toBe("");
          expect(problem).not.toMatch(/Invalid|Too small|Too big|Unrecognized key|[Ee]xpected/);
        }
        const paths = faults.map(({ path }) => path);
        expect(paths).toEqual([...paths].sort());
        expect(new Set(linesOf(faults)).size).toBe(faults.length);
      }),
      tries(60),
    );
  });
});

describe("whatever an encrypted entry holds", () => {
  const marked = fc.stringMatching(/^[a-z0-9]{12}$/).chain((marker) => {
    const names = fc.oneof(anyName, fc.constantFrom(marker, `${marker}:x`, marker.toUpperCase()));
    const leaves = fc.oneof(anyLeaf, fc.constantFrom(marker, ` ${marker}`));
    const hidden = fc.oneof(
      fc.constantFrom(marker, `{"${marker}`),
      jsonOf(names, leaves).map((value) => JSON.stringify({ [marker]: value })),
      jsonOf(names, leaves).map((value) => JSON.stringify([value, marker])),
    );
    return fc.tuple(fc.constant(marker), fc.dictionary(entryName, hidden, { minKeys: 1, maxKeys: 5 }), anyConfig);
  });

  test("none of it is in any fault", () => {
    fc.assert(
      fc.property(marked, ([marker, hidden, open]) => {
        const lines = faultsOf({ ...open, ...hidden }, Object.keys(hidden));
        expect(lines.filter((line) => line.toLowerCase().includes(marker))).toEqual([]);
      }),
      tries(60),
    );
  });
});

describe("a configuration without fault", () => {
  test("gives settings that, written back, give the same settings", () => {
    fc.assert(
      fc.property(validConfig, (config) => {
        const settings = settingsOf(config);
        const { region, ...others } = settings;
        // Each key has its own delivery by now; two stores need one of the stack's all the same.
        const twoStores = others.secretsManager !== undefined && others.parameterStore !== undefined;
        const written = {
          ...others,
          ...(region !== undefined && { "aws:region": region }),
          ...(twoStores && { delivery: "none" }),
        };
        expect(settingsOf(written)).toEqual(settings);
      }),
      tries(40),
    );
  });

  test("gives the same settings, in the same order, and the same warnings in whatever order its maps are", () => {
    fc.assert(
      fc.property(validConfig, fc.compareFunc<string>(), (config, compare) => {
        const [reading, other] = [read(config), read(reordered(config, compare) as TestConfig)];
        expect(other).toEqual(reading);
        expect(JSON.stringify(other)).toBe(JSON.stringify(reading));
      }),
      tries(40),
    );
  });

  test("is refused for one misspelt field, at that field alone", () => {
    fc.assert(
      fc.property(validConfig, fc.nat(), fc.nat(), fc.nat(), (valid, which, field, letter) => {
        const config = structuredClone(valid) as Map;
        const maps = fixedMaps(config);
        const [path, names, map] = maps[which % maps.length]!;
        const right = names[field % names.length]!;
        const at = letter % right.length;
        const wrong = right.slice(0, at) + right.slice(at, at + 1) + right.slice(at);
        map[wrong] = {};
        expect(faultsOf(config)).toEqual([
          `${formatPath([...path, wrong])}: unknown; did you mean "${right}"? allowed here: ${names.join(", ")}`,
        ]);
      }),
      tries(60),
    );
  });
});

/** The same value, the names of every map in it in another order. */
function reordered(value: unknown, compare: (a: string, b: string) => number): unknown {
  if (Array.isArray(value)) return value.map((item) => reordered(item, compare));
  if (!isMap(value)) return value;
  const names = Object.keys(value).sort(compare);
  return Object.fromEntries(names.map((name) => [name, reordered(value[name], compare)]));
}

/** Every map of fixed form in a configuration: where it is, and the fields that it may have. */
function fixedMaps(config: Map): [Path, readonly string[], Map][] {
  const entries = (map: unknown) =>
    isMap(map) ? Object.entries(map).filter((entry): entry is [string, Map] => isMap(entry[1])) : [];
  const found: [Path, readonly string[], Map][] = [[[], FIELDS.entries, config]];
  for (const [name, key] of entries(config.keys)) {
    found.push([["keys", name], FIELDS.key, key]);
    for (const [id, generation] of entries(key.generations)) {
      found.push([["keys", name, "generations", id], FIELDS.generation, generation]);
    }
  }
  for (const [name, plan] of entries(config.usagePlans)) {
    const path = ["usagePlans", name];
    found.push([path, FIELDS.plan, plan]);
    if (isMap(plan.throttle)) found.push([[...path, "throttle"], FIELDS.throttle, plan.throttle]);
    if (isMap(plan.quota)) found.push([[...path, "quota"], FIELDS.quota, plan.quota]);
    ((plan.apiStages ?? []) as Map[]).forEach((stage, index) => {
      found.push([[...path, "apiStages", index], FIELDS.stage, stage]);
      for (const [method, throttle] of entries(stage.throttle)) {
        found.push([[...path, "apiStages", index, "throttle", method], FIELDS.throttle, throttle]);
      }
    });
  }
  if (isMap(config.secretsManager)) found.push([["secretsManager"], FIELDS.secretsManager, config.secretsManager]);
  if (isMap(config.parameterStore)) found.push([["parameterStore"], FIELDS.parameterStore, config.parameterStore]);
  for (const [name, region] of entries(config.regions)) found.push([["regions", name], FIELDS.region, region]);
  return found;
}
