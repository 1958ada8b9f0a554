import { allowedIn, entrySchemas, type Schema } from "./stack-schema";

/** The text of docs/configuration.md: every entry of a stack file, from the schema that editors and the program have. */
export function configurationDocument(): string {
  const sections = Object.entries(entrySchemas()).map(([name, entry]) => rowsFrom(entry, name));
  const names = new Map(sections.flat().flatMap(({ path, names: form }) => (form ? [[placeholder(path), form]] : [])));
  const forms = [...names].map(([name, form]) => `- ${code(name)}: ${cell(form)}`);
  return [HEAD, ...forms, "", ...sections.flatMap(section)].join("\n");
}

const HEAD = `<!-- Written by npm run schema. -->

# What a stack file may hold

One file for each environment, \`Pulumi.STACK.yaml\`, with all entries below \`config:\`. Every entry is optional: without any, the
stack has one key named \`service\`, in generation \`1\`, on no plan. \`npm run plan -- STACK\` checks a file and shows what it comes to,
offline; an editor with a YAML language server does it while you type, by the file's first line
(\`# yaml-language-server: $schema=stack.schema.json\`).

- **Names.** Our entries are written bare, \`keys:\`. The Pulumi CLI writes the same with the project's name, \`ai-service-keys:keys:\`; both
  are read, one of them at a time. Entries with another name before the colon, such as \`aws:region\`, are a provider's.
- **Numbers** may stand in quotes, as \`pulumi config set --path\` writes them: \`"10.5"\`, and not \`"10abc"\`, \`"1,000"\` or \`"1e3"\`.
- **\`true\` and \`false\`** may stand in quotes; \`yes\`, \`on\` and \`1\` are neither.
- **Text** that YAML takes for a number or a flag, such as an id of digits only, must stand in quotes.
- **Nothing** behind a map's name (\`secretsManager:\`) is an empty map. Behind any other name it is a fault.
- **No secrets.** AWS makes every key value, so none is ever given here, and an encrypted entry (\`secure:\`) is a fault.
- **Unknown names** are faults at every level, and so is what stands beside \`config:\`.

In the tables \`[]\` is each entry of a list, and these stand for names of your own:
`;

interface Row {
  readonly path: string;
  readonly entry: Schema;
  /** The form of the names, for a map of names of the user's own. */
  readonly names?: string;
}

function section(rows: readonly Row[]): string[] {
  const lines = rows.map(({ path, entry }) => {
    const [what, without = ""] = entry.description!.split(". Without it ");
    const absent = entry.default === undefined ? cell(without) : code(asYaml(entry.default));
    return `| ${code(path)} | ${cell(valueOf(entry))} | ${absent} | ${cell(what!)} |`;
  });
  return [
    `## ${code(rows[0]!.path)}`,
    "",
    "| entry | value | without it | what it is |",
    "| --- | --- | --- | --- |",
    ...lines,
    "",
  ];
}

/** An entry and all below it. */
function rowsFrom(entry: Schema, path: string): Row[] {
  return [{ path, entry, names: (entry.propertyNames as Schema | undefined)?.allowed }, ...rowsBelow(entry, path)];
}

function rowsBelow(schema: Schema, path: string): Row[] {
  const { properties = {}, additionalProperties: any, items, anyOf = [] } = schema;
  return [
    ...Object.entries(properties).flatMap(([name, field]) => rowsFrom(field as Schema, `${path}.${name}`)),
    ...(typeof any === "object" ? rowsFrom(any, `${path}.${placeholder(path)}`) : []),
    ...(items ? rowsBelow(items as Schema, `${path}[]`) : []),
    ...anyOf.flatMap((form) => rowsBelow(form as Schema, path)),
  ];
}

/** What stands for the names in the map with this path. */
function placeholder(path: string): string {
  const names = { keys: "N", usagePlans: "P", generations: "ID", throttle: "METHOD" };
  return Object.entries(names).find(([map]) => path.endsWith(map))?.[1] ?? "TAG";
}

function valueOf(schema: Schema): string {
  if (schema.anyOf && !schema.allowed) return schema.anyOf.map((form) => valueOf(form as Schema)).join(", or ");
  return schema.properties ? "a map" : allowedIn(schema);
}

/** A default as a stack file has it. */
function asYaml(value: unknown): string {
  return JSON.stringify(value).replace(/"(\w+)"(:?)/g, (_, word: string, colon: string) => word + (colon && ": "));
}

function code(text: string): string {
  return `\`${text}\``;
}

function cell(text: string): string {
  return text.replace(/[\\|*_<>]/g, String.raw`\$&`);
}
