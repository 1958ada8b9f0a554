/** `npm run schema [-- --check]`: writes the schema of stack files and the document of their entries, both made from the settings. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Answer, answerOf, npmCommand, parseCall, print } from "../command";
import { configurationDocument } from "./configuration";
import { stackSchema } from "./stack-schema";

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

if (require.main === module) print(schema(process.argv.slice(2), process.cwd()));
