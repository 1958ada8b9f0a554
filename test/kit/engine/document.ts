import { commandsOf, textOf } from "../documented";

/** A document for users, by its sections. */
export interface Document {
  /** Titles of all sections with commands, including the document's own title. */
  readonly titles: readonly string[];
  /** The commands of each section, from its `sh` blocks, one per line. */
  readonly commands: Readonly<Record<string, readonly string[]>>;
  /** The rows of its table of symptoms: what the user sees, and the title of the section to go to. */
  readonly symptoms: readonly (readonly [seen: string, title: string])[];
}

/** Reads a document. */
export function readDocument(document: string): Document {
  const commands: Record<string, string[]> = {};
  for (const { part, command } of commandsOf(document)) (commands[part] ??= []).push(command);
  const rows = textOf(document).matchAll(/^\| (.*?) +\| \[(.*)\]\(#(.*)\) +\|$/gm);
  return {
    titles: Object.keys(commands),
    commands,
    symptoms: [...rows].map(([, seen = "", title = "", anchor]) => {
      if (anchor !== title.toLowerCase().replaceAll(" ", "-")) throw new Error(`${anchor} leads not to ${title}`);
      return [seen, title];
    }),
  };
}
