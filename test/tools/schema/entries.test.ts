import Ajv from "ajv";
import { configurationDocument } from "../../../tools/schema/schema";
import { stackSchema } from "../../../tools/schema/stack-schema";
import { keywords } from "../../kit/editor";
import { ENTRIES } from "../../kit/entry-paths";
import { read } from "../../kit/read-config";

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

function entriesBelow(schema: Schema, path: string): { path: string; entry: Schema }[] {
  const { properties: fields = {}, additionalProperties: any, items, anyOf = [] } = schema;
  return [
    ...Object.entries(fields).flatMap(([name, field]) => entriesFrom(field as Schema, `${path}.${name}`)),
    ...(typeof any === "object" ? entriesFrom(any, `${path}.*`) : []),
    ...(typeof items === "object" ? entriesBelow(items as Schema, `${path}[]`) : []),
    ...anyOf.flatMap((choice) => entriesBelow(choice, path)),
  ];
}

/** A schema and every schema in it. */
function partsOf(schema: unknown): Schema[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { if: _, then: __, ...rest } = schema as Schema; // Only numbers have them, and tell of their form themselves.
  return [schema as Schema, ...Object.values(rest).flatMap(partsOf)];
}
