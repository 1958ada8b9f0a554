import { z } from "zod";
import { mapValues } from "../../src/map-values";
import { stackEntries } from "../../src/settings/stack-entries";

/** A JSON schema; `allowed` says in words what may be given. */
export type Schema = z.core.JSONSchema.BaseSchema & { readonly allowed?: string };

/** The schemas of our entries and of the Region, by name. */
export function entrySchemas(): Record<string, Schema> {
  return schemaOf(stackEntries).properties as Record<string, Schema>;
}

/**
 * The JSON schema of a whole `Pulumi.<stack>.yaml`, for editors: draft-07, which every YAML language server knows.
 *
 * It checks forms only, and refuses nothing that the program accepts: rules across fields are left to the program. It works for
 * any project name, as it knows our entries under every namespace. The program refuses those under a foreign one.
 */
export function stackSchema(): Schema {
  const definitions = mapValues(entrySchemas(), (entry) => worded(orJsonText(entry)));
  const refs = mapValues(definitions, (_, name) => ({ $ref: `#/definitions/${name}` }));
  const providers = Object.keys(refs).filter((name) => name.includes(":"));
  // `pulumi:tags` is the CLI's own; `namespace:config:name` is an old spelling.
  const ours = Object.entries(refs).filter(([name]) => !name.includes(":"));
  const named = ours.map(([name, ref]) => [`^(?!pulumi:)[^:]+:(config:)?${name}$`, ref] as const);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    type: ["object", "null"],
    properties: {
      config: {
        description:
          "Configuration of the stack. Bare names are this project's, other ones have a namespace: aws:region",
        type: ["object", "null"],
        properties: refs,
        patternProperties: { ...Object.fromEntries(named), [`^(?!(${providers.join("|")})$).*:`]: {} },
        additionalProperties: false,
      },
      ...stackFields,
    },
    // The usual place for anchors.
    patternProperties: { "^x-": {} },
    additionalProperties: false,
    definitions,
  };
}

/** Pulumi's own entries of a stack file (`ProjectStack` in its Go SDK). */
const stackFields: Record<string, Schema> = {
  secretsprovider: {
    description: "The stack's secrets provider, written by the Pulumi CLI",
    type: ["string", "null"],
    examples: ["awskms://alias/pulumi-prod?region=eu-central-1"],
  },
  encryptedkey: {
    description: "The data key of a cloud secrets provider, encrypted, written by the Pulumi CLI",
    type: ["string", "null"],
  },
  encryptionsalt: {
    description: "The salt of the passphrase that encrypts secrets, written by the Pulumi CLI",
    type: ["string", "null"],
  },
  environment: {
    description: "Pulumi ESC environments whose configuration is added: a list of names, or a definition",
    type: ["array", "object", "null"],
    examples: [["aws/prod"]],
  },
};

/** Adds to an entry's schema what zod leaves out. */
function express({ zodSchema, jsonSchema }: { readonly zodSchema: z.core.$ZodTypes; jsonSchema: Schema }): void {
  const { examples, default: absent } = z.globalRegistry.get(zodSchema) ?? {};
  // zod treats the examples and the default of a transformed schema as those of the result; ours are of the input.
  if (examples) jsonSchema.examples = examples as unknown[];
  if (absent !== undefined) jsonSchema.default = absent;
}

function schemaOf(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, { target: "draft-07", io: "input", override: express });
}

/** An entry, or text with its JSON: `pulumi config set keys '{"service":{}}'` writes text, and the CLI passes text to the program anyway. */
function orJsonText(entry: Schema): Schema {
  if (entry.type === "string") return entry;
  if (entry.anyOf) return { ...entry, anyOf: [...entry.anyOf, { type: "string", pattern: FLAG_TEXT }] };
  return { ...entry, type: ["object", "null", "string"], pattern: MAP_TEXT };
}

const BLANK = String.raw`[ \t\n\r]*`;
const FLAG_TEXT = String.raw`^(true|false|"[\s\S]*")$`;
const MAP_TEXT = String.raw`^(${BLANK}(\{[\s\S]*\}|null)${BLANK})?$`;

/** What may be given, in the words of the program's faults; for a choice, those of each form. */
export function allowedIn({ allowed, anyOf = [] }: Schema): string {
  return allowed ?? anyOf.map((form) => allowedIn(form as Schema)).join(", or ");
}

/** The same schema, with its words where editors show them: in descriptions, and in place of an unmatched regular expression. */
function worded({ allowed, ...schema }: Schema, ofAllForms = allowed): Schema {
  const wordedMap = (map: object) => mapValues(map as Record<string, Schema>, (each) => worded(each));
  const { description, properties, propertyNames, additionalProperties: others, items, anyOf } = schema;
  const message = `give ${ofAllForms}`;
  return {
    ...schema,
    ...(description && { description: described({ allowed, ...schema }) }),
    ...((PLAIN.has(schema.type) || schema.enum) && { errorMessage: message }),
    ...(schema.pattern && { patternErrorMessage: message }),
    ...(properties && { properties: wordedMap(properties) }),
    ...(propertyNames && { propertyNames: worded(propertyNames as Schema) }),
    ...(typeof others === "object" && { additionalProperties: worded(others) }),
    ...(items && { items: worded(items as Schema) }),
    ...(anyOf && { anyOf: anyOf.map((form) => worded(form as Schema, allowedIn({ allowed, anyOf }))) }),
  };
}

const PLAIN = new Set<unknown>(["string", "number", "integer", "boolean"]);

function described(entry: Schema): string {
  const names = (entry.propertyNames as Schema | undefined)?.allowed;
  return [
    entry.description,
    ...("default" in entry ? [`Without it ${JSON.stringify(entry.default)}`] : []),
    ...(names ? [`Names: ${names}`] : entry.properties ? [] : [`Give ${allowedIn(entry)}`]),
  ].join(". ");
}
