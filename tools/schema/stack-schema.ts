import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { mapValues } from "../../src/map-values";
import { stackSettings } from "../../src/settings";
import { REGION } from "../../src/settings/region";

type Schema = z.core.JSONSchema.BaseSchema;

/**
 * The JSON schema of a whole `Pulumi.<stack>.yaml`, for editors: draft-07, which is what every YAML language server knows.
 *
 * It refuses shapes only, and none that the program accepts: rules across fields are left to the program. It holds for a project of
 * any name, as our entries are ours under every namespace: under a foreign one the program refuses them for that alone.
 */
export function stackSchema(): Schema {
  const settings = schemaOf(stackSettings);
  const definitions = mapValues(settings.properties as Record<string, Schema>, orJsonText);
  const refs = mapValues(definitions, (_, name) => ({ $ref: `#/definitions/${name}` }));
  // `pulumi:tags` is the CLI's own; `namespace:config:name` is an old spelling.
  const ours = Object.entries(refs).filter(([name]) => !name.includes(":"));
  const named = ours.map(([name, ref]) => [`^(?!pulumi:)[^:]+:(config:)?${name}$`, ref] as const);
  return {
    $schema: settings.$schema,
    type: ["object", "null"],
    properties: {
      config: {
        description:
          "Configuration of the stack. Bare names are this project's, other ones have a namespace: aws:region",
        type: ["object", "null"],
        properties: refs,
        patternProperties: { ...Object.fromEntries(named), [`^(?!${REGION}$).*:`]: {} },
        additionalProperties: false,
      },
      ...stackFields,
    },
    additionalProperties: false,
    definitions,
  };
}

/** What Pulumi itself keeps in a stack file (`ProjectStack` in its Go SDK). */
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

/** Says of an entry what zod leaves out. */
function express({
  zodSchema,
  jsonSchema,
}: {
  readonly zodSchema: z.core.$ZodTypes;
  readonly jsonSchema: Schema;
}): void {
  const { examples, shortFor, choice } = (z.globalRegistry.get(zodSchema) ?? {}) as Said;
  if (isDeepStrictEqual(jsonSchema.additionalProperties, { not: {} })) jsonSchema.additionalProperties = false;
  if (choice) {
    delete (jsonSchema as Said).choice;
    jsonSchema.anyOf = choice.map((each) => {
      const { $schema: _, ...form } = schemaOf(each);
      return form;
    });
  }
  // zod takes the examples of what it transforms for examples of the result; ours are of the input.
  if (examples) jsonSchema.examples = examples;
  if (shortFor === undefined) return;
  const { description, shortFor: _, ...map } = jsonSchema;
  delete map.examples;
  for (const name of Object.keys(jsonSchema)) delete jsonSchema[name];
  Object.assign(jsonSchema, { description, examples, anyOf: [map.properties?.[shortFor], map] });
}

interface Said {
  readonly examples?: unknown[];
  /** The field that a value alone stands for, where it may be given in place of the map. */
  readonly shortFor?: string;
  /** The forms of which one is given. */
  choice?: z.ZodType[];
}

function schemaOf(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, { target: "draft-07", io: "input", override: express });
}

/** An entry, or text with its JSON: `pulumi config set keys '{"service":{}}'` writes text, and the CLI hands over text in any case. */
function orJsonText(entry: Schema): Schema {
  if (entry.type === "string") return entry;
  if (entry.anyOf) return { ...entry, anyOf: [...entry.anyOf, { type: "string", pattern: FLAG_TEXT }] };
  return { ...entry, type: ["object", "null", "string"], pattern: MAP_TEXT };
}

const BLANK = String.raw`[ \t\n\r]*`;
const FLAG_TEXT = String.raw`^(true|false|"[\s\S]*")$`;
const MAP_TEXT = String.raw`^(${BLANK}(\{[\s\S]*\}|null)${BLANK})?$`;
