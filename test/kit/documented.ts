import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "./example-files";

/** A command that a document gives, and what the document says that it prints. */
export interface Documented {
  /** The title of its section. */
  readonly part: string;
  readonly command: string;
  readonly prints?: string;
}

/** Every document of the project, as a path from its folder. */
export function documents(): string[] {
  const among = (folder: string) => readdirSync(join(project, folder)).filter((name) => name.endsWith(".md"));
  return [
    ...among("."),
    ...["docs", "bench"].flatMap((folder) => among(folder).map((name) => `${folder}/${name}`)),
  ].sort();
}

/** The text of a document. */
export function textOf(document: string): string {
  return readFileSync(join(project, document), "utf8");
}

/**
 * Every command of a document, in order: each line of a shell block, with its continuation lines, and each table cell that is
 * a command.
 *
 * A text block right after a shell block is what its last command prints.
 */
export function commandsOf(document: string): Documented[] {
  return textOf(document)
    .split(/^#+ /m)
    .flatMap((text) => {
      const part = text.slice(0, text.indexOf("\n"));
      const found = text.matchAll(
        /^```sh\n(?<shell>[\s\S]*?)\n```\n(\n```text\n(?<prints>[\s\S]*?)\n```\n)?|\| `(?<cell>(npm|pulumi|git) [^`]*)` /gm,
      );
      return [...found].flatMap(({ groups }) => {
        const commands =
          groups!.cell === undefined ? groups!.shell!.replace(/ \\\n */g, " ").split("\n") : [groups!.cell];
        return commands.map((command, index) => {
          return index === commands.length - 1 && groups!.prints !== undefined
            ? { part, command, prints: groups!.prints }
            : { part, command };
        });
      });
    });
}
