/** `npm run schema [-- --check]`: writes the schema of stack files and the document of their entries, both made from the settings. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Answer, answerOf, npmCommand, parseCall, print } from "../command";
import { markdownTable } from "../terminal";
import { allowedIn, entrySchemas, type Schema, stackSchema } from "./stack-schema";

const FILES: Readonly<Record<string, () => string>> = {
  "stack.schema.json": () => `${JSON.stringify(stackSchema(), null, 2)}\n`,
  "docs/configuration.md": configurationDocument,
};

/** Writes the files into `folder`; with `--check` only says whether those there are up to date. */
export function schema(args: readonly string[], folder: string): Answer {
  return answerOf(() => {
    const command = npmCommand("schema", "[options]", ABOUT).option("--check", "only says whether they are up to date");
    const { check } = parseCall(command, args).opts<{ check?: boolean }>();
    return check ? compare(folder) : write(folder);
  });
}

const ABOUT = `Writes stack.schema.json, with which editors complete and check stack files, and docs/configuration.md.

Exit code 0; 1 if a file is not up to date; 2 for a wrong call, or a file that cannot be written.`;

function compare(folder: string): Answer {
  const stale = Object.keys(FILES).filter((file) => {
    const path = join(folder, file);
    return !existsSync(path) || readFileSync(path, "utf8") !== FILES[file]!();
  });
  if (stale.length === 0) return { exitCode: 0 };
  const lines = stale.map((file) => `${file} is not up to date; run npm run schema, and commit it`);
  return { exitCode: 1, stderr: lines.join("\n") };
}

function write(folder: string): Answer {
  for (const [file, text] of Object.entries(FILES)) {
    const path = join(folder, file);
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text());
    } catch (error) {
      return { exitCode: 2, stderr: `${file} cannot be written: ${(error as NodeJS.ErrnoException).code}` };
    }
  }
  return { exitCode: 0, stdout: `wrote ${Object.keys(FILES).join(" and ")}` };
}

/** The text of docs/configuration.md: every entry of a stack file, from the same schema that editors and the program use. */
export function configurationDocument(): string {
  const sections = Object.entries(entrySchemas()).map(([name, entry]) => rowsFrom(entry, name));
  const names = new Map(sections.flat().flatMap(({ path, names: form }) => (form ? [[placeholder(path), form]] : [])));
  const forms = [...names].map(([name, form]) => `- ${code(name)}: ${cell(form)}`);
  return [HEAD, ...forms, "", ...sections.flatMap(section)].join("\n");
}

const HEAD = `<!-- Written by npm run schema. -->

# What a stack file may hold

\`npm run plan -- STACK\` checks a stack file and shows what it makes, offline. An editor with a YAML language server checks it while you
type: let the first line of the file be \`# yaml-language-server: $schema=stack.schema.json\`.

There is one file for each environment, \`Pulumi.STACK.yaml\`, and all entries are below \`config:\`. Every entry is optional. Without any,
the stack has one key named \`service\`, in generation \`1\`, on no plan.

- **Names** of entries are written without a prefix, \`keys:\`. The Pulumi CLI writes them with the project's name,
  \`ai-service-keys:keys:\`. Both are read, but not both for the same entry. Another prefix, as in \`aws:region\`, is a provider's.
- **Numbers** may be in quotes, as \`pulumi config set --path\` writes them: \`"10.5"\`, but not \`"10abc"\`, \`"1,000"\` or \`"1e3"\`.
- **\`true\` and \`false\`** may be in quotes. \`yes\`, \`on\` and \`1\` are faults.
- **Text** that YAML takes for a number, \`true\` or \`false\` must be in quotes, for example an id of digits only.
- **An empty entry** is an empty map where a map is allowed (\`secretsManager:\`), and a fault anywhere else.
- **Secrets** are not allowed, as AWS makes every key value: an encrypted entry (\`secure:\`) is a fault.
- **Unknown names** are faults at every level, and so is every entry beside \`config:\` that the Pulumi CLI does not know.

## Outputs

\`pulumi stack output NAME\` prints an output, and a secret one only with \`--show-secrets\`.

| output | secret | value |
| --- | --- | --- |
| \`apiKeyId\` | no | id of the current generation; only where the stack has one key |
| \`apiKeyValue\` | yes | its value; only where the stack has one key |
| \`apiKeyIds\` | no | id of each key's current generation, by name of the key |
| \`apiKeyValues\` | yes | its value, by name of the key |
| \`usagePlanIds\` | no | id of each plan, by name of the plan |
| \`secretArns\` | no | ARN of the secret of each key that has one, by name of the key |
| \`parameterNames\` | no | name of the parameter of each key that has one, by name of the key; the same in every Region |
| \`regions\` | no | \`usagePlanIds\` and \`secretArns\` in each further Region, by name of the Region |

## Entries

\`[]\` is each entry of a list. These are names that you choose:
`;

interface Row {
  readonly path: string;
  readonly entry: Schema;
  /** The form of the names, for a map whose names the user chooses. */
  readonly names?: string;
}

function section(rows: readonly Row[]): string[] {
  const lines = rows.map(({ path, entry }) => {
    const [what, without = ""] = entry.description!.split(". Without it ");
    const absent = entry.default === undefined ? cell(without) : code(asYaml(entry.default));
    return [code(path), cell(valueOf(entry)), absent, cell(what!)];
  });
  const table = markdownTable(["entry", "value", "without it", "what it is"], lines);
  return [`### ${code(rows[0]!.path)}`, "", table, ""];
}

/** An entry and all below it. */
function rowsFrom(entry: Schema, path: string): Row[] {
  return [{ path, entry, names: (entry.propertyNames as Schema | undefined)?.allowed }, ...rowsBelow(entry, path)];
}

function rowsBelow(entry: Schema, path: string): Row[] {
  const { properties = {}, additionalProperties: any, items, anyOf = [] } = entry;
  return [
    ...Object.entries(properties).flatMap(([name, field]) => rowsFrom(field as Schema, `${path}.${name}`)),
    ...(typeof any === "object" ? rowsFrom(any, `${path}.${placeholder(path)}`) : []),
    ...(items ? rowsBelow(items as Schema, `${path}[]`) : []),
    ...anyOf.flatMap((form) => rowsBelow(form as Schema, path)),
  ];
}

/** The placeholder for the names in the map with this path. */
function placeholder(path: string): string {
  const names = { keys: "N", usagePlans: "P", generations: "ID", throttle: "METHOD", import: "R", regions: "R" };
  return Object.entries(names).find(([map]) => path.endsWith(map))?.[1] ?? "TAG";
}

function valueOf(entry: Schema): string {
  if (entry.anyOf && !entry.allowed) return entry.anyOf.map((form) => valueOf(form as Schema)).join(", or ");
  return entry.properties ? "a map" : allowedIn(entry);
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

if (require.main === module) print(schema(process.argv.slice(2), process.cwd()));
