/** `npm run schema [-- --check]`: writes `stack.schema.json`, by which editors complete and check stack files. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Answer, answerTo, parseCall, print, refuseCall } from "../command";
import { stackSchema } from "./stack-schema";

const FILE = "stack.schema.json";

/** Writes the schema into `folder`; with `--check` only tells whether the one there is up to date. */
export function schema(args: readonly string[], folder: string): Answer {
  try {
    const { values, positionals } = parseCall(args, FORM);
    if (positionals.length > 0) refuseCall("it takes no other words", FORM);
    return values.check ? compare(folder) : write(folder);
  } catch (error) {
    return answerTo(error);
  }
}

const FORM = {
  calls: ["npm run schema [-- --check]"],
  about: [
    `Writes ${FILE}, by which editors complete and check stack files; --check only tells whether it is up to date.`,
  ],
  options: { check: { type: "boolean" } },
} as const;

function compare(folder: string): Answer {
  const path = join(folder, FILE);
  if (existsSync(path) && readFileSync(path, "utf8") === schemaText()) return { exitCode: 0 };
  return { exitCode: 1, stderr: `${FILE} is not what the settings in src/ say: run npm run schema, and commit it` };
}

function write(folder: string): Answer {
  try {
    writeFileSync(join(folder, FILE), schemaText());
  } catch (error) {
    return { exitCode: 1, stderr: `${FILE} cannot be written: ${(error as NodeJS.ErrnoException).code}` };
  }
  return { exitCode: 0, stdout: `wrote ${FILE}` };
}

function schemaText(): string {
  return `${JSON.stringify(stackSchema(), null, 2)}\n`;
}

if (require.main === module) print(schema(process.argv.slice(2), process.cwd()));
