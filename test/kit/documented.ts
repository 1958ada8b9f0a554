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

/** A document for users, by its sections. */
export interface Document {
  /** Titles of all sections with commands, including the document's own title. */
  readonly titles: readonly string[];
  /** The commands of each section, from its `sh` blocks, one per line. */
  readonly commands: Readonly<Record<string, readonly string[]>>;
  /** The title of the section to which its table of symptoms leads from what the user sees. */
  sectionFor(this: void, seen: string): string | undefined;
}

/** Reads a document. */
export function readDocument(document: string): Document {
  const commands: Record<string, string[]> = {};
  for (const { part, command } of commandsOf(document)) (commands[part] ??= []).push(command);
  const rows = textOf(document).matchAll(/^\| (.*?) +\| \[(.*)\]\(#(.*)\) +\|$/gm);
  const symptoms = [...rows].map(([, symptom = "", title = "", anchor]) => {
    if (anchor !== title.toLowerCase().replaceAll(" ", "-")) throw new Error(`${anchor} leads not to ${title}`);
    const words = [...symptom.matchAll(/`(.*?)`|"(.*?)"/g)].map(([, code, quoted]) => code ?? quoted!);
    return { words, title };
  });
  const sectionFor = (seen: string) =>
    symptoms.filter(({ words }) => words.length > 0 && words.every((it) => seen.includes(it))).at(-1)?.title;
  return { titles: Object.keys(commands), commands, sectionFor };
}
