/** `npm run schema [-- --check]`: writes `stack.schema.json`, by which editors complete and check stack files. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Answer, print } from "../answer";
import { stackSchema } from "./stack-schema";

const FILE = "stack.schema.json";

/** Writes the schema into `folder`; with `--check` only tells whether the one there is up to date. */
export function schema(args: readonly string[], folder: string): Answer {
  const check = args[0] === "--check";
  if (args.length > (check ? 1 : 0)) return { exitCode: 2, stderr: "the call is: npm run schema [-- --check]" };
  const path = join(folder, FILE);
  const text = `${JSON.stringify(stackSchema(), null, 2)}\n`;
  if (check) {
    if (existsSync(path) && readFileSync(path, "utf8") === text) return { exitCode: 0 };
    return { exitCode: 1, stderr: `${FILE} is not what the settings in src/ say: run npm run schema, and commit it` };
  }
  try {
    writeFileSync(path, text);
  } catch (error) {
    return { exitCode: 1, stderr: `${FILE} cannot be written: ${(error as NodeJS.ErrnoException).code}` };
  }
  return { exitCode: 0, stdout: `wrote ${FILE}` };
}

if (require.main === module) print(schema(process.argv.slice(2), process.cwd()));
