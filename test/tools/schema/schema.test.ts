import Ajv from "ajv";
import * as fc from "fast-check";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { configurationDocument, schema } from "../../../tools/schema/schema";
import { stackSchema } from "../../../tools/schema/stack-schema";
import { stackNames } from "../../../tools/stack-file/stack-file";
import { anyLeaf, anyName, anyText, FIELDS, validConfig } from "../../kit/arbitrary-config";
import { editorFaults, editorFaultsIn, keywords } from "../../kit/editor";
import { ENTRIES } from "../../kit/entry-paths";
import { read, type TestConfig } from "../../kit/read-config";
import { folderWith } from "../../kit/stack-folder";
import { tries } from "../../kit/tries";

const root = join(__dirname, "..", "..", "..");
const FILE = "stack.schema.json";
const DOCUMENT = "docs/configuration.md";
const stale = (file: string) => `${file} is not up to date; run npm run schema, and commit it`;

describe("npm run schema", () => {
  test("writes the schema and the document as texts that --check then finds up to date", () => {
    const folder = folderWith({});
    expect(schema([], folder)).toEqual({ exitCode: 0, stdout: `wrote ${FILE} and ${DOCUMENT}` });
    expect(readFileSync(join(folder, FILE), "utf8")).toBe(`${JSON.stringify(stackSchema(), null, 2)}\n`);
    expect(readFileSync(join(folder, DOCUMENT), "utf8")).toBe(configurationDocument());
    expect(schema(["--check"], folder)).toEqual({ exitCode: 0 });
  });

  test.each<[string, Record<string, string>, string[]]>([
    ["there are none", {}, [FILE, DOCUMENT]],
    ["the schema is another one", { [FILE]: "{}\n", [DOCUMENT]: configurationDocument() }, [FILE]],
    [
      "only the schema's last line end is missing",
      { [FILE]: JSON.stringify(stackSchema(), null, 2), [DOCUMENT]: configurationDocument() },
      [FILE],
    ],
    [
      "the document is changed by hand",
      { [FILE]: `${JSON.stringify(stackSchema(), null, 2)}\n`, [DOCUMENT]: `${configurationDocument()}\n` },
      [DOCUMENT],
    ],
  ])("--check fails and says what to do where %s, and writes nothing", (_, files, expected) => {
    const folder = folderWith({});
    mkdirSync(join(folder, "docs"));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    const answer = { exitCode: 1, stderr: expected.map(stale).join("\n") };
    expect([schema(["--check"], folder), schema(["--check"], folder)]).toEqual([answer, answer]);
  });

  test("fails in a sentence where the file cannot be written", () => {
    const folder = folderWith({});
    mkdirSync(join(folder, FILE));
    expect(schema([], folder)).toEqual({ exitCode: 2, stderr: `${FILE} cannot be written: EISDIR` });
  });

  test.each([
    [["--chek"], "unknown option '--chek' (Did you mean --check?)"],
    [["dev"], "too many arguments. Expected 0 arguments but got 1"],
    [["--check", "dev"], "too many arguments. Expected 0 arguments but got 1"],
  ])("does not know %j", (args, problem) => {
    const stderr = `${problem}; the call is: npm run schema -- [options], and --help tells more`;
    expect(schema(args, folderWith({}))).toEqual({ exitCode: 2, stderr });
  });
});

describe("the schema of this project", () => {
  test("is up to date", () => {
    expect(schema(["--check"], root)).toEqual({ exitCode: 0 });
  });

  test("is named in the first line of the stack files that come with the project", () => {
    const files = stackNames(root).filter((stack) => ["dev", "prod"].includes(stack));
    const firstLines = files.map((stack) => readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8").split("\n")[0]);
    expect(firstLines).toEqual(files.map(() => "# yaml-language-server: $schema=stack.schema.json"));
  });

  test("accepts every stack file of the project", () => {
    const faults = stackNames(root).map((stack) =>
      editorFaultsIn(readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8")),
    );
    expect(faults).toEqual(faults.map(() => []));
  });

  test("is valid by its own metaschema, draft-07", () => {
    const ajv = new Ajv({ allErrors: true });
    expect([stackSchema().$schema, ajv.validateSchema(stackSchema()), ajv.errors]).toEqual([
      "http://json-schema.org/draft-07/schema#",
      true,
      null,
    ]);
  });
});

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

type Schema = ReturnType<typeof stackSchema>;

const { properties, definitions } = stackSchema() as {
  readonly properties: {
    readonly config: { readonly properties: Readonly<Record<string, { readonly $ref: string }>> };
  };
  readonly definitions: Readonly<Record<string, Schema>>;
};
const entries = Object.entries(properties.config.properties).flatMap(([name, { $ref }]) =>
  entriesFrom(definitions[$ref.replace("#/definitions/", "")]!, name),
);

describe("the schema", () => {
  test("leads to every entry, each with a description and an example", () => {
    expect(entries.map(({ path }) => path)).toEqual(ENTRIES);
    const silent = entries.filter(({ entry }) => !/^.{20,}$/.test(entry.description ?? "") || !entry.examples?.length);
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  test("is the source of docs/configuration.md, which has a row for each of them", () => {
    const [, part = ""] = configurationDocument().split("\n## Entries\n");
    const rows = part.match(/(?<=^\| `)[^`]+(?=`( \|[^|]*[^|\s][^|]*){1} \|)/gm);
    expect(rows?.map((path) => path.replace(/\.(N|P|ID|R|METHOD|TAG)(?=\.|$)/g, ".*"))).toEqual(ENTRIES);
  });

  test("gives examples that it accepts itself", () => {
    const ajv = new Ajv({ keywords, strict: true, allowUnionTypes: true });
    const given = entries.flatMap(({ path, entry }) =>
      (entry.examples ?? []).map((example) => [path, example, ajv.validate(entry, example)]),
    );
    expect(given.filter(([, , good]) => good !== true)).toEqual([]);
  });

  test("tells in words what may be given, wherever an editor would show a bare regular expression or a type", () => {
    const mute = partsOf(stackSchema().definitions).filter(
      ({ pattern, type, enum: words, patternErrorMessage, errorMessage }) =>
        (pattern !== undefined && patternErrorMessage === undefined) ||
        ((words !== undefined || ["string", "number", "integer", "boolean"].includes(type as string)) &&
          errorMessage === undefined),
    );
    expect(mute).toEqual([]);
    const told = partsOf(stackSchema().definitions).flatMap((part) => [part.errorMessage, part.patternErrorMessage]);
    expect(told.filter((words) => words !== undefined && !/^give (?!undefined)\S.{4,}$/.test(words as string))).toEqual(
      [],
    );
  });

  test("gives the defaults that the program has", () => {
    const defaults = entries.flatMap(({ path, entry }) => ("default" in entry ? [[path, entry.default]] : []));
    expect(defaults).toEqual([
      ["keys", { service: {} }],
      ["keys.*.enabled", true],
      ["keys.*.generations", { "1": "current" }],
      ["usagePlans", {}],
      ["secretsManager.recoveryWindowInDays", 30],
      ["regions", {}],
      ["regions.*.enabled", true],
      ["deletionProtection", true],
      ["tags", {}],
    ]);
    expect(
      read({
        keys: { service: { enabled: true, generations: { "1": "current" } } },
        usagePlans: {},
        secretsManager: { recoveryWindowInDays: 30 },
        deletionProtection: true,
        tags: {},
      }),
    ).toEqual(read({ secretsManager: {} }));
  });
});

/** An entry and all below it, as one finds them by following the schema. */
function entriesFrom(entry: Schema, path: string): { path: string; entry: Schema }[] {
  return [{ path, entry }, ...entriesBelow(entry, path)];
}

function entriesBelow(above: Schema, path: string): { path: string; entry: Schema }[] {
  const { properties: fields = {}, additionalProperties: any, items, anyOf = [] } = above;
  return [
    ...Object.entries(fields).flatMap(([name, field]) => entriesFrom(field as Schema, `${path}.${name}`)),
    ...(typeof any === "object" ? entriesFrom(any, `${path}.*`) : []),
    ...(typeof items === "object" ? entriesBelow(items as Schema, `${path}[]`) : []),
    ...anyOf.flatMap((choice) => entriesBelow(choice, path)),
  ];
}

/** A schema and every schema in it. */
function partsOf(part: unknown): Schema[] {
  if (typeof part !== "object" || part === null) return [];
  const { if: _, then: __, ...rest } = part as Schema; // Only numbers have them, and tell of their form themselves.
  return [part as Schema, ...Object.values(rest).flatMap(partsOf)];
}
